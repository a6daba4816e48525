package tocsin.api;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.wire.RecordJson;

/// The bytes of a request, bounded, and what JSON they are.
final class RequestBody {
    /// The largest request.
    static final int REQUEST_LIMIT = 5 * 1024 * 1024;
    /// The largest record in it.
    static final int RECORD_LIMIT = 1024 * 1024;

    private RequestBody() {}

    static byte[] bytes(Context request) {
        try {
            byte[] bytes = request.bodyInputStream().readNBytes(REQUEST_LIMIT + 1);
            if (bytes.length > REQUEST_LIMIT) {
                throw tooLarge("the request is over 5 MiB; send fewer records at a time");
            }
            return bytes;
        } catch (IOException e) {
            throw new ApiException(400, "unreadable body", "the body ended early; send it again");
        }
    }

    static JsonNode json(byte[] bytes) {
        try {
            JsonNode json = RecordJson.MAPPER.readTree(bytes);
            if (json == null || json.isMissingNode()) {
                throw malformed("the body is empty; send a JSON object or an array of them");
            }
            return json;
        } catch (JacksonException e) {
            JsonLocation at = e.getLocation();
            throw malformed("the body is no JSON: " + e.getOriginalMessage()
                    + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()));
        } catch (IOException e) {
            throw malformed("the body is no JSON: " + e.getMessage());
        }
    }

    static void checkSize(JsonNode record) {
        if (record.toString().getBytes(StandardCharsets.UTF_8).length > RECORD_LIMIT) {
            throw tooLarge("one record is over 1 MiB; put documents elsewhere and name them in attachments");
        }
    }

    private static ApiException tooLarge(String detail) {
        return new ApiException(413, "too large", detail, List.of(new Refusal(RejectReason.TOO_LARGE, null, detail)));
    }

    private static ApiException malformed(String detail) {
        return new ApiException(400, "malformed JSON", detail,
                List.of(new Refusal(RejectReason.MALFORMED_JSON, null, detail)));
    }
}
