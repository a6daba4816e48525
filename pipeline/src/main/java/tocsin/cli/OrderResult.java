package tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tocsin.text.PlainText;

/// What became of an order: asked until its desk has decided.
final class OrderResult {
    private OrderResult() {}

    /// The outcome of an order that was carried out. Throws a failure with the reason where it was refused, and one that
    /// says where to look where it was not decided in time.
    static JsonNode await(TocsinClient client, JsonNode accepted) {
        String commandId = accepted.path("commandId").asText();
        String path = "/api/v1/commands?commandId=" + URLEncoder.encode(commandId, StandardCharsets.UTF_8);
        // Another instance may answer than the one that took the order: what it has not read yet it does not know.
        JsonNode outcome = Waiting.until(() -> Optional.of(client.get(path)).filter(TocsinClient.Answer::isGood)
                .map(TocsinClient.Answer::body).filter(body -> !body.path("state").asText().equals("ACCEPTED")))
                .orElseThrow(() -> new CommandFailure(Main.NOT_SO, "ordered (command " + commandId
                        + "), and not decided yet; see GET " + path));
        if (!outcome.path("state").asText().equals("DONE")) {
            throw new CommandFailure(Main.NOT_SO,
                    PlainText.line("refused (command " + commandId + "): " + outcome.path("detail").asText()));
        }
        return outcome;
    }
}
