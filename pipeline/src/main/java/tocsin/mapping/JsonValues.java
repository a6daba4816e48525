package tocsin.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Reader;

/// A document of JSON, read value by value: its tree would take thirty times the memory of its text.
///
/// Refuses duplicate keys, and a value of more than [#MOST_VALUES] values and names.
final class JsonValues extends JsonParserDelegate {
    /// Values and names of one row, and of all that stands around the rows: an outline of 200,000 places fits.
    static final int MOST_VALUES = 500_000;

    /// Names are not kept beyond their row: a document of millions of names would be held by them.
    private static final JsonMapper MAPPER = JsonMapper
            .builder(JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private int around;
    private int within;
    private boolean inRow;

    JsonValues(Reader text) throws IOException {
        super(MAPPER.createParser(text));
    }

    @Override
    public JsonToken nextToken() throws IOException {
        JsonToken token = super.nextToken();
        if (token != null && !token.isStructEnd() && (inRow ? ++within : ++around) > MOST_VALUES) {
            throw new IOException((inRow ? "an object" : "it") + " has more than " + MOST_VALUES
                    + " values and names; send less of it");
        }
        return token;
    }

    /// The next item of a list, or the only one of a line; false behind the end of a list.
    boolean nextItem() throws IOException {
        inRow = true;
        within = 0;
        boolean any = nextToken() != JsonToken.END_ARRAY;
        inRow = any;
        return any;
    }

    /// The value that begins here.
    JsonNode value() throws IOException {
        try {
            return MAPPER.readTree(this);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new JsonParseException(this,
                    "it holds a number with an exponent that no number has; write the number in full", e);
        }
    }

    /// Goes to the end of the value that begins here.
    void pass() throws IOException {
        int depth = 0;
        do {
            JsonToken token = depth == 0 ? currentToken() : nextToken();
            if (token == null) {
                return;
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        } while (depth > 0 && !isClosed());
    }

    /// Refuses what stands behind the end of the document.
    void end() throws IOException {
        if (nextToken() != null) {
            throw new JsonParseException(this, "Trailing token");
        }
    }
}
