package tocsin.roster;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;

/// The local time handovers go by: a handover takes place when the clock first shows its time, or a later one.
///
/// So it takes place once when clocks are set back, and at the change itself when they skip it.
final class DutyClock {
    private DutyClock() {}

    /// The latest time the clock has shown: it does not go back while an hour is lived twice.
    static LocalDateTime local(Instant at, ZoneId zone) {
        ZoneOffset offset = zone.getRules().getOffset(at);
        LocalDateTime local = LocalDateTime.ofInstant(at, offset);
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        return change != null && change.isOverlap() && offset.equals(change.getOffsetAfter())
                ? change.getDateTimeBefore().minusNanos(1)
                : local;
    }

    /// When the clock first shows this time, or a later one.
    static Instant instant(LocalDateTime local, ZoneId zone) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        return change != null && change.isGap() ? change.getInstant() : local.atZone(zone).toInstant();
    }
}
