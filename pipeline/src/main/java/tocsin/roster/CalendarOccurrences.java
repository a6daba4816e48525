package tocsin.roster;

import biweekly.component.VEvent;
import biweekly.property.RecurrenceDates;
import biweekly.property.RecurrenceId;
import biweekly.util.DateTimeComponents;
import biweekly.util.Frequency;
import biweekly.util.ICalDate;
import biweekly.util.Recurrence;
import biweekly.util.com.google.ical.compat.javautil.DateIterator;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tocsin.wire.Times;

/// The times of one event: its own, or those its rule gives within a window.
///
/// An event that recurs ends each time at the same local time, so that a shift from eight to eight stays one when
/// clocks change. (RFC 5545 has the exact duration of the first; calendars people use show the local time.)
final class CalendarOccurrences {
    /// Occurrences an event may have; a duty changes a few times a day.
    static final int MOST = 10_000;
    /// Occurrences before the window that are passed over.
    private static final int MOST_PASSED = 1_000_000;
    private static final Duration YEAR = Duration.ofDays(366);

    /// A time an event takes place.
    record Occurrence(Instant from, Instant until) {}

    private final CalendarEvents.Event read;
    private final VEvent event;
    private final TimeZone zone;
    private final ZoneId floating;
    private final CalendarTelling telling;
    private final Instant start;

    private CalendarOccurrences(CalendarEvents.Event read, ZoneId floating, Instant start, CalendarTelling telling) {
        this.read = read;
        this.event = read.event();
        this.zone = read.zone();
        this.floating = floating;
        this.start = start;
        this.telling = telling;
    }

    /// The occurrences that lie in the window at least in part; what is wrong is told.
    ///
    /// @param from the window's beginning; null for the event's own
    /// @param until the window's end; null for a year after its beginning, where the event recurs
    /// @param replaced the occurrences other events stand for
    /// @param floating the zone of times that name none
    static List<Occurrence> of(CalendarEvents.Event read, @Nullable Instant from, @Nullable Instant until,
            Map<Instant, CalendarEvents.Event> replaced, ZoneId floating, CalendarTelling telling) {
        Instant start = CalendarEvents.instant(read.event().getDateStart(), floating);
        if (start == null) {
            telling.refused(read, read.line(), "has no DTSTART; say when it begins");
            return List.of();
        }
        if (!Times.isSane(start)) {
            telling.refused(read, read.line("DTSTART"), "begins at a time that " + Times.RANGE);
            return List.of();
        }
        return new CalendarOccurrences(read, floating, start, telling).within(from, until, replaced);
    }

    private void refused(String property, String message) {
        telling.refused(read, read.line(property), message);
    }

    private List<Occurrence> within(@Nullable Instant from, @Nullable Instant until,
            Map<Instant, CalendarEvents.Event> replaced) {
        Duration length = length();
        if (length == null) {
            return List.of();
        }
        Instant begin = from == null ? start : from;
        Instant end = until == null ? begin.plus(YEAR) : until;
        TreeSet<Instant> starts = new TreeSet<>();
        Recurrence rule = event.getRecurrenceRule() == null ? null : event.getRecurrenceRule().getValue();
        if (rule == null) {
            starts.add(start);
        } else if (isUsable(rule)) {
            expand(rule, begin.minus(length).minus(Duration.ofDays(1)), end, starts);
        }
        for (RecurrenceDates dates : event.getRecurrenceDates()) {
            dates.getDates().forEach(date -> starts.add(CalendarEvents.instant(date, floating)));
            if (!dates.getPeriods().isEmpty()) {
                refused("RDATE", "has an RDATE of periods, which is not read; make them events of their own");
            }
        }
        if (!event.getExceptionRules().isEmpty()) {
            refused("EXRULE", "has an EXRULE, which RFC 5545 has done away with; give EXDATE instead");
        }
        replaced.forEach((at, other) -> {
            if (!starts.contains(at) && !at.isBefore(begin) && at.isBefore(end)) {
                telling.refused(other, other.line("RECURRENCE-ID"), "stands for " + local(at)
                        + ", when its series on line " + read.line() + " does not begin; correct its RECURRENCE-ID");
            }
        });
        Set<Instant> exceptions = new HashSet<>();
        Set<LocalDateTime> days = new HashSet<>();
        event.getExceptionDates().stream().flatMap(dates -> dates.getValues().stream()).forEach(date -> {
            exceptions.add(CalendarEvents.instant(date, floating));
            if (!date.hasTime()) {
                days.add(LocalDateTime.ofInstant(CalendarEvents.instant(date, floating), floating));
            }
        });
        refuseNearMisses(starts, exceptions, days);
        starts.removeAll(replaced.keySet());
        return starts.stream().filter(Times::isSane)
                .filter(at -> !exceptions.contains(at) && !days.contains(midnight(at)))
                .map(at -> new Occurrence(at, end(at, length)))
                .filter(occurrence -> (from == null || occurrence.until().isAfter(from))
                        && (until == null || occurrence.from().isBefore(until)))
                .toList();
    }

    /// An exception that misses the shift of its day by hours was written in another zone than it says.
    private void refuseNearMisses(Set<Instant> starts, Set<Instant> exceptions, Set<LocalDateTime> days) {
        Set<LocalDateTime> on = new HashSet<>();
        starts.stream().filter(at -> !exceptions.contains(at)).forEach(at -> on.add(midnight(at)));
        exceptions.stream().filter(at -> !starts.contains(at) && on.contains(midnight(at))
                && !days.contains(midnight(at))).sorted().limit(1)
                .forEach(at -> refused("EXDATE", "excepts " + local(at) + ", when it does not begin, though it takes"
                        + " place on that day; give EXDATE the time and the TZID of DTSTART"));
    }

