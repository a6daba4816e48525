package tocsin.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tocsin.analytics.Bulletin;
import tocsin.analytics.Period;
import tocsin.analytics.Profile;
import tocsin.analytics.RecordReader;
import tocsin.analytics.Recorded;
import tocsin.analytics.Scorecard;
import tocsin.analytics.ScorecardCsv;
import tocsin.analytics.ScorecardJson;
import tocsin.analytics.Scorecards;
import tocsin.desk.DeskOutput;
import tocsin.mapping.MappingReader;
import tocsin.replay.Recording;
import tocsin.replay.Sandbox;
import tocsin.replay.Totals;
import tocsin.rules.Pack;
import tocsin.rules.PackFiles;
import tocsin.rules.directory.Agency;
import tocsin.rules.directory.Directory;
import tocsin.text.PlainText;

/// `./tocsin bulletin --month 2026-03`
@Command(name = "bulletin", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin bulletin --month 2026-03", description = "Write the monthly bulletin (通报) of how agencies reported, from what a deployment recorded or from a ledger of the past.")
final class BulletinCommand implements Callable<Integer> {
    @Option(names = "--month", required = true, paramLabel = "YYYY-MM", description = "the month, in the pack's time zone")
    private String month = "";

    @Option(names = "--profile", paramLabel = "PROFILE", description = "whose points: meizhou or anhui (default: ${DEFAULT-VALUE})", defaultValue = "meizhou")
    private String profile = "meizhou";

    @Option(names = "--out", paramLabel = "FILE", description = "write it there")
    private @Nullable Path out;

    @Option(names = "--csv", description = "the scorecards as a table instead")
    private boolean csv;

    @Option(names = "--json", description = "the scorecards as JSON instead: every figure with the events behind it")
    private boolean json;

    @Option(names = "--file", paramLabel = "FILE", description = "judge a ledger of past reports instead: CSV, NDJSON or GeoJSON, with --mapping")
    private List<Path> files = List.of();

    @Option(names = "--mapping", paramLabel = "FILE", description = "how the rows of --file become reports")
    private @Nullable Path mapping;

    @Option(names = "--pack", paramLabel = "DIR", description = "with --file: the pack that judges (default: ${DEFAULT-VALUE})", defaultValue = "alert-rules/packs/qingdao")
    private Path pack = Path.of("");

    @Mixin
    private RecordsOptions records = new RecordsOptions();

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    private boolean allRowsGood = true;

    /// What there is to score.
    private record Material(Recorded recorded, Pack pack, Directory directory) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        YearMonth of = month();
        Profile by = Profile.named(profile);
        Material material = files.isEmpty() ? ofTopics() : ofLedger();
        Period period = Period.month(month, material.pack().zone());
        List<Scorecard> cards = Scorecards.of(material.recorded(), period);
        if (cards.isEmpty()) {
            throw new CommandFailure(Main.NOT_SO, "nothing of any agency is recorded in " + month);
        }
        Function<String, String> names = id -> {
            Agency agency = material.directory().agencies().get(id);
            return agency == null ? id : agency.name().zh();
        };
        String text = csv ? ScorecardCsv.of(cards, period, names)
                : json ? ScorecardJson.of(cards, period, names) + "\n"
                        : Bulletin.of(cards, of, by, names).stream().map(PlainText::line)
                                .collect(Collectors.joining("\n", "", "\n"));
        if (out != null) {
            Files.writeString(out, text);
            return allRowsGood ? 0 : Main.NOT_SO;
        }
        PrintWriter screen = Output.of(spec);
        screen.print(text);
        screen.flush();
        return allRowsGood ? 0 : Main.NOT_SO;
    }

    private YearMonth month() {
        try {
            return YearMonth.parse(month);
        } catch (DateTimeException e) {
            throw new CommandFailure(Main.WRONG_USAGE,
                    "--month \"" + month + "\" is no month; write one such as 2026-03");
        }
    }

    private Material ofTopics() throws InterruptedException {
        try (RecordsOptions.Records open = records.open()) {
            PackFiles inForce = BacktestCommand.inForce(open);
            Packs.Read read = Packs.read(inForce);
            return new Material(new RecordReader(open.topics(), open.reader()).read(), read.pack(), read.directory());
        } catch (KafkaException e) {
            throw new CommandFailure(Main.NOT_SO,
                    "the broker does not answer: " + FailureWords.broker(e));
        }
    }

    private Material ofLedger() {
        if (mapping == null) {
            throw new CommandFailure(Main.WRONG_USAGE,
                    "--file needs --mapping, which says how a row becomes a report; docs/replay.md has an example");
        }
        Recording recording = Recordings.read(files, MappingReader.read(Home.resolve(mapping)), Output.errors(spec));
        allRowsGood = recording.refused().isEmpty();
        PackFiles judging = PackFiles.read(Home.resolve(pack));
        Packs.Read read = Packs.read(judging);
        Recorded recorded = new Recorded();
        Sandbox sandbox = new Sandbox(judging, recording.reports().getFirst().arrivedAt().minusSeconds(1), new Totals(),
                output -> take(output, recorded));
        recording.reports().forEach(sandbox::report);
        sandbox.end();
        return new Material(recorded, read.pack(), read.directory());
    }

    private static void take(DeskOutput output, Recorded recorded) {
        switch (output) {
            case DeskOutput.OfVerdict verdict -> recorded.verdict(verdict.record());
            case DeskOutput.OfFinding finding -> recorded.finding(finding.record());
            case DeskOutput.OfTimeline event -> recorded.event(event.record());
            case DeskOutput.OfIncident incident -> recorded.incident(incident.record());
            default -> {
                // what was told to whom is no part of a scorecard
            }
        }
    }
}
