package tocsin.api;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;

/// The bytes of a request, bounded, and what JSON they are.
final class RequestBody {
    /// The largest record in a request.
    static final int RECORD_LIMIT = 1024 * 1024;
    /// How deep lists and objects may lie in each other.
    static final int DEPTH_LIMIT = 100;
    /// Characters of a number.
    static final int NUMBER_LIMIT = 100;
    /// Characters of a name.
    static final int NAME_LIMIT = 1_000;
    /// Values and names in one record, or in a body that is no record.
    static final int TOKEN_LIMIT = 20_000;

    /// The mapper of what strangers send. What is stored is read by another one, for it was good once.
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH_LIMIT)
                    .maxNumberLength(NUMBER_LIMIT).maxStringLength(RECORD_LIMIT).maxNameLength(NAME_LIMIT).build())
            .build()).enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
            .build();

    private static final Pattern CHARSET = Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\";\\s]{1,40})",
            Pattern.CASE_INSENSITIVE);

    private RequestBody() {}

    /// The body, which was read before the request came here; empty where there is none.
    ///
    /// Throws 415 where it says that it is packed, or in another encoding than it must be.
    static byte[] bytes(Context request) {
        requireReadable(request.header("Content-Encoding"), request.header("Content-Type"));
        return request.req().getAttribute(BodyHandler.BODY) instanceof byte[] body ? body : new byte[0];
    }

    /// Throws 415 for what these headers say of a body that is not read here. What they leave out is as it must be.
    static void requireReadable(@Nullable String coding, @Nullable String type) {
        if (coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
            throw new ApiException(415, "unsupported coding", "Content-Encoding " + shortened(coding.strip())
                    + " is not read here; send the body as it is");
        }
        Matcher charset = CHARSET.matcher(type == null ? "" : type);
        if (charset.find() && !charset.group(1).toLowerCase(Locale.ROOT).matches("utf-?8|us-ascii|ascii")) {
            throw new ApiException(415, "unsupported charset", "the charset " + charset.group(1)
                    + " of Content-Type is not read here; send UTF-8");
        }
    }

    /// The JSON of a body that is one object. Throws 400 for what is none, and 422 for texts that are none.
    static JsonNode json(byte[] bytes) {
        requireUtf8(bytes);
        try (JsonParser parser = parser(bytes)) {
            int tokens = 0;
            while (parser.nextToken() != null) {
                if (++tokens > TOKEN_LIMIT) {
                    throw tooLarge("the body has more than " + TOKEN_LIMIT + " values; send less");
                }
            }
        } catch (IOException | RuntimeException e) {
            throw malformed(e);
        }
        JsonNode json = json(bytes, 0, bytes.length);
        List<Refusal> refusals = LoneSurrogates.in(json);
        if (!refusals.isEmpty()) {
            throw new ApiException(422, "refused", refusals.getFirst().getField() + " "
                    + refusals.getFirst().getDetail(), refusals);
        }
        return json;
    }

    /// The JSON of a part of a body. Throws 400 for what is none.
    static JsonNode json(byte[] bytes, int from, int length) {
        try {
            JsonNode json = MAPPER.readTree(bytes, from, length);
            if (json == null || json.isMissingNode()) {
                throw malformed("the body is empty; send a JSON object or an array of them");
            }
            return json;
        } catch (IOException | RuntimeException e) {
            throw malformed(e);
        }
    }

    /// Reads a body word by word.
    static JsonParser parser(byte[] bytes) throws IOException {
        return MAPPER.getFactory().createParser(bytes);
    }

    /// Throws 400 unless these bytes are UTF-8.
    static void requireUtf8(byte[] bytes) {
        if (bytes.length >= 2 && (bytes[0] == 0 || bytes[1] == 0
                || (bytes[0] & 0xff) >= 0xfe && (bytes[1] & 0xff) >= 0xfe)) {
            throw malformed("the body is UTF-16 or UTF-32; send JSON in UTF-8");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(8 * 1024);
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw malformed("byte " + in.position() + " of the body is no UTF-8; send JSON in UTF-8");
        }
    }

    static ApiException tooLarge(String detail) {
        return new ApiException(413, "too large", detail, List.of(new Refusal(RejectReason.TOO_LARGE, null, detail)));
    }

    static ApiException malformed(String detail) {
        return new ApiException(400, "malformed JSON", detail,
                List.of(new Refusal(RejectReason.MALFORMED_JSON, null, detail)));
    }

    /// What a parser threw, whatever that is: the body made it.
    static ApiException malformed(Exception thrown) {
        return switch (thrown) {
            case ApiException refused -> refused;
            case JacksonException e -> {
                JsonLocation at = e.getLocation();
                yield malformed("the body is no JSON: " + shortened(e.getOriginalMessage())
                        + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()));
            }
            case ArithmeticException e -> malformed("the body has a number that is out of all range");
            case NumberFormatException e -> malformed("the body has a number that is none");
            default -> malformed("the body is no JSON");
        };
    }

    private static String shortened(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }
}
