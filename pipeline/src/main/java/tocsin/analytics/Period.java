package tocsin.analytics;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;

/// A span of time that is scored: from an instant, up to but without another.
public record Period(Instant from, Instant to) {
    public Period {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from " + from + " is not before to " + to);
        }
    }

    /// A month, such as `2026-03`, as this zone's calendar has it. Throws [IllegalArgumentException] where it is none.
    public static Period month(String month, ZoneId zone) {
        try {
            YearMonth named = YearMonth.parse(month);
            return new Period(named.atDay(1).atStartOfDay(zone).toInstant(),
                    named.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("month \"" + month + "\" is none; write one like 2026-03", e);
        }
    }

    /// Whether this instant is in it.
    public boolean has(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }
}
