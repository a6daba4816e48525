package tocsin.api;

import io.javalin.http.sse.SseClient;
import java.util.concurrent.atomic.AtomicInteger;
import tocsin.readmodel.ReadModel;

/// The places for clients of one stream of server-sent events.
final class SseSeats {
    private final ReadModel model;
    private final int limit;
    private final AtomicInteger taken = new AtomicInteger();

    SseSeats(ReadModel model, int limit) {
        this.model = model;
        this.limit = limit;
    }

    /// What is done for a client until it goes.
    interface Serving {
        void serve() throws InterruptedException;
    }

    /// Serves one client on its own (virtual) thread while the listener hears the model; a client too many is told so.
    void serve(SseClient client, ReadModel.Listener listener, Serving serving) {
        if (taken.incrementAndGet() > limit) {
            taken.decrementAndGet();
            client.sendEvent("full", "too many listeners");
            client.close();
            return;
        }
        model.addListener(listener);
        try {
            serving.serve();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            model.removeListener(listener);
            taken.decrementAndGet();
            client.close();
        }
    }
}
