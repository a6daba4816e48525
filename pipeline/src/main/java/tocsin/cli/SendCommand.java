package tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tocsin.mapping.Mapping;
import tocsin.mapping.MappingReader;
import tocsin.mapping.RefusedRow;
import tocsin.text.PlainText;

/// Sends records of files to a running Tocsin, a hundred at a time.
abstract class SendCommand implements Callable<Integer> {
    private static final int AT_A_TIME = 100;
    /// Records up to which each is printed; of more there are totals.
    private static final int EACH_SHOWN = 20;

    private final Mapping.Kind kind;
    private final String path;
    private final String idField;

    @Mixin
    private ClientOptions options = new ClientOptions();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "JSON or NDJSON; with --mapping also CSV, GeoJSON, RSS and Atom")
    private List<Path> files = List.of();

    @Option(names = "--mapping", paramLabel = "FILE", description = "how the rows of a foreign file become records")
    private @Nullable Path mapping;

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    SendCommand(Mapping.Kind kind, String path, String idField) {
        this.kind = kind;
        this.path = path;
        this.idField = idField;
    }

    @Option(names = "--dry-run", description = "print the records and send nothing; needs no running Tocsin")
    private boolean isDryRun;

    @Override
    public Integer call() {
        Mapping how = mapping == null ? null : MappingReader.read(Home.resolve(mapping));
        if (how != null && how.record() != kind) {
            throw new CommandFailure(Main.WRONG_USAGE, mapping + " makes other records than this command sends");
        }
        return (isDryRun ? isAllMapped(how) : isAllSent(how)) ? 0 : Main.NOT_SO;
    }

    private boolean isAllSent(@Nullable Mapping how) {
        ArrayNode answers = JsonNodeFactory.instance.arrayNode();
        boolean allGood = true;
        try (TocsinClient client = options.client()) {
            for (Path file : files) {
                allGood &= send(client, file, content(file, how), answers);
            }
        }
        if (options.isJson()) {
            Output.of(spec).println(answers);
        }
        return allGood;
    }

    /// Prints what would be sent: the first records of each file, its first refused rows, and the totals.
    private boolean isAllMapped(@Nullable Mapping how) {
        PrintWriter beside = options.isJson() ? Output.errors(spec) : Output.of(spec);
        boolean allGood = true;
        for (Path file : files) {
            RecordFiles.Content content = content(file, how);
            SendTally tally = new SendTally();
            int records = 0;
            tellRefused(content, beside, tally);
            for (RecordFiles.Located one : content.records()) {
                List<String> reasons = FormCheck.reasons(kind, one.record());
                if (reasons.isEmpty()) {
                    if (options.isJson() || records < EACH_SHOWN) {
                        Output.of(spec).println(PlainText.line(one.record().toString()));
                    }
                    records++;
                } else {
                    if (tally.isShown()) {
                        beside.println(PlainText.line(one.where() + " refused: " + String.join("; ", reasons)));
                    }
                    tally.refused(reasons);
                }
            }
            if (!options.isJson() && records > EACH_SHOWN) {
                beside.println("the first " + EACH_SHOWN + " records are shown");
            }
            beside.println(PlainText.line(tally.dryRun(file, records, content.skipped())));
            allGood &= tally.isGood();
        }
        return allGood;
    }

    private RecordFiles.Content content(Path file, @Nullable Mapping how) {
        RecordFiles.Content content = how == null ? RecordFiles.read(file) : RecordFiles.read(file, how);
        content.notes().forEach(note -> Output.errors(spec).println(PlainText.line(file + ": " + note)));
        return content;
    }

    private static void tellRefused(RecordFiles.Content content, PrintWriter said, SendTally tally) {
        for (RefusedRow row : content.refused()) {
            if (tally.isShown()) {
                said.println(RefusedRowsOut.line(row));
            }
            tally.refused(row.reasons());
        }
    }

    /// Sends a file, and prints each record of a short one, the first refusals of a long one, and the totals.
    private boolean send(TocsinClient client, Path file, RecordFiles.Content content, ArrayNode answers) {
        // JSON stands alone on the output; what is said beside it goes to the other.
        PrintWriter said = options.isJson() ? Output.errors(spec) : Output.of(spec);
        SendTally tally = new SendTally();
        tellRefused(content, said, tally);
        long lost = content.refused().size() - RefusedRowsOut.keep(client, content.refused());
        boolean each = content.records().size() <= EACH_SHOWN;
        List<RecordFiles.Located> records = content.records();
        for (int i = 0; i < records.size(); i += AT_A_TIME) {
            List<RecordFiles.Located> batch = records.subList(i, Math.min(records.size(), i + AT_A_TIME));
            JsonNode body = post(client, file, batch, tally.accepted());
            for (int j = 0; j < body.size(); j++) {
                JsonNode one = body.get(j);
                answers.add(one);
                if (one.has("errors")) {
                    if (tally.isShown() && !options.isJson()) {
                        said.println(PlainText.line(batch.get(j).where() + ": "
                                + batch.get(j).record().path(idField).asText("record") + " refused") + errors(one));
                    }
                    tally.refused(fields(one));
                } else {
                    tally.accepted(one);
                    if (each && !options.isJson()) {
                        said.println(PlainText.line(accepted(one)));
                    }
                }
            }
        }
        if (!each || mapping != null || !tally.isGood()) {
            said.println(PlainText.line(tally.sent(file, content.skipped(), lost)));
        }
        tally.note().ifPresent(note -> said.println(PlainText.line(note)));
        return tally.isGood();
    }

    private static List<String> fields(JsonNode refused) {
        List<String> fields = new ArrayList<>();
        refused.path("errors").forEach(error -> fields.add(error.path("field").asText("record") + ": "));
        return fields;
    }

    private JsonNode post(TocsinClient client, Path file, List<RecordFiles.Located> records, int before) {
        ArrayNode batch = JsonNodeFactory.instance.arrayNode();
        records.forEach(one -> batch.add(one.record()));
        TocsinClient.Answer answer = client.post(path, batch);
        if (!answer.isGood()) {
            throw new CommandFailure(Main.NOT_SO,
                    file + ": " + (before > 0 ? before + " records were accepted, then: " : "")
                            + ClientOptions.refusal(answer));
        }
        return answer.body();
    }

    private String accepted(JsonNode one) {
        StringBuilder line = new StringBuilder(one.path(idField).asText(idField)).append(" arrived ")
                .append(one.path("arrivedAt").asText());
        one.path("due").forEach(due -> line.append(due.path("awaited").asBoolean() ? "; awaited by " : "; due by ")
                .append(due.path("rule").asText()).append(' ').append(due.path("dueAt").asText())
                .append(due.path("lateMs").isNumber() ? ", LATE" : ""));
        return line.toString();
    }

    private static String errors(JsonNode one) {
        StringBuilder lines = new StringBuilder();
        one.path("errors")
                .forEach(error -> lines.append("\n  ").append(PlainText.line(
                        error.path("field").asText("record") + ": " + error.path("detail").asText())));
        return lines.toString();
    }

    /// `./tocsin report FILE...`
    @Command(name = "report", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin report fire.json calls.csv --mapping calls.mapping.yaml", description = "Send incident reports.")
    static final class Report extends SendCommand {
        Report() {
            super(Mapping.Kind.REPORT, "/api/v1/reports", "reportId");
        }
    }

    /// `./tocsin sensor FILE...`
    @Command(name = "sensor", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin sensor readings.ndjson", description = "Send sensor readings.")
    static final class Sensor extends SendCommand {
        Sensor() {
            super(Mapping.Kind.SENSOR, "/api/v1/sensors", "sensorId");
        }
    }

    /// `./tocsin media FILE...`
    @Command(name = "media", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin media posts.ndjson", description = "Send media signals.")
    static final class Media extends SendCommand {
        Media() {
            super(Mapping.Kind.MEDIA, "/api/v1/media", "signalId");
        }
    }
}
