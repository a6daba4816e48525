package tocsin.rules.directory;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A rotation: these people take this duty at this desk in turn. All times are local times of the pack.
///
/// A day of a rotation begins at the time of day of its start: a shift from eight to eight on a holiday belongs to the
/// holiday as a whole, and is not cut at midnight.
///
/// @param name the duty, such as `duty` or `leader`
/// @param desk the desk
/// @param start when the first shift of the first people began
/// @param until when the rotation ends; null for never
/// @param shift how long a shift lasts
/// @param people the people in turn, by id; those of one group are on duty together
/// @param on the special days it is limited to; empty for an ordinary rotation
/// @param instead whether it replaces the ordinary rotation while it holds, and does not add to it
/// @param days the days of the week it is limited to; empty for all
public record RosterEntry(String name, String desk, LocalDateTime start, @Nullable LocalDateTime until, Duration shift,
        List<List<String>> people, Set<SpecialDay.Kind> on, boolean instead, Set<DayOfWeek> days) {
    public RosterEntry {
        people = people.stream().map(List::copyOf).toList();
        on = Set.copyOf(on);
        days = Set.copyOf(days);
    }

    /// Whether it holds on special days only.
    public boolean isSpecial() {
        return !on.isEmpty();
    }

    /// Whether somebody has this duty by this rotation then.
    public boolean holds(LocalDateTime local, DutyCalendar calendar) {
        LocalDate day = day(local);
        return !local.isBefore(start) && (until == null || local.isBefore(until))
                && (days.isEmpty() || days.contains(day.getDayOfWeek()))
                && (on.isEmpty() || calendar.on(day, desk).stream().anyMatch(special -> on.contains(special.kind())));
    }

    /// The number of the shift then, from 0; only from the start on.
    public long shiftAt(LocalDateTime local) {
        return Duration.between(start, local).dividedBy(shift);
    }

    /// When the shift of this number begins.
    public LocalDateTime beginning(long number) {
        return start.plus(shift.multipliedBy(number));
    }

    /// Those who have the shift of this number, by id.
    public List<String> peopleOf(long number) {
        return people.get((int) (number % people.size()));
    }

    /// The first time after this one at which this rotation may say something else; empty where it has ended.
    public Optional<LocalDateTime> nextChange(LocalDateTime local) {
        if (local.isBefore(start)) {
            return Optional.of(start);
        }
        if (until != null && !local.isBefore(until)) {
            return Optional.empty();
        }
        LocalDateTime next = beginning(shiftAt(local) + 1);
        if (isSpecial() || !days.isEmpty()) {
            next = earlier(next, day(local).plusDays(1).atTime(start.toLocalTime()));
        }
        return Optional.of(until == null ? next : earlier(next, until));
    }

    private LocalDate day(LocalDateTime local) {
        return local.minusNanos(start.toLocalTime().toNanoOfDay()).toLocalDate();
    }

    private static LocalDateTime earlier(LocalDateTime a, LocalDateTime b) {
        return a.isBefore(b) ? a : b;
    }
}
