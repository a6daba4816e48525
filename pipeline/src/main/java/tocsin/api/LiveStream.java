package tocsin.api;

import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import tocsin.readmodel.ReadModel;
import tocsin.wire.RecordJson;

/// Server-sent events: incidents, timeline, deliveries, as they are put out.
final class LiveStream {
    private static final Set<String> KINDS = Set.of("incident", "timeline", "delivery", "notification", "finding",
            "special-report");
    private static final Duration PING_EVERY = Duration.ofSeconds(10);
    /// Events a slow client may be behind before it is cut off: at 1 kB each, 1 MB; special reports are larger and rare.
    private static final int BEHIND_LIMIT = 1_000;
    private static final int CLIENT_LIMIT = 500;

    private final SseSeats seats;

    LiveStream(ReadModel model) {
        this.seats = new SseSeats(model, CLIENT_LIMIT);
    }

    private record Event(String kind, String json) {}

    /// Serves one client until it goes; blocks its (virtual) thread.
    void serve(SseClient client) {
        BlockingQueue<Event> queue = new LinkedBlockingQueue<>(BEHIND_LIMIT);
        seats.serve(client, (kind, record) -> offer(client, queue, kind, record), () -> {
            client.sendComment("listening");
            while (!client.terminated()) {
                Event event = queue.poll(PING_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                if (event == null) {
                    client.sendComment("still here");
                } else {
                    client.sendEvent(event.kind(), event.json());
                }
            }
        });
    }

    private static void offer(SseClient client, BlockingQueue<Event> queue, String kind, SpecificRecord record) {
        if (KINDS.contains(kind) && !queue.offer(new Event(kind, RecordJson.write(record).toString()))) {
            client.close();
        }
    }
}
