package tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.nio.file.Path;
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
import tocsin.text.PlainText;

/// Sends records of files to a running Tocsin, a hundred at a time.
abstract class SendCommand implements Callable<Integer> {
    private static final int AT_A_TIME = 100;

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
        PrintWriter out = Output.of(spec);
        ArrayNode answers = JsonNodeFactory.instance.arrayNode();
        boolean allGood = true;
        Mapping how = mapping == null ? null : MappingReader.read(Home.resolve(mapping));
        if (how != null && how.record() != kind) {
            throw new CommandFailure(Main.WRONG_USAGE, mapping + " makes other records than this command sends");
        }
        try (TocsinClient client = options.client()) {
            for (Path file : files) {
                List<JsonNode> records = how == null ? RecordFiles.read(file) : RecordFiles.read(file, how, out);
                for (int i = 0; i < records.size(); i += AT_A_TIME) {
                    ArrayNode batch = JsonNodeFactory.instance.arrayNode();
                    records.subList(i, Math.min(records.size(), i + AT_A_TIME)).forEach(batch::add);
                    allGood &= send(client, file, batch, answers, out);
                }
            }
        }
        if (options.isJson()) {
            out.println(answers);
        }
        return allGood ? 0 : Main.NOT_SO;
    }

    private boolean send(TocsinClient client, Path file, ArrayNode batch, ArrayNode answers, PrintWriter out) {
        TocsinClient.Answer answer = client.post(path, batch);
        if (!answer.isGood()) {
            throw new CommandFailure(Main.NOT_SO, file + ": " + ClientOptions.refusal(answer));
        }
        boolean allGood = true;
        for (int i = 0; i < answer.body().size(); i++) {
            JsonNode one = answer.body().get(i);
            answers.add(one);
            boolean good = !one.has("errors");
            allGood &= good;
            if (!options.isJson()) {
                out.println(good ? PlainText.line(accepted(one))
                        : PlainText.line(file + ": " + batch.get(i).path(idField).asText("record " + i) + " refused")
                                + errors(one));
            }
        }
        return allGood;
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
