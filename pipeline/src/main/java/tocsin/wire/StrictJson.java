package tocsin.wire;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A mapper whose trees are read from UTF-8 only, and whose only refusal is an [IOException]: the library itself throws an
/// arithmetic exception at a number with an exponent that no number has.
final class StrictJson extends JsonMapper {
    private static final long serialVersionUID = 1;

    StrictJson(JsonMapper mapper) {
        super(mapper);
    }

    @FunctionalInterface
    private interface Reading {
        @Nullable
        JsonNode read() throws IOException;
    }

    @SuppressWarnings("NullAway") // an empty text is null, as it is for every mapper
    private static JsonNode read(Reading reading) throws IOException {
        try {
            return reading.read();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new JsonParseException((JsonParser) null,
                    "it holds a number with an exponent that no number has; write the number in full", e);
        }
    }

    @Override
    public JsonNode readTree(byte[] content) throws IOException {
        return readTree(content, 0, content.length);
    }

    @Override
    public JsonNode readTree(byte[] content, int offset, int length) throws IOException {
        if (isWide(content, offset, length)) {
            throw new JsonParseException((JsonParser) null, "it is UTF-16 or UTF-32; send it in UTF-8");
        }
        return read(() -> super.readTree(content, offset, length));
    }

    @Override
    public JsonNode readTree(String content) throws com.fasterxml.jackson.core.JsonProcessingException {
        try {
            return read(() -> super.readTree(content));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new JsonParseException((JsonParser) null, e.getMessage(), e);
        }
    }

    @Override
    public JsonNode readTree(Reader content) throws IOException {
        return read(() -> super.readTree(content));
    }

    /// Reads as UTF-8 and nothing else: bytes that are none are refused.
    @Override
    public JsonNode readTree(InputStream content) throws IOException {
        return readTree(new InputStreamReader(content, StandardCharsets.UTF_8.newDecoder()));
    }

    /// The first character of JSON is one of ASCII, so that a zero among the first bytes tells of wider characters.
    private static boolean isWide(byte[] content, int offset, int length) {
        for (int i = offset; i < offset + Math.min(4, length); i++) {
            if (content[i] == 0) {
                return true;
            }
        }
        return length >= 2 && (content[offset] == (byte) 0xFE && content[offset + 1] == (byte) 0xFF
                || content[offset] == (byte) 0xFF && content[offset + 1] == (byte) 0xFE);
    }
}
