package tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tocsin.text.PlainText;

/// `./tocsin audit access`
@Command(name = "access", mixinStandardHelpOptions = true, footer = "%nExample: ./tocsin audit access --person duty-wang", description = "Tell who was shown what of people: names, numbers and texts of recipients, special reports, the directory. For administrators.")
final class AccessCommand implements Callable<Integer> {
    @Option(names = "--person", paramLabel = "NAME", description = "the person, or the name of the key")
    private @Nullable String person;

    @Option(names = "--incident", paramLabel = "ID", description = "the incident it belongs to")
    private @Nullable String incident;

    @Option(names = "--since", paramLabel = "TIME", description = "a time with offset such as 2026-03-01T08:30:00+08:00 (default: 30 days ago)")
    private @Nullable String since;

    @Mixin
    private ClientOptions options = new ClientOptions();

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (person == null && incident == null) {
            throw new CommandFailure(Main.WRONG_USAGE, "name a person with --person, or an incident with --incident");
        }
        List<String> asked = new ArrayList<>();
        add(asked, "person", person);
        add(asked, "incident", incident);
        add(asked, "since", since);
        PrintWriter out = Output.of(spec);
        try (TocsinClient client = options.client()) {
            JsonNode answer = client.get("/api/v1/access?" + String.join("&", asked)).good();
            if (options.isJson()) {
                out.println(answer);
                return 0;
            }
            JsonNode accesses = answer.path("accesses");
            accesses.forEach(one -> out.println(line(one)));
            out.println(accesses.size() == answer.path("all").asLong()
                    ? accesses.size() + " records since " + answer.path("since").asText()
                    : "the newest " + accesses.size() + " of " + answer.path("all").asLong() + " records since "
                            + answer.path("since").asText() + "; name a later --since for fewer");
            return 0;
        }
    }

    private static void add(List<String> asked, String name, @Nullable String value) {
        if (value != null) {
            asked.add(name + "=" + Words.escaped("--" + name, value));
        }
    }

    private static String line(JsonNode one) {
        String reason = one.path("reason").asText("");
        return PlainText.line("%s %-16s %-15s %s x%d %s%s".formatted(one.path("lastAt").asText(),
                one.path("by").asText(), one.path("data").asText(), one.path("route").asText(),
                one.path("times").asInt(), StreamSupport.stream(one.path("incidents").spliterator(), false)
                        .map(JsonNode::asText).collect(Collectors.joining(" ")),
                one.path("reason").isNull() || reason.isEmpty() ? "" : " (" + reason + ")"));
    }
}
