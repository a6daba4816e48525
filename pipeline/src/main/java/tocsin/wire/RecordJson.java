package tocsin.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// The JSON of every record: the field names of its schema, ISO-8601 times with offset, null for not known.
public final class RecordJson {
    /// The mapper for all JSON: duplicate keys, trailing words and lossy numbers are refused, and every encoding but UTF-8.
    /// Reading a tree throws nothing but an [java.io.IOException], whatever the bytes.
    public static final JsonMapper MAPPER = new StrictJson(
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE).build());

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX")
            .withZone(ZoneOffset.UTC);

    private RecordJson() {}

    /// The record as JSON.
    public static ObjectNode write(SpecificRecord record) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (Schema.Field field : record.getSchema().getFields()) {
            json.set(field.name(), writeValue(record.get(field.pos())));
        }
        return json;
    }

    /// An instant as the JSON of a record shows it.
    public static String time(Instant instant) {
        return TIME.format(instant);
    }

    private static JsonNode writeValue(@Nullable Object value) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (value) {
            case null -> json.nullNode();
            case SpecificRecord record -> write(record);
            case Instant instant -> json.textNode(time(instant));
            case CharSequence text -> json.textNode(text.toString());
            case Enum<?> symbol -> json.textNode(symbol.name());
            case Integer number -> json.numberNode(number);
            case Long number -> json.numberNode(number);
            case Double number -> json.numberNode(number);
            case Boolean flag -> json.booleanNode(flag);
            case BigDecimal number -> json.numberNode(number);
            case ByteBuffer bytes -> json.textNode(base64(bytes));
            case Iterable<?> items -> {
                ArrayNode array = json.arrayNode();
                items.forEach(item -> array.add(writeValue(item)));
                yield array;
            }
            case Map<?, ?> map -> {
                Map<String, JsonNode> sorted = new TreeMap<>();
                map.forEach((key, item) -> sorted.put(String.valueOf(key), writeValue(item)));
                yield json.objectNode().setAll(sorted);
            }
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        };
    }

    private static String base64(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
