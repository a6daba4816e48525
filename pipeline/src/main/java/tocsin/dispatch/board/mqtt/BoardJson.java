package tocsin.dispatch.board.mqtt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tocsin.dispatch.board.BoardMessage;
import tocsin.wire.RecordJson;

/// What is said between Tocsin and boards, in JSON.
final class BoardJson {
    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private BoardJson() {}

    static byte[] content(String board, List<BoardMessage> standing, Instant at) {
        ObjectNode content = JSON.createObjectNode().put("board", board).put("at", RecordJson.time(at));
        ArrayNode messages = content.putArray("messages");
        standing.forEach(message -> {
            ArrayNode pages = messages.addObject().put("notificationId", message.notificationId())
                    .put("priority", message.priority()).put("until", RecordJson.time(message.until()))
                    .putArray("pages");
            message.pages().forEach(lines -> lines.forEach(pages.addArray()::add));
        });
        try {
            return JSON.writeValueAsBytes(content);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a tree of JSON can be written", e);
        }
    }

    /// What a board shows, or empty where that is not what it says.
    static Optional<List<String>> shown(byte[] payload) {
        try {
            JsonNode shows = JSON.readTree(payload).path("shows");
            List<String> ids = new ArrayList<>();
            for (JsonNode id : shows) {
                if (!id.isTextual()) {
                    return Optional.empty();
                }
                ids.add(id.textValue());
            }
            return shows.isArray() ? Optional.of(List.copyOf(ids)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
