package tocsin.api;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import tocsin.readmodel.ReadModel;
import tocsin.wire.RecordJson;

/// Server-sent events: incidents, timeline, deliveries, as they are put out. Each is written as text once, for all clients,
/// and kept for a while: a client that comes back with `Last-Event-ID` hears what it missed, or `reset` where that is not
/// kept here; then it reads the state again.
final class LiveStream {
    private static final Set<String> KINDS = Set.of("incident", "timeline", "delivery", "notification", "finding",
            "special-report");
    /// A comment comes this often where there is nothing else to say.
    static final Duration PING_EVERY = Duration.ofSeconds(5);

    private final SseSeats seats;
    private final EventLog log;

    LiveStream(ReadModel model, SseSeats seats, EventLog log) {
        this.seats = seats;
        this.log = log;
        model.addListener(this::hear);
    }

    void hear(String kind, SpecificRecord record) {
        if (KINDS.contains(kind) && log.isWanted()) {
            log.add(kind, RecordJson.write(record).toString());
        }
    }

    /// Serves one client until it goes; blocks its (virtual) thread.
    void serve(Context request, Caller caller) {
        Queries.onlyParameters(request, "lastEventId");
        String header = request.header("Last-Event-ID");
        String last = header == null ? request.queryParam("lastEventId") : header;
        seats.serve(request, caller, (kind, record) -> {
            // What all clients hear is written once, above.
        }, client -> {
            log.joined();
            try {
                serve(client, last == null ? "" : last);
            } finally {
                log.left();
            }
        });
    }

    private void serve(SseSeats.Client client, String last) throws InterruptedException {
        OptionalLong resumed = log.resumes(last);
        long heard = resumed.isPresent() ? resumed.getAsLong() : log.latest();
        if (resumed.isEmpty()) {
            // A client that knows no id yet learns one before the first event, so that it can come back from there.
            client.id(log.id(heard));
            if (!last.isEmpty()) {
                client.event(log.id(heard), "reset", "{}");
            }
        }
        client.comment("listening");
        while (!client.isGone()) {
            Optional<List<EventLog.Event>> events = log.after(heard, PING_EVERY);
            if (events.isEmpty()) {
                heard = log.latest();
                client.event(log.id(heard), "reset", "{}");
            } else if (events.get().isEmpty()) {
                client.comment("still here");
            } else {
                for (EventLog.Event event : events.get()) {
                    client.event(event.id(), event.kind(), event.json());
                }
                heard = events.get().getLast().number();
            }
        }
    }
}
