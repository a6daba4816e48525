package tocsin.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import tocsin.v1.Refusal;

/// A request that is not carried out, as problem+json (RFC 9457).
public class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;
    private final transient List<Refusal> refusals;

    public ApiException(int status, String title, String detail) {
        this(status, title, detail, List.of());
    }

    public ApiException(int status, String title, String detail, List<Refusal> refusals) {
        super(detail);
        this.status = status;
        this.title = title;
        this.refusals = refusals;
    }

    int status() {
        return status;
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
