package tocsin.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tocsin.desk.DeskOutput;
import tocsin.mapping.Mapping;
import tocsin.mapping.MappingReader;
import tocsin.replay.EmbeddedSandbox;
import tocsin.replay.Pace;
import tocsin.replay.Recording;
import tocsin.replay.Sandbox;
import tocsin.replay.Totals;
import tocsin.rules.PackFiles;
import tocsin.text.PlainText;
import tocsin.wire.RecordJson;

/// `./tocsin replay FILE... --mapping FILE`
@Command(name = "replay", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin replay calls.csv --mapping calls.mapping.yaml", description = "Replay recorded reports in a sandbox by their own arrival times; nothing leaves it.")
final class ReplayCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "CSV, NDJSON or GeoJSON")
    private List<Path> files = List.of();

    @Option(names = "--mapping", required = true, paramLabel = "FILE", description = "how rows become reports")
    private Path mapping = Path.of("");

    @Option(names = "--pack", paramLabel = "DIR", description = "the pack that judges (default: ${DEFAULT-VALUE})", defaultValue = "alert-rules/packs/qingdao")
    private Path pack = Path.of("");

    @Option(names = "--speed", paramLabel = "N", description = "times as fast as it was; 0 for as fast as can be (default)", defaultValue = "0")
    private double speed;

    @Option(names = "--out", paramLabel = "FILE", description = "write everything the desks put out, one JSON object a line")
    private @Nullable Path out;

    @Option(names = "--embedded", description = "on a sandboxed broker, which goes on where it stopped after a crash")
    private boolean embedded;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "where --embedded keeps its data (default: ${DEFAULT-VALUE})", defaultValue = "data/replay")
    private Path dataDir = Path.of("");

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter print = Output.of(spec);
        if (speed < 0 || embedded && out != null) {
            throw new CommandFailure(Main.WRONG_USAGE, speed < 0
                    ? "--speed must be 0 or more"
                    : "--out goes with a replay in memory; with --embedded the topics hold everything");
        }
        Mapping how = MappingReader.read(Home.resolve(mapping));
        PackFiles rules = PackFiles.read(Home.resolve(pack));
        Packs.read(rules);
        Recording recording = Recordings.read(files, how, json ? Output.errors(spec) : print);
        Totals totals = embedded ? onBroker(rules, recording) : inMemory(rules, recording);
        if (json) {
            print.println(totals.json());
        } else {
            totals.lines().forEach(line -> print.println(PlainText.line(line)));
        }
        PrintWriter beside = json ? Output.errors(spec) : print;
        totals.refusals().forEach(refusal -> beside.println(PlainText.line("rejected " + refusal)));
        return totals.balance() && totals.isWhole() ? 0 : Main.NOT_SO;
    }

    /// A moment before the first report, so that the pack is in force when it comes.
    private static Instant beginning(Recording recording) {
        return recording.reports().getFirst().arrivedAt().minus(Duration.ofSeconds(1));
    }

    private Totals inMemory(PackFiles rules, Recording recording) {
        AtomicReference<String> row = new AtomicReference<>("");
        Totals totals = new Totals(refused -> row.get());
        recording.refused().forEach(refused -> totals.refusedRow());
        try (PrintWriter lines = out == null
                ? new PrintWriter(PrintWriter.nullWriter())
                : new PrintWriter(Files.newBufferedWriter(out, StandardCharsets.UTF_8))) {
            Sandbox sandbox = new Sandbox(rules, beginning(recording), totals, output -> lines.println(line(output)));
            Pace pace = new Pace(speed);
            for (Recording.Recorded report : recording.reports()) {
                pace.await(report.arrivedAt());
                row.set(report.row());
                sandbox.report(report);
            }
            sandbox.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return totals;
    }

    private static String line(DeskOutput output) {
        return RecordJson.MAPPER.createObjectNode().put("kind", output.record().getSchema().getName())
                .set("record", RecordJson.write(output.record())).toString();
    }

    private Totals onBroker(PackFiles rules, Recording recording) throws InterruptedException {
        PrintWriter progress = new PlainWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8));
        try (EmbeddedSandbox sandbox = new EmbeddedSandbox(dataDir, rules, beginning(recording), progress::println)) {
            return sandbox.play(recording, new Pace(speed), progress::println);
        }
    }
}
