package tocsin.api;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.specific.SpecificRecord;
import tocsin.readmodel.ReadModel;
import tocsin.wire.RecordJson;

/// Server-sent events: incidents, timeline, deliveries, as they are put out. Each is written as text once, for all clients.
final class LiveStream {
    private static final Set<String> KINDS = Set.of("incident", "timeline", "delivery", "notification", "finding",
            "special-report");
    private static final Duration PING_EVERY = Duration.ofSeconds(10);
    /// Events a slow client may be behind before it is cut off.
    private static final int BEHIND_LIMIT = 1_000;

    private final SseSeats seats;
    private final Set<Behind> clients = ConcurrentHashMap.newKeySet();

    LiveStream(ReadModel model, SseSeats seats) {
        this.seats = seats;
        model.addListener(this::hear);
    }

    private record Event(String kind, String json) {}

    /// What one client has not been sent yet.
    ///
    /// @param late whether it has fallen behind too far
    private record Behind(BlockingQueue<Event> events, AtomicBoolean late) {}

    private void hear(String kind, SpecificRecord record) {
        if (!KINDS.contains(kind) || clients.isEmpty()) {
            return;
        }
        Event event = new Event(kind, RecordJson.write(record).toString());
        for (Behind client : clients) {
            if (!client.events().offer(event)) {
                client.late().set(true);
            }
        }
    }

    /// Serves one client until it goes; blocks its (virtual) thread.
    void serve(Context request, Caller caller) {
        Behind behind = new Behind(new LinkedBlockingQueue<>(BEHIND_LIMIT), new AtomicBoolean());
        seats.serve(request, caller, (kind, record) -> {
            // What all clients hear is written once, above.
        }, client -> {
            clients.add(behind);
            try {
                client.comment("listening");
                while (!client.isGone() && !behind.late().get()) {
                    Event event = behind.events().poll(PING_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                    if (event == null) {
                        client.comment("still here");
                    } else {
                        client.event(event.kind(), event.json());
                    }
                }
            } finally {
                clients.remove(behind);
            }
        });
    }
}