    private LocalDateTime midnight(Instant at) {
        return local(at).toLocalDate().atStartOfDay();
    }

    /// The local time from beginning to end; null once a problem is noted.
    private @Nullable Duration length() {
        Instant end = CalendarEvents.instant(event.getDateEnd(), floating);
        Duration length = null;
        if (end != null) {
            length = Duration.between(local(start), local(end));
        } else if (event.getDuration() != null && event.getDuration().getValue() != null) {
            length = Duration.ofMillis(event.getDuration().getValue().toMillis());
        } else if (!event.getDateStart().getValue().hasTime()) {
            length = Duration.ofDays(1);
        }
        if (length != null && length.compareTo(YEAR) > 0) {
            refused(event.getDateEnd() == null ? "DURATION" : "DTEND",
                    "lasts longer than a year, which no duty does; correct its end");
            return null;
        }
        if (length == null || length.isZero() || length.isNegative()) {
            refused("DTSTART", "does not end after it begins; give DTEND or DURATION");
            return null;
        }
        return length;
    }

    private LocalDateTime local(Instant at) {
        return LocalDateTime.ofEpochSecond(at.plusMillis(zone.getOffset(at.toEpochMilli())).getEpochSecond(), 0,
                ZoneOffset.UTC);
    }

    /// The same local length later; the offset is that of the end, which may lie behind a change of clocks.
    private Instant end(Instant from, Duration length) {
        Instant local = from.plusMillis(zone.getOffset(from.toEpochMilli())).plus(length);
        Instant guess = local.minusMillis(zone.getOffset(from.toEpochMilli()));
        return local.minusMillis(zone.getOffset(guess.toEpochMilli()));
    }

    private boolean isUsable(Recurrence rule) {
        Frequency frequency = rule.getFrequency();
        boolean tooOften = frequency == null || frequency == Frequency.SECONDLY || frequency == Frequency.MINUTELY
                || rule.getBySecond().size() > 1 || rule.getByMinute().size() > 1;
        boolean usable = !tooOften && (rule.getInterval() == null || rule.getInterval() > 0)
                && start.isAfter(Instant.EPOCH);
        if (!usable) {
            refused("RRULE", "recurs as no duty does; give an RRULE that is HOURLY or rarer, INTERVAL 1 or more, from"
                    + " 1970 on");
        }
        return usable;
    }

    private void expand(Recurrence rule, Instant from, Instant until, Set<Instant> starts) {
        ICalDate last = rule.getUntil();
        // A day as UNTIL includes what begins on it.
        Instant afterLast = last == null ? Instant.MAX : afterLast(last);
        if (!afterLast.isAfter(start)) {
            refused("RRULE", "has an RRULE that ends before DTSTART; correct its UNTIL");
            return;
        }
        Recurrence endless = last == null ? rule : new Recurrence.Builder(rule).until((ICalDate) null).build();
        try {
            DateIterator dates = endless.getDateIterator(Date.from(start), zone);
            for (int passed = 0; dates.hasNext(); passed++) {
                Instant at = dates.next().toInstant();
                if (passed == 0 && !at.equals(start)) {
                    refused("RRULE", "begins when its RRULE gives no shift (the first it gives is " + local(at)
                            + "); let DTSTART be one of those the rule gives");
                    return;
                }
                if (!at.isBefore(until) || !at.isBefore(afterLast)) {
                    return;
                }
                if (!at.isBefore(from)) {
                    starts.add(at);
                }
                if (starts.size() > MOST || passed > MOST_PASSED) {
                    refused("RRULE", "takes place more than " + MOST + " times; give --from and --until, or a rule that"
                            + " is rarer");
                    return;
                }
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            refused("RRULE", "has an RRULE that cannot be followed: " + e.getMessage());
        }
    }

    /// The first moment after the last one a rule allows. A time without a zone is told in the zone of DTSTART.
    private Instant afterLast(ICalDate last) {
        DateTimeComponents raw = last.getRawComponents();
        if (raw == null || raw.isUtc()) {
            return CalendarEvents.instant(last, floating).plusMillis(1);
        }
        LocalDateTime local = last.hasTime()
                ? LocalDateTime.of(raw.getYear(), raw.getMonth(), raw.getDate(), raw.getHour(), raw.getMinute(),
                        raw.getSecond())
                : LocalDateTime.of(raw.getYear(), raw.getMonth(), raw.getDate(), 0, 0).plusDays(1);
        boolean ofDays = !event.getDateStart().getValue().hasTime();
        Instant at = ofDays ? local.atZone(floating).toInstant() : instant(local);
        return last.hasTime() ? at.plusMillis(1) : at;
    }

    private Instant instant(LocalDateTime local) {
        Instant utc = local.toInstant(ZoneOffset.UTC);
        Instant guess = utc.minusMillis(zone.getOffset(utc.toEpochMilli()));
        return utc.minusMillis(zone.getOffset(guess.toEpochMilli()));
    }

    /// The occurrence of a recurring event that this one stands for; null where it is an event of its own.
    static @Nullable Instant replaces(CalendarEvents.Event read, ZoneId floating, CalendarTelling telling) {
        RecurrenceId id = read.event().getRecurrenceId();
        if (id != null && id.getRange() != null) {
            telling.refused(read, read.line("RECURRENCE-ID"), "has a RECURRENCE-ID for more than one occurrence, which"
                    + " is not read; end the series and begin another");
        }
        return CalendarEvents.instant(id, floating);
    }
}
