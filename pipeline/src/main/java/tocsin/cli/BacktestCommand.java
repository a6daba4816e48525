package tocsin.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tocsin.backtest.Comparison;
import tocsin.backtest.ComparisonJson;
import tocsin.backtest.ComparisonPage;
import tocsin.backtest.ComparisonText;
import tocsin.backtest.Past;
import tocsin.backtest.PastReader;
import tocsin.mapping.MappingReader;
import tocsin.publishing.PublicationLog;
import tocsin.publishing.TopicPackLibrary;
import tocsin.replay.Recording;
import tocsin.rules.PackFiles;
import tocsin.text.PlainText;

/// `./tocsin rules backtest --candidate PACK`
@Command(name = "backtest", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin rules backtest --candidate /tmp/my-packs/qingdao --since P7D", description = "Run the past through the running pack and a candidate, and tell what would be different. Nothing leaves.")
final class BacktestCommand implements Callable<Integer> {
    private static final int SHOWN = 20;

    @Option(names = "--candidate", required = true, paramLabel = "DIR", description = "the pack to try")
    private Path candidate = Path.of("");

    @Option(names = "--pack", paramLabel = "DIR", description = "the pack to compare with (default: the one in force; with --file alert-rules/packs/qingdao)")
    private @Nullable Path pack;

    @Option(names = "--since", paramLabel = "TIME", description = "from when: a date, a time with offset, or how long ago such as P7D or PT12H (default: ${DEFAULT-VALUE})", defaultValue = "P30D")
    private String since = "P30D";

    @Option(names = "--topic", description = "read the inbox of a deployment (default, without --file)")
    private boolean topic;

    @Option(names = "--file", paramLabel = "FILE", description = "read a file of reports instead: CSV, NDJSON or GeoJSON, with --mapping")
    private List<Path> files = List.of();

    @Option(names = "--mapping", paramLabel = "FILE", description = "how the rows of --file become reports")
    private @Nullable Path mapping;

    @Option(names = "--sms-price", paramLabel = "N", description = "what a part of an SMS costs, to tell the cost of both")
    private @Nullable BigDecimal smsPrice;

    @Option(names = "--html", paramLabel = "FILE", description = "write a page, too")
    private @Nullable Path html;

    @Option(names = "--json", description = "print JSON: everything that changes")
    private boolean json;

    @Mixin
    private RecordsOptions records = new RecordsOptions();

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    private boolean allRowsGood = true;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PackFiles tried = PackFiles.read(Home.resolve(candidate));
        Packs.read(tried);
        Comparison comparison = files.isEmpty() ? onTopics(tried) : onFile(tried);
        PrintWriter out = Output.of(spec);
        if (json) {
            out.println(ComparisonJson.of(comparison));
        } else {
            ComparisonText.of(comparison, SHOWN).forEach(line -> out.println(PlainText.line(line)));
        }
        if (html != null) {
            Files.writeString(html, ComparisonPage.of(comparison), StandardCharsets.UTF_8);
        }
        return allRowsGood ? 0 : Main.NOT_SO;
    }

    private Comparison onFile(PackFiles tried) {
        if (mapping == null || topic) {
            throw new CommandFailure(Main.WRONG_USAGE, topic
                    ? "--topic and --file exclude each other"
                    : "--file needs --mapping, which says how a row becomes a report; docs/replay.md has an example");
        }
        Recording recording = Recordings.read(files, MappingReader.read(Home.resolve(mapping)), Output.errors(spec));
        allRowsGood = recording.refused().isEmpty();
        PackFiles running = PackFiles.read(Home.resolve(pack == null ? Path.of("alert-rules/packs/qingdao") : pack));
        String source = String.join(", ", files.stream().map(file -> String.valueOf(file.getFileName())).toList())
                + (recording.refused().isEmpty() ? "" : " (" + recording.refused().size() + " rows are no reports)");
        return Comparison.of(Past.of(recording, source), running, tried, Optional.ofNullable(smsPrice));
    }

    private Comparison onTopics(PackFiles tried) throws InterruptedException {
        Instant from = instant(since, Instant.now());
        try (RecordsOptions.Records open = records.open()) {
            PackFiles running = pack != null ? PackFiles.read(Home.resolve(pack)) : inForce(open);
            Past past = new PastReader(open.topics(), open.reader()).since(from);
            return Comparison.of(past, running, tried.speed() == running.speed()
                    ? tried
                    : tried.faster(running.speed()), Optional.ofNullable(smsPrice));
        } catch (KafkaException e) {
            throw new CommandFailure(Main.NOT_SO,
                    "the broker does not answer: " + FailureWords.broker(e));
        }
    }

    /// The pack in force in a deployment, with its directory.
    static PackFiles inForce(RecordsOptions.Records records) throws InterruptedException {
        try (TopicPackLibrary library = new TopicPackLibrary(records.topics(), records.serdes(), records.clients())) {
            library.start();
            PublicationLog.Rules rules = library.publications().active().orElseThrow(() -> new CommandFailure(
                    Main.NOT_SO, "no pack is in force yet; name the one to compare with by --pack"));
            return library.files(rules.packHash()).and(library.files(rules.directoryHash()));
        }
    }

    /// A date, a time with offset, or how long ago.
    static Instant instant(String text, Instant now) {
        try {
            if (text.startsWith("PT")) {
                return now.minus(Duration.parse(text));
            }
            if (text.startsWith("P")) {
                return now.atZone(ZoneOffset.UTC).minus(Period.parse(text)).toInstant();
            }
            return text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw new CommandFailure(Main.WRONG_USAGE, "--since \"" + text
                    + "\" is no time; write 2026-03-01, 2026-03-01T03:00:00+08:00, P7D or PT12H");
        }
    }
}
