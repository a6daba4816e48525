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
    private static final long DISCARDS = 16L * 1024 * 1024;

    private final Request request;
    private final Callback callback;
    private final AtomicBoolean over = new AtomicBoolean();
    private long discarded;

    private LastAnswer(Request request, Callback callback) {
        this.request = request;
        this.callback = callback;
    }

    /// Answers, and throws away what still comes for a while. Nobody else may be reading the request.
    static void write(Request request, Response response, Callback callback, ApiException problem) {
        if (request.getHeaders().contains(HttpHeader.EXPECT)) {
            // The client asked first, and sends nothing.
            Problems.write(response, callback, problem, true);
            return;
        }
        LastAnswer last = new LastAnswer(request, callback);
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
            discarded += chunk.remaining();
            boolean last = chunk.isLast() || Content.Chunk.isFailure(chunk) || discarded > DISCARDS;
            chunk.release();
            if (last) {
                end();
            }
        }
    }
}
