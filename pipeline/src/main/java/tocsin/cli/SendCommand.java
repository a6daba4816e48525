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

    @Override
    public Integer call() {
        ArrayNode answers = JsonNodeFactory.instance.arrayNode();
        boolean allGood = true;
        Mapping how = mapping == null ? null : MappingReader.read(Home.resolve(mapping));
        if (how != null && how.record() != kind) {
            throw new CommandFailure(Main.WRONG_USAGE, mapping + " makes other records than this command sends");
        }
        try (TocsinClient client = options.client()) {
            for (Path file : files) {
                RecordFiles.Content content = how == null ? RecordFiles.read(file) : RecordFiles.read(file, how);
                allGood &= send(client, file, content, answers);
            }
        }
        if (options.isJson()) {
            Output.of(spec).println(answers);
        }
        return allGood ? 0 : Main.NOT_SO;
    }

    /// Sends a file, and prints each record of a short one, the first refusals of a long one, and the totals.
    private boolean send(TocsinClient client, Path file, RecordFiles.Content content, ArrayNode answers) {
        // JSON stands alone on the output; what is said beside it goes to the other.
        PrintWriter said = options.isJson() ? Output.errors(spec) : Output.of(spec);
        content.notes().forEach(note -> Output.errors(spec).println(PlainText.line(file + ": " + note)));
        List<String> reasons = new ArrayList<>();
        for (RefusedRow row : content.refused()) {
            if (reasons.size() < RefusedRowsOut.SHOWN) {
                said.println(RefusedRowsOut.line(row));
            }
            reasons.add(row.reasons().getFirst());
        }
        long kept = RefusedRowsOut.keep(client, content.refused());
        boolean each = content.records().size() <= EACH_SHOWN;
        int accepted = 0;
        List<RecordFiles.Located> records = content.records();
        for (int i = 0; i < records.size(); i += AT_A_TIME) {
            List<RecordFiles.Located> batch = records.subList(i, Math.min(records.size(), i + AT_A_TIME));
            JsonNode body = post(client, file, batch, accepted);
            for (int j = 0; j < body.size(); j++) {
                JsonNode one = body.get(j);
                answers.add(one);
                boolean good = !one.has("errors");
                accepted += good ? 1 : 0;
                if (good && each && !options.isJson()) {
                    said.println(PlainText.line(accepted(one)));
                } else if (!good) {
                    if (reasons.size() < RefusedRowsOut.SHOWN && !options.isJson()) {
                        said.println(PlainText.line(batch.get(j).where() + ": "
                                + batch.get(j).record().path(idField).asText("record") + " refused") + errors(one));
                    }
                    reasons.add(one.path("errors").path(0).path("field").asText("record") + ": ");
                }
            }
        }
        boolean allGood = reasons.isEmpty();
        if (!each || mapping != null || !allGood) {
            said.println(PlainText.line(totals(file, content, accepted, reasons, kept)));
        }
        return allGood;
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

    private static String totals(Path file, RecordFiles.Content content, int accepted, List<String> reasons,
            long kept) {
        StringBuilder line = new StringBuilder(file.toString()).append(": ").append(accepted).append(" accepted, ")
                .append(reasons.size()).append(" refused");
        if (!reasons.isEmpty()) {
            line.append(" (").append(RefusedRowsOut.byField(reasons)).append(')');
        }
        if (content.skipped() > 0) {
            line.append(", ").append(content.skipped()).append(" left out by skip-without");
        }
        if (reasons.size() > RefusedRowsOut.SHOWN) {
            line.append("; the first ").append(RefusedRowsOut.SHOWN).append(" refusals are shown");
        }
        if (kept < content.refused().size()) {
            line.append("; ").append(content.refused().size() - kept)
                    .append(" refused rows could not be kept in tocsin.rejected");
        }
        return line.toString();
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
