package tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tocsin.text.PlainText;

/// `./tocsin rules history`
@Command(name = "history", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin rules history 2", description = "Tell every change of rules: who proposed it, what it was tried on, who decided; the newest first.")
final class HistoryCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "N", description = "one publication, with its evidence")
    private @Nullable Long number;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Mixin
    private RecordsOptions records = new RecordsOptions();

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() {
        try (TocsinClient client = records.client()) {
            JsonNode answer = client.get("/api/v1/rules").good();
            PrintWriter out = Output.of(spec);
            if (json) {
                out.println(answer);
                return 0;
            }
            boolean found = false;
            for (JsonNode one : answer.path("publications")) {
                if (number == null || one.path("number").asLong() == number) {
                    found = true;
                    boolean inForce = one.path("number").equals(answer.path("inForce"));
                    print(one, inForce, out);
                }
            }
            if (!found && number != null) {
                throw new CommandFailure(Main.NOT_SO, "there is no publication " + number);
            }
            return 0;
        }
    }

    private void print(JsonNode one, boolean inForce, PrintWriter out) {
        String decided = one.path("decidedBy").isTextual() ? ", " + (one.path("state").asText().equals("REJECTED")
                ? "rejected"
                : "approved") + " by " + one.path("decidedBy").asText() : "";
        out.println(PlainText.line((inForce ? "* " : "  ") + one.path("number").asText() + "  "
                + one.path("state").asText() + "  "
                + one.path(one.path("decidedAt").isTextual() ? "decidedAt" : "proposedAt").asText() + "  rules "
                + brief(one.path("packHash").asText()) + "  directory " + brief(one.path("directoryHash").asText())
                + "  " + (one.path("goesBack").asBoolean()
                        ? "went back, by " + one.path("decidedBy").asText()
                        : "proposed by " + one.path("proposedBy").asText() + decided)
                + (one.path("note").isTextual() ? ": " + one.path("note").asText() : "")));
        if (number != null) {
            one.path("evidence").forEach(line -> out.println(PlainText.line("     " + line.asText())));
        }
    }

    /// The first of a hash, enough for a person.
    static String brief(String hash) {
        return hash.substring(0, Math.min(12, hash.length()));
    }
}
