package tocsin.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tocsin.observe.SparingLog;
import tocsin.yaml.InvalidFileException;

/// The command line.
@Command(name = "tocsin", mixinStandardHelpOptions = true, version = "tocsin 0.2.0", subcommands = {DemoCommand.class,
        RunCommand.class, BrokerCommand.class, CheckCommand.class, TopicsCommand.class, SchemasCommand.class,
        SendCommand.Report.class, SendCommand.Sensor.class, SendCommand.Media.class, OrderCommand.Acknowledge.class,
        OrderCommand.Close.class, OrderCommand.Reopen.class, OrderCommand.Correct.class, OrderCommand.Escalate.class,
        OrderCommand.Note.class, OrderCommand.Instruct.class,
        OrderCommand.Confirm.class, OrderCommand.Refute.class, OrderCommand.Retract.class,
        OrderCommand.Merge.class, OrderCommand.Split.class,
        OrderCommand.Publish.class, OrderCommand.Approve.class, OrderCommand.Reject.class, ForwardCommand.class,
        FeedCommand.class,
        FindingCommand.Decide.class,
        FindingCommand.Appeal.class, UseCommand.class, BulletinCommand.class, ReceiptCommand.class,
        ReplayCommand.class,
        RulesCommand.class, RoutesCommand.class, RosterCommand.class,
        IncidentsCommand.class, AuditCommand.class,
        TopologyCommand.class}, description = "Incident reporting and alerting: information fast, facts accurate (信息快、情况准).")
public final class Main implements Runnable {
    private static final SparingLog LOG = new SparingLog(LoggerFactory.getLogger(Main.class));

    /// The thing asked about is not so.
    static final int NOT_SO = 1;
    /// The command was not understood, or what it needs is not there.
    static final int WRONG_USAGE = 2;

    @CommandLine.Spec
    private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    /// Runs one command and ends the process with its exit code.
    public static void main(String[] args) {
        // A thread that is replaced would print its stack, each time, where no log limits it.
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, failure) -> LOG.error("thread", "thread {} ended", thread.getName(), failure));
        PrintWriter out = new PlainWriter(new java.io.OutputStreamWriter(System.out, StandardCharsets.UTF_8));
        PrintWriter err = new PlainWriter(new java.io.OutputStreamWriter(System.err, StandardCharsets.UTF_8));
        // Colours are control characters, which no command prints.
        CommandLine line = new CommandLine(new Main()).setOut(out).setErr(err)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    err.println(sentence(failure));
                    return failure instanceof CommandFailure known ? known.exitCode() : WRONG_USAGE;
                });
        try {
            System.exit(line.execute(args));
        } catch (Error e) {
            // Threads that go on would keep a process alive that has lost its main one.
            e.printStackTrace(err);
            System.exit(WRONG_USAGE);
        }
    }

    private static String sentence(Exception failure) {
        return failure instanceof CommandFailure || failure instanceof InvalidFileException
                || failure instanceof IllegalStateException || failure instanceof IllegalArgumentException
                        ? String.valueOf(failure.getMessage())
                        : failure.toString();
    }
}
