package tocsin.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Errors of the server itself as problem+json: those of a request that no handler ever saw, too. Nothing of the inside is
/// told.
final class Problems extends ErrorHandler {
    private static final String TYPE = "application/problem+json";

    private final AnswerHeaders always;

    /// @param always the headers of every answer
    Problems(AnswerHeaders always) {
        this.always = always;
    }

    /// An error of the server by its status: what it is and what to do.
    static ApiException of(int status) {
        return switch (status) {
            case 400 ->
                new ApiException(400, "bad request", "the request is no HTTP that is understood here; correct it");
            case 404 -> new ApiException(404, "no such page", "this address is not served here");
            case 405 -> new ApiException(405, "no such method", "this address does not take this method");
            case 408 -> new ApiException(408, "too slow", "the request did not arrive in time; send it again");
            case 411 -> new ApiException(411, "no length", "send Content-Length");
            case 413 -> new ApiException(413, "too large", "the body is too large; send less at a time");
            case 414 -> new ApiException(414, "address too long", "the address is over 8 KiB; shorten it");
            case 415 -> new ApiException(415, "unsupported type", "this type of body is not taken here");
            case 417 -> new ApiException(417, "unmet expectation", "only Expect: 100-continue is known here");
            case 426, 505 -> new ApiException(status, "unsupported protocol", "send HTTP/1.1");
            case 431 ->
                new ApiException(431, "headers too large", "the headers are over 8 KiB; send fewer or shorter ones");
            case 501 -> new ApiException(501, "not implemented", "this method or coding is not known here");
            case 503 -> new ApiException(503, "not now", "send it again after Retry-After");
            default -> status >= 500
                    ? new ApiException(status, "our fault", "the request failed here; nothing was acknowledged")
                    : new ApiException(status, "refused", HttpStatus.getMessage(status));
        };
    }

    /// Answers with a problem.
    ///
    /// @param last whether the connection ends with it, because a body is still coming
    static void write(Response response, Callback callback, ApiException problem, boolean last) {
        byte[] body = problem.json().toString().getBytes(StandardCharsets.UTF_8);
        response.setStatus(problem.status());
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, TYPE);
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        problem.retryAfterSeconds().ifPresent(seconds -> headers.put(HttpHeader.RETRY_AFTER, seconds));
        if (problem.status() == 401) {
            headers.put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
        }
        if (last) {
            headers.put(HttpHeader.CONNECTION, "close");
        }
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(Request request, Response response, int code, @Nullable String message,
            @Nullable Throwable cause, Callback callback) {
        // What was put on it before is gone, or never was.
        always.putOn(response.getHeaders());
        write(response, callback, of(code), false);
    }
}
