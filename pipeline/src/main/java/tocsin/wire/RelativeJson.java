package tocsin.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// JSON whose times are told from now on, such as `now-PT10M` or `now+P30D`, for stories and tests.
public final class RelativeJson {
    private static final Pattern RELATIVE = Pattern.compile("now(?:([+-])(P[0-9DTHMS.]+))?");

    private RelativeJson() {}

    /// The JSON with every such time as an instant.
    public static JsonNode resolved(JsonNode node, Instant now) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (node.isTextual()) {
            Matcher relative = RELATIVE.matcher(node.textValue());
            return relative.matches() ? json.textNode(RecordJson.time(at(relative, now))) : node;
        }
        if (node.isArray()) {
            ArrayNode array = json.arrayNode();
            node.forEach(item -> array.add(resolved(item, now)));
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = json.objectNode();
            node.properties().forEach(field -> object.set(field.getKey(), resolved(field.getValue(), now)));
            return object;
        }
        return node;
    }

    private static Instant at(Matcher relative, Instant now) {
        if (relative.group(2) == null) {
            return now;
        }
        Duration by = Duration.parse(relative.group(2));
        return relative.group(1).equals("-") ? now.minus(by) : now.plus(by);
    }
}
