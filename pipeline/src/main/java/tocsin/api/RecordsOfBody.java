package tocsin.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the records of a request lie in its body: one, or those of a list. The body is read word by word, so that no tree
/// of all of it is ever made; [#look] goes on for a while, until it says that it has seen everything. Then each record can
/// be read by itself.
///
/// Not safe for several threads.
final class RecordsOfBody implements AutoCloseable {
    private static final int AT_A_TIME = 20_000;

    private final byte[] bytes;
    private final int most;
    private final JsonParser parser;
    private final List<Part> parts = new ArrayList<>();
    private boolean list;
    private int depth;
    private int words;
    private int from;

    /// @param most records that one request may have
    RecordsOfBody(byte[] bytes, int most) {
        this.bytes = bytes;
        this.most = most;
        RequestBody.requireUtf8(bytes);
        try {
            parser = RequestBody.parser(bytes);
        } catch (IOException e) {
            throw RequestBody.malformed(e);
        }
    }

    /// One record.
    ///
    /// @param from its first byte
    /// @param length its bytes
    /// @param words its values and names
    private record Part(int from, int length, int words) {}

    /// Looks at some of the body; false once all of it is known. Throws 400 for what is no JSON and 413 for too many
    /// records.
    boolean look() {
        try {
            for (int i = 0; i < AT_A_TIME; i++) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    end();
                    return false;
                }
                see(token);
            }
            return true;
        } catch (IOException | RuntimeException e) {
            throw RequestBody.malformed(e);
        }
    }

    private void see(JsonToken token) throws IOException {
        int outside = list ? 1 : 0;
        if (depth == 0 && !list && parts.isEmpty() && token == JsonToken.START_ARRAY) {
            list = true;
            depth = 1;
            return;
        }
        if (list && depth == 1 && token == JsonToken.END_ARRAY) {
            depth = 0;
            return;
        }
        if (depth == 0 && (list || !parts.isEmpty())) {
            throw RequestBody.malformed("the body goes on after its JSON; send one object or one array");
        }
        if (depth == outside) {
            from = (int) parser.currentTokenLocation().getByteOffset();
            words = 0;
        }
        words++;
        if (token.isStructStart()) {
            depth++;
        } else if (token.isStructEnd()) {
            depth--;
        }
        if (depth == outside) {
            if (parts.size() == most) {
                throw RequestBody.tooLarge("the request has more than " + most + " records; send at most " + most
                        + " at a time");
            }
            parser.finishToken();
            parts.add(new Part(from, (int) parser.currentLocation().getByteOffset() - from, words));
        }
    }

    private void end() {
        if (parts.isEmpty() && !list) {
            throw RequestBody.malformed("the body is empty; send a JSON object or an array of them");
        }
    }

    /// Whether the body is a list.
    boolean isList() {
        return list;
    }

    /// The records there are.
    int count() {
        return parts.size();
    }

    /// The bytes of a record as they were sent.
    byte[] bytes(int index) {
        Part part = parts.get(index);
        return java.util.Arrays.copyOfRange(bytes, part.from(), part.from() + part.length());
    }

    /// How many bytes a record has.
    int size(int index) {
        return parts.get(index).length();
    }

    /// One record. Throws 413 where it is too large to be read, and 400 where it has values that are none.
    JsonNode read(int index) {
        Part part = parts.get(index);
        if (part.length() > RequestBody.RECORD_LIMIT) {
            throw RequestBody
                    .tooLarge("one record is over 1 MiB; put documents elsewhere and name them in attachments");
        }
        if (part.words() > RequestBody.TOKEN_LIMIT) {
            throw RequestBody.tooLarge("one record has more than " + RequestBody.TOKEN_LIMIT
                    + " values; put documents elsewhere and name them in attachments");
        }
        return RequestBody.json(bytes, part.from(), part.length());
    }

    /// One record, or null where it cannot be read.
    @Nullable
    JsonNode readOrNull(int index) {
        try {
            return read(index);
        } catch (ApiException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
