package tocsin.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tocsin.text.FileTrouble;

/// The command line.
@Command(name = "tocsin", mixinStandardHelpOptions = true, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:done, and so it is",
        "1:the thing asked about is not so, was refused, or does not answer",
        "2:the command was not understood, or what it needs is not there"}, footer = "%nExample: ./tocsin demo --once", version = "tocsin 0.2.0", subcommands = {
                DemoCommand.class,
                RunCommand.class, BrokerCommand.class, CheckCommand.class, TopicsCommand.class, SchemasCommand.class,
                SendCommand.Report.class, SendCommand.Sensor.class, SendCommand.Media.class,
                OrderCommand.Acknowledge.class,
                OrderCommand.Close.class, OrderCommand.Reopen.class, OrderCommand.Correct.class,
                OrderCommand.Escalate.class,
                OrderCommand.Note.class, OrderCommand.Instruct.class,
                OrderCommand.Confirm.class, OrderCommand.Refute.class, OrderCommand.Retract.class,
                OrderCommand.Merge.class, OrderCommand.Split.class,
                OrderCommand.Publish.class, OrderCommand.Approve.class, OrderCommand.Reject.class, ForwardCommand.class,
                FeedCommand.class,
                FindingCommand.Decide.class,
                FindingCommand.Appeal.class, UseCommand.class, BulletinCommand.class, ReceiptCommand.class,
                ReplayCommand.class,
                RulesCommand.class, RoutesCommand.class, RosterCommand.class, PersonCommand.class,
                IncidentsCommand.class, AuditCommand.class,
                TopologyCommand.class}, description = "Incident reporting and alerting: information fast, facts accurate (信息快、情况准).")
public final class Main implements Runnable {
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
        Logging.quietUnlessServing(args);
        // A thread that is replaced would print its stack, each time, where no log limits it.
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> Logging.threadEnded(thread, failure));
        Screen screen = new Screen(new FileOutputStream(FileDescriptor.out));
        PrintWriter out = new PlainWriter(new OutputStreamWriter(screen, StandardCharsets.UTF_8));
        PrintWriter err = new PlainWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8));
        System.exit(run(args, out, err, screen));
    }

    /// Runs one command.
    ///
    /// @param screen what `out` prints to
    /// @return its exit code
    static int run(String[] args, PrintWriter out, PrintWriter err, Screen screen) {
        int code;
        try {
            CommandLine commands = commands(out, err);
            Optional<String> unknown = WrongUsage.unknownCommand(commands, args);
            unknown.ifPresent(err::println);
            code = unknown.isPresent() ? WRONG_USAGE : commands.execute(args);
        } catch (Error e) {
            code = failed(e, err);
        }
        out.flush();
        Optional<IOException> trouble = screen.trouble();
        trouble.ifPresent(failure -> err.println(
                "what was to be printed could not be written: " + FileTrouble.of(failure)));
        err.flush();
        return trouble.isPresent() && code == 0 ? WRONG_USAGE : code;
    }

    /// All commands, as they are run from outside.
    static CommandLine commands(PrintWriter out, PrintWriter err) {
        // Colours are control characters, which no command prints.
        return new CommandLine(new Main()).setOut(out).setErr(err)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                // A word that begins with @ is a word, and what looks like an option is never the value of another.
                .setExpandAtFiles(false).setUnmatchedOptionsAllowedAsOptionParameters(false)
                .setParameterExceptionHandler((failure, words) -> {
                    err.println(WrongUsage.of(failure, words));
                    return WRONG_USAGE;
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, err));
    }

    private static int failed(Throwable failure, PrintWriter err) {
        err.println(FailureWords.of(failure));
        if (System.getenv("TOCSIN_TRACE") != null) {
            failure.printStackTrace(err);
        }
        return failure instanceof CommandFailure known ? known.exitCode() : WRONG_USAGE;
    }
}
