package tocsin.api;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// The answer to a request whose body is not wanted. The connection ends with it, but not at once: a client that is still
/// sending would be reset and never read why.
final class LastAnswer implements Runnable {
    private static final Duration LINGERS = Duration.ofSeconds(2);
    /// Bytes that are thrown away for a caller who is known, and for anybody.
    private static final long FOR_CALLERS = 16L * 1024 * 1024;
    private static final long FOR_ANYBODY = 256L * 1024;

    private final Request request;
    private final Callback callback;
    private final AtomicBoolean over = new AtomicBoolean();
    private long left;

    private LastAnswer(Request request, Callback callback, boolean isKnown) {
        this.request = request;
        this.callback = callback;
        this.left = isKnown ? FOR_CALLERS : FOR_ANYBODY;
    }

    /// Answers, and throws away what still comes for a while. Nobody else may be reading the request.
    ///
    /// @param isKnown whether the caller has a key
    static void write(Request request, Response response, Callback callback, ApiException problem, boolean isKnown) {
        if (request.getHeaders().contains(HttpHeader.EXPECT)) {
            // The client asked first, and sends nothing.
            Problems.write(response, callback, problem, true);
            return;
        }
        LastAnswer last = new LastAnswer(request, callback, isKnown);
        Problems.write(response, Callback.from(last::linger, callback::failed), problem, true);
    }

    private void linger() {
        request.getComponents().getScheduler().schedule(this::end, LINGERS.toMillis(), TimeUnit.MILLISECONDS);
        run();
    }

    private void end() {
        if (over.compareAndSet(false, true)) {
            callback.succeeded();
        }
    }

    @Override
    public void run() {
        while (!over.get()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            left -= chunk.remaining();
            boolean last = chunk.isLast() || Content.Chunk.isFailure(chunk);
            chunk.release();
            if (last) {
                end();
            } else if (left < 0) {
                // Reads no more, so that the client can send no more, and keeps it waiting: it would only come again.
                return;
            }
        }
    }
}
