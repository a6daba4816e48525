package tocsin.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.Closing;
import tocsin.internal.v1.DeskBook;
import tocsin.internal.v1.Due;
import tocsin.internal.v1.Duty;
import tocsin.internal.v1.EscalationFile;
import tocsin.internal.v1.IncidentFile;
import tocsin.v1.Incident;

/// What becomes of a desk's due times when the clock of its broker is set back.
///
/// A time that was set while the clock was ahead lies too far in the future: without this a page would wait as long as the
/// clock was ahead. It depends on nothing but the append times of the inbox. A step escalation waits for, a close under way
/// and a picture held back move with the clock, whenever they were set: too early is better than too late. What is awaited
/// of an agency moves only if its clock started later than it is now, for an agency must not be told late too early.
final class ClockSetBack {
    /// Append times can step back by this much when a partition's leader changes; a desk's clock does not follow them.
    static final Duration TOLERATED = Duration.ofSeconds(10);

    /// A desk does not know how long it had heard nothing when the clock was set, nor how long it was away for it. A wait
    /// is made shorter by this much, so that it is not longer than its limit by more than such a gap beyond it.
    static final Duration UNHEARD = Duration.ofSeconds(30);

    private ClockSetBack() {}

    /// By how much the clock was set back since the newest record that this desk read; empty where it was not.
    static Optional<Duration> by(DeskBook book, Instant appendedAt) {
        Duration back = Duration.between(appendedAt, book.getNow());
        return back.compareTo(TOLERATED) > 0 ? Optional.of(back) : Optional.empty();
    }

    /// Sets the desk's clock, and moves what was set by the old one.
    static void carry(DeskStores stores, String desk, Duration back, Instant now) {
        stores.books().put(desk, DeskBook.newBuilder(stores.book(desk)).setNow(now).build());
        List<Map.Entry<String, Due>> all = stores.due().range(desk + "\u0000", desk + "\u0001", Integer.MAX_VALUE);
        for (Map.Entry<String, Due> entry : all) {
            Due due = entry.getValue();
            stores.incident(due.getIncidentId()).ifPresent(file -> {
                IncidentFile carried = carried(file, back.plus(UNHEARD), now);
                stores.incidents().put(due.getIncidentId(), carried);
                stores.reschedule(desk, due.getIncidentId(), due.getAt(), DeskTurn.soonest(carried));
            });
        }
    }

    private static IncidentFile carried(IncidentFile file, Duration back, Instant now) {
        EscalationFile escalation = EscalationFile.newBuilder(file.getEscalation())
                .setDueAt(earlier(file.getEscalation().getDueAt(), back)).build();
        IncidentFile.Builder carried = IncidentFile.newBuilder(file).setEscalation(escalation)
                .setShowAt(earlier(file.getShowAt(), back)).setShownAt(earlier(file.getShownAt(), back))
                .setDuties(file.getDuties().stream().map(duty -> carried(duty, back, now)).toList());
        Closing closing = file.getClosing();
        if (closing != null && closing.getUntil() != null) {
            Instant until = closing.getUntil().minus(back);
            carried.setClosing(Closing.newBuilder(closing).setUntil(until).build())
                    .setIncident(Incident.newBuilder(file.getIncident()).setClosingAt(until).build());
        }
        return carried.build();
    }

    private static Duty carried(Duty duty, Duration back, Instant now) {
        return duty.getStartedAt().isAfter(now.plus(UNHEARD))
                ? Duty.newBuilder(duty).setStartedAt(duty.getStartedAt().minus(back))
                        .setDueAt(duty.getDueAt().minus(back)).setNextAt(earlier(duty.getNextAt(), back)).build()
                : duty;
    }

    private static @Nullable Instant earlier(@Nullable Instant at, Duration back) {
        return at == null ? null : at.minus(back);
    }
}
