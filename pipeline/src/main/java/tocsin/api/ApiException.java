package tocsin.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tocsin.v1.Refusal;

/// A request that is not carried out, as problem+json (RFC 9457).
public class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;
    private final transient List<Refusal> refusals;
    private final @Nullable Duration retryAfter;

    public ApiException(int status, String title, String detail) {
        this(status, title, detail, List.of());
    }

    public ApiException(int status, String title, String detail, List<Refusal> refusals) {
        this(status, title, detail, refusals, null);
    }

    private ApiException(int status, String title, String detail, List<Refusal> refusals,
            @Nullable Duration retryAfter) {
        super(detail);
        this.status = status;
        this.title = title;
        this.refusals = List.copyOf(refusals);
        this.retryAfter = retryAfter;
    }

    /// The same with the time after which it may be tried again.
    ApiException retryAfter(Duration time) {
        return new ApiException(status, title, String.valueOf(getMessage()), refusals, time);
    }

    /// The seconds after which it may be tried again; empty where trying again helps nothing.
    OptionalLong retryAfterSeconds() {
        return retryAfter != null ? OptionalLong.of(Math.max(1, retryAfter.toSeconds()))
                : switch (status) {
                    case 503 -> OptionalLong.of(5);
                    case 429 -> OptionalLong.of(1);
                    default -> OptionalLong.empty();
                };
    }

    int status() {
        return status;
    }

    /// What is refused, by field; empty where that is said by the detail alone.
    List<Refusal> refusals() {
        return refusals;
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", "about:blank").put("title", title).put("status", status).put("detail", getMessage());
        if (!refusals.isEmpty()) {
            json.set("errors", errors(refusals));
        }
        return json;
    }

    /// Refusals as the API names them: each with its field, reason and what to do.
    static ArrayNode errors(List<Refusal> refusals) {
        ArrayNode errors = JsonNodeFactory.instance.arrayNode();
        for (Refusal refusal : refusals) {
            errors.addObject().put("field", refusal.getField()).put("reason", refusal.getReason().name()).put("detail",
                    refusal.getDetail());
        }
        return errors;
    }
}
