package tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tocsin.text.PlainText;

/// `./tocsin incidents [ID]`
@Command(name = "incidents", mixinStandardHelpOptions = true, description = "List incidents, or one incident's timeline.")
final class IncidentsCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options = new ClientOptions();

    @Parameters(arity = "0..1", paramLabel = "ID")
    private @Nullable String incident;

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Output.of(spec);
        try (TocsinClient client = options.client()) {
            JsonNode answer = client.get(
                    incident == null ? "/api/v1/incidents" : "/api/v1/incidents/" + incident + "/timeline").good();
            if (options.isJson()) {
                out.println(answer);
            } else {
                answer.forEach(row -> out.println(incident == null ? incidentLine(row) : eventLine(row)));
            }
            return 0;
        }
    }

    private static String incidentLine(JsonNode row) {
        String closing = row.path("closingAt").asText("");
        return PlainText.line("%-22s %-4s %-12s %-9s %s%s".formatted(row.path("incidentId").asText(),
                row.path("grade").isNull() ? "-" : row.path("grade").asText(), row.path("state").asText(),
                row.path("status").asText(), row.path("title").asText(),
                closing.isEmpty() ? "" : "  (closes at " + closing + " unless reopened)"));
    }

    private static String eventLine(JsonNode row) {
        return PlainText.line("%s %-12s %-18s %s".formatted(row.path("at").asText(), row.path("kind").asText(),
                row.path("actor").asText(), row.path("reason").asText()));
    }
}
