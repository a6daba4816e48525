package tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tocsin.text.PlainText;

/// `./tocsin incidents [ID]`
@Command(name = "incidents", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin incidents --report R-17", description = "List incidents, or one incident's timeline.")
final class IncidentsCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options = new ClientOptions();

    @Parameters(arity = "0..1", paramLabel = "ID", description = "such as 370200-20260301-0001: its timeline")
    private @Nullable String incident;

    @Option(names = "--report", paramLabel = "REPORT", description = "only the incident that this report belongs to, by its reportId; waits until it is judged")
    private @Nullable String report;

    @Option(names = "--agency", paramLabel = "AGENCY", description = "with --report: the agency that sent it (default: the last one of this id)")
    private @Nullable String agency;

    @Option(names = "--ids", description = "print nothing but ids, one a line")
    private boolean ids;

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (incident != null && (report != null || ids) || agency != null && report == null) {
            throw new CommandFailure(Main.WRONG_USAGE, incident != null
                    ? "ID shows a timeline; leave it out, or --report and --ids"
                    : "--agency goes with --report");
        }
        PrintWriter out = Output.of(spec);
        try (TocsinClient client = options.client()) {
            JsonNode answer = incident != null
                    ? client.get("/api/v1/incidents/" + Words.escaped("ID", incident) + "/timeline").good()
                    : report == null ? client.get("/api/v1/incidents").good() : ofReport(client, report);
            if (options.isJson()) {
                out.println(answer);
            } else {
                answer.forEach(row -> out.println(incident != null ? eventLine(row)
                        : ids ? PlainText.line(row.path("incidentId").asText()) : incidentLine(row)));
            }
            return 0;
        }
    }

    /// The incident that a report belongs to, as a list of one, once its desk has judged it.
    private JsonNode ofReport(TocsinClient client, String id) {
        String path = "/api/v1/reports/" + Words.escaped("--report", id) + "/verdict"
                + (agency == null ? "" : "?agency=" + Words.escaped("--agency", agency));
        JsonNode verdict = good(client, path);
        String name = verdict.path("incidentId").asText("");
        if (name.isEmpty() || verdict.path("incidentId").isNull()) {
            throw new CommandFailure(Main.NOT_SO, PlainText.line(id + " was judged and belongs to no incident"));
        }
        return JsonNodeFactory.instance.arrayNode()
                .add(good(client, "/api/v1/incidents/" + Words.escaped("incident", name)));
    }

    /// What is not there yet is asked for again, for a while.
    private static JsonNode good(TocsinClient client, String path) {
        TocsinClient.Answer[] last = new TocsinClient.Answer[1];
        return Waiting.until(() -> {
            last[0] = client.get(path);
            return last[0].status() == 404 ? Optional.empty() : Optional.of(last[0]);
        }).orElseGet(() -> last[0]).good();
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
