package tocsin.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import tocsin.text.PlainText;

/// The options of commands that talk to a running Tocsin.
final class ClientOptions {
    @Option(names = "--data-dir", description = "data folder of the running Tocsin (default: ${DEFAULT-VALUE}); TOCSIN_URL and"
            + " TOCSIN_API_KEY name one elsewhere", defaultValue = "${env:TOCSIN_DATA_DIR:-data/demo}")
    private Path dataDir = Path.of("data/demo");

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
        StringBuilder lines = new StringBuilder(
                PlainText.line(answer.body().path("detail").asText("status " + answer.status())));
        answer.body().path("errors").forEach(error -> lines.append("\n  ").append(PlainText.line(
                error.path("field").asText("record") + ": " + error.path("detail").asText())));
        return lines.toString();
    }
}
