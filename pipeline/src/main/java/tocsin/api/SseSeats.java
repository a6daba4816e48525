package tocsin.api;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.observe.Meters;
import tocsin.readmodel.ReadModel;

/// The places for clients of server-sent events, in all and by key. A client that does not read what it is sent loses its
/// place. Safe for several threads.
final class SseSeats {
    private static final Logger LOG = LoggerFactory.getLogger(SseSeats.class);
    /// How long a client may leave unread what it is sent.
    static final Duration WRITE_WITHIN = Duration.ofSeconds(10);

    private final ReadModel model;
    private final FairSeats seats;
    private final HttpLimits.Listeners limits;
    private final Duration writeWithin;
    private final Meters meters;
    private final Function<Context, BooleanSupplier> stillKnown;
    private final Map<Client, Long> writing = new ConcurrentHashMap<>();
    private final Set<Client> open = ConcurrentHashMap.newKeySet();

    /// @param seats the places, which several streams may share
    /// @param writeWithin how long a client may leave unread what it is sent
    SseSeats(ReadModel model, FairSeats seats, HttpLimits.Listeners limits, Duration writeWithin, Meters meters) {
        this(model, seats, limits, writeWithin, meters, request -> () -> true);
    }

    /// @param stillKnown whether whoever sent a request would still be known; asked again and again while he listens
    SseSeats(ReadModel model, FairSeats seats, HttpLimits.Listeners limits, Duration writeWithin, Meters meters,
            Function<Context, BooleanSupplier> stillKnown) {
        this.stillKnown = stillKnown;
        this.model = model;
        this.seats = seats;
        this.limits = limits;
        this.writeWithin = writeWithin;
        this.meters = meters;
    }

    /// What is done for a client until it goes.
    interface Serving {
        void serve(Client client) throws InterruptedException;
    }

    /// A client that is written to. Used by the thread that serves it; closed by anybody.
    final class Client {
        private final OutputStream out;
        private final EndPoint connection;
        private final BooleanSupplier known;
        private volatile boolean gone;

        private Client(OutputStream out, EndPoint connection, BooleanSupplier known) {
            this.out = out;
            this.connection = connection;
            this.known = known;
        }

        /// Sends an event whose data is one line.
        ///
        /// @param id what the client sends as Last-Event-ID when it comes back; empty for none
        void event(String id, String kind, String json) {
            write((id.isEmpty() ? "" : "id: " + id + "\n") + "event: " + kind + "\ndata: " + json + "\n\n");
        }

        /// Tells the id of the place before the next event, without an event.
        void id(String id) {
            write("id: " + id + "\n\n");
        }

        void comment(String text) {
            write(": " + text + "\n\n");
        }

        private void write(String what) {
            if (gone) {
                return;
            }
            writing.put(this, System.nanoTime());
            try {
                out.write(what.getBytes(StandardCharsets.UTF_8));
                out.flush();
            } catch (IOException e) {
                // It went away, or was cut off.
                gone = true;
            } finally {
                writing.remove(this);
            }
        }

        boolean isGone() {
            return gone;
        }

        /// Cuts it off, even while a write waits for it.
        void cut() {
            gone = true;
            connection.close();
        }
    }

    /// Gives the request a place and serves it on its own (virtual) thread while the listener hears the model. Throws 406
    /// for who wants no events, and 429 where the key or all keys together have no place left.
    void serve(Context request, Caller caller, ReadModel.Listener listener, Serving serving) {
        if (!wantsEvents(request.header("Accept"))) {
            throw new ApiException(406, "a stream of events", "this address answers with text/event-stream alone; send"
                    + " Accept: text/event-stream, or none");
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
        model.addListener(listener);
        Client client = null;
        try {
            client = client(request);
            open.add(client);
            serving.serve(client);
        } catch (IOException e) {
            // It went away before the first word.
            LOG.debug("a listener went away", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            model.removeListener(listener);
            if (client != null) {
                open.remove(client);
            }
        }
    }

    private Client client(Context request) throws IOException {
        HttpServletResponse response = request.res();
        response.setStatus(200);
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        response.flushBuffer();
        return new Client(response.getOutputStream(), ServletContextRequest.getServletContextRequest(request.req())
                .getConnectionMetaData().getConnection().getEndPoint(), stillKnown.apply(request));
    }

    /// Who says nothing, or takes anything, takes events; what is ruled out by `q=0` is not wanted.
    static boolean wantsEvents(@Nullable String accept) {
        return accept == null || accept.isBlank() || Stream.of(accept.toLowerCase(Locale.ROOT).split(","))
                .map(range -> range.replaceAll("\\s", ""))
                .filter(range -> !range.matches(".*;q=0(\\.0*)?(;.*)?"))
                .anyMatch(range -> Set.of("text/event-stream", "text/*", "*/*").contains(range.split(";", 2)[0]));
    }

    /// Cuts off clients whose session has ended, or whose key has expired.
    void cutUnknown() {
        open.stream().filter(client -> !client.known.getAsBoolean()).forEach(Client::cut);
    }

    /// Cuts off clients that have left a write waiting for too long.
    void cutStuck() {
        long now = System.nanoTime();
        writing.forEach((client, since) -> {
            if (now - since > writeWithin.toNanos()) {
                meters.overBound("listener_stuck");
                client.cut();
            }
        });
    }
}
