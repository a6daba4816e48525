package tocsin.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tocsin.text.PlainText;

/// The options of commands that talk to a running Tocsin.
final class ClientOptions {
    @Option(names = "--data-dir", paramLabel = "DIR", description = "data folder of the running Tocsin (default: TOCSIN_DATA_DIR,"
            + " or data/demo); TOCSIN_URL and TOCSIN_API_KEY name one elsewhere")
    private @Nullable Path dataDir;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    boolean isJson() {
        return json;
    }

    TocsinClient client() {
        return TocsinClient.find(System.getenv(), dataDir);
    }

    /// The detail of a refusal as lines for a person.
    static String refusal(TocsinClient.Answer answer) {
        String detail = answer.body().path("detail").asText("");
        StringBuilder lines = new StringBuilder(PlainText.line(!detail.isEmpty() ? FailureWords.plain(detail)
                : answer.status() < 400 ? "the address leads elsewhere (status " + answer.status() + "); correct it"
                        : "refused with status " + answer.status() + ", without a reason; is it a Tocsin?"));
        if (answer.status() == 401) {
            lines.append(" (the key is that of ").append(answer.keyFrom()).append(')');
        }
        answer.body().path("errors").forEach(error -> lines.append("\n  ").append(PlainText.line(
                error.path("field").asText("record") + ": " + error.path("detail").asText())));
        return lines.toString();
    }
}
