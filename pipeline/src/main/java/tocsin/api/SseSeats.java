package tocsin.api;

import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import tocsin.observe.Meters;
import tocsin.readmodel.ReadModel;

/// The places for clients of server-sent events, in all and by key. A client that does not read what it is sent loses its
/// place. Safe for several threads.
final class SseSeats {
    /// How long a client may leave unread what it is sent.
    static final Duration WRITE_WITHIN = Duration.ofSeconds(10);

    private final ReadModel model;
    private final FairSeats seats;
    private final HttpLimits.Listeners limits;
    private final Meters meters;
    private final Map<Client, Long> writing = new ConcurrentHashMap<>();

    /// @param seats the places, which several streams may share
    SseSeats(ReadModel model, FairSeats seats, HttpLimits.Listeners limits, Meters meters) {
        this.model = model;
        this.seats = seats;
        this.limits = limits;
        this.meters = meters;
    }

    /// What is done for a client until it goes.
    interface Serving {
        void serve(Client client) throws InterruptedException;
    }

    /// A client that is written to. Used by the thread that serves it; closed by anybody.
    final class Client {
        private final SseClient sse;
        private final EndPoint connection;

        private Client(SseClient sse) {
            this.sse = sse;
            this.connection = ServletContextRequest.getServletContextRequest(sse.ctx().req()).getConnectionMetaData()
                    .getConnection().getEndPoint();
        }

        void event(String kind, String json) {
            write(one -> one.sendEvent(kind, json));
        }

        void comment(String text) {
            write(one -> one.sendComment(text));
        }

        private void write(Consumer<SseClient> what) {
            writing.put(this, System.nanoTime());
            try {
                what.accept(sse);
            } finally {
                writing.remove(this);
            }
        }

        boolean isGone() {
            return sse.terminated();
        }

        /// Cuts it off, even while a write waits for it.
        void cut() {
            sse.close();
            connection.close();
        }
    }

    /// Gives the request a place and serves it on its own (virtual) thread while the listener hears the model. Throws 406
    /// for who wants no events, and 429 where the key or all keys together have no place left.
    void serve(Context request, Caller caller, ReadModel.Listener listener, Serving serving) {
        String accept = request.header("Accept");
        if (accept == null || !accept.contains("text/event-stream")) {
            throw new ApiException(406, "a stream of events", "send Accept: text/event-stream");
        }
        if (!seats.takeNow(caller.name())) {
            meters.overBound("listeners");
            throw new ApiException(429, "too many listeners", "a key may have " + limits.perKey()
                    + " streams open, and all keys together " + limits.total() + "; close one, or try again later")
                    .retryAfter(Duration.ofSeconds(10));
        }
        // The place goes with the request, however that ends.
        org.eclipse.jetty.server.Request.addCompletionListener(
                ServletContextRequest.getServletContextRequest(request.req()), failure -> seats.give(caller.name()));
        new SseHandler(0, sse -> {
            Client client = new Client(sse);
            model.addListener(listener);
            try {
                serving.serve(client);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                model.removeListener(listener);
                sse.close();
            }
        }).handle(request);
    }

    /// Cuts off clients that have left a write waiting for too long.
    void cutStuck() {
        long now = System.nanoTime();
        writing.forEach((client, since) -> {
            if (now - since > WRITE_WITHIN.toNanos()) {
                meters.overBound("listener_stuck");
                client.cut();
            }
        });
    }
}
