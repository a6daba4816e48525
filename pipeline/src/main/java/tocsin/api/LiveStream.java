package tocsin.api;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.SpecialReportFile;
import tocsin.readmodel.ReadModel;
import tocsin.v1.Delivery;
import tocsin.v1.Finding;
import tocsin.v1.Incident;
import tocsin.v1.Notification;
import tocsin.v1.TimelineEvent;
import tocsin.wire.RecordJson;

/// Server-sent events: incidents, timeline, deliveries, as they are put out. Each is written as text once, for all clients,
/// and kept for a while: a client that comes back with `Last-Event-ID` hears what it missed, or `reset` where that is not
/// kept here; then it reads the state again.
///
/// A caller that is bounded hears what lies within, by what is known of its incident when it is sent: what comes before its
/// incident is known is left out, and the incident itself follows. Neither ids nor pauses tell it of anything else.
final class LiveStream {
    private static final String ROUTE = "GET /api/v1/stream";
    private static final Set<String> KINDS = Set.of("incident", "timeline", "delivery", "notification", "finding",
            "special-report");
    /// A comment comes this often where there is nothing else to say.
    static final Duration PING_EVERY = Duration.ofSeconds(5);

    private final SseSeats seats;
    private final EventLog log;
    private final ReadModel model;
    private final BoundedIncidents incidents;
    private final AccessLog accesses;
    private final EventIds ids = new EventIds();

    /// @param accesses notes who was told what of people
    LiveStream(ReadModel model, SseSeats seats, EventLog log, BoundedIncidents incidents, AccessLog accesses) {
        this.seats = seats;
        this.log = log;
        this.model = model;
        this.incidents = incidents;
        this.accesses = accesses;
        model.addListener(this::hear);
    }

    void hear(String kind, SpecificRecord record) {
        if (KINDS.contains(kind) && log.isWanted()) {
            log.add(kind, RecordJson.write(record).toString(), subject(record));
        }
    }

    private EventLog.Subject subject(SpecificRecord record) {
        return switch (record) {
            case Incident incident -> new EventLog.Subject(incident.getIncidentId(), null);
            case TimelineEvent event -> new EventLog.Subject(event.getIncidentId(), null);
            case Notification notification -> new EventLog.Subject(notification.getIncidentId(), null);
            case Delivery delivery -> new EventLog.Subject(model.notification(delivery.getNotificationId())
                    .map(Notification::getIncidentId).orElse(null), null);
            case Finding finding -> new EventLog.Subject(finding.getIncidentId(), finding.getAgencyId());
            case SpecialReportFile file -> new EventLog.Subject(file.getReport().getIncidentId(), null);
            default -> new EventLog.Subject(null, null);
        };
    }

    private boolean hears(Caller caller, EventLog.Event event) {
        EventLog.Subject subject = event.subject();
        return caller.bounds().isNone() || (event.kind().equals("finding")
                ? incidents.showsOwn(caller, subject.agencyId(), subject.incidentId())
                : incidents.shows(caller, subject.incidentId()));
    }

    private String id(Caller caller, long number) {
        return caller.bounds().isNone() ? log.id(number) : ids.id(number);
    }

    private OptionalLong resumes(Caller caller, String last) {
        if (caller.bounds().isNone()) {
            return log.resumes(last);
        }
        OptionalLong number = ids.number(last);
        return number.isPresent() ? log.resumes(number.getAsLong()) : number;
    }

    /// Notes what of people a caller is told; false where that cannot be noted, and nothing may be told.
    private boolean notes(Caller caller, EventLog.Event event) {
        @Nullable
        Personal personal = switch (event.kind()) {
            case "notification", "delivery" -> Personal.RECIPIENTS;
            case "special-report" -> Personal.SPECIAL_REPORTS;
            default -> null;
        };
        if (personal != null) {
            if (!accesses.isOpen()) {
                return false;
            }
            String incidentId = event.subject().incidentId();
            accesses.shown(new AccessLog.Asked(caller, ROUTE, personal, null),
                    incidentId == null ? List.of() : List.of(incidentId), 1);
        }
        return true;
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
                serve(client, caller, last == null ? "" : last);
            } finally {
                log.left();
            }
        });
    }

    private void serve(SseSeats.Client client, Caller caller, String last) throws InterruptedException {
        OptionalLong resumed = resumes(caller, last);
        long heard = resumed.isPresent() ? resumed.getAsLong() : log.latest();
        if (resumed.isEmpty()) {
            // A client that knows no id yet learns one before the first event, so that it can come back from there.
            client.id(id(caller, heard));
            if (!last.isEmpty()) {
                client.event(id(caller, heard), "reset", "{}");
            }
        }
        client.comment("listening");
        long spoke = System.nanoTime();
        while (!client.isGone()) {
            Duration quiet = Duration.ofNanos(System.nanoTime() - spoke);
            if (quiet.compareTo(PING_EVERY) >= 0) {
                client.comment("still here");
                if (!caller.bounds().isNone()) {
                    // What it does not hear goes on, and its last id must not be forgotten meanwhile.
                    client.id(id(caller, heard));
                }
                spoke = System.nanoTime();
                continue;
            }
            Optional<List<EventLog.Event>> events = log.after(heard, PING_EVERY.minus(quiet));
            if (events.isEmpty()) {
                heard = log.latest();
                client.event(id(caller, heard), "reset", "{}");
                spoke = System.nanoTime();
                continue;
            }
            for (EventLog.Event event : events.get()) {
                if (hears(caller, event)) {
                    if (!notes(caller, event)) {
                        // It comes back, and is told why it must wait.
                        client.cut();
                        return;
                    }
                    client.event(id(caller, event.number()), event.kind(), event.json());
                    spoke = System.nanoTime();
                }
                heard = event.number();
            }
        }
    }
}
