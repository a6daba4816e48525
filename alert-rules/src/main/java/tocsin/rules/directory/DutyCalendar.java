package tocsin.rules.directory;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The duty calendar (值班日历): which days are special, and which are worked though they seem not to be.
///
/// @param days special days, in the order of the file
/// @param weekends the days of the week on which offices rest
/// @param workdays days that are worked although they are a weekend or a holiday (调休)
public record DutyCalendar(List<SpecialDay> days, Set<DayOfWeek> weekends, Set<LocalDate> workdays) {
    /// The calendar of a pack that has none.
    public static final DutyCalendar NONE = new DutyCalendar(List.of(),
            Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), Set.of());

    /// How far ahead a special day is looked for: a calendar is written for a year or two.
    private static final int DAYS_AHEAD = 800;

    public DutyCalendar {
        days = List.copyOf(days);
        weekends = Set.copyOf(weekends);
        workdays = Set.copyOf(workdays);
    }

    /// What makes this day special in this area; empty for an ordinary day. Null is no area in particular.
    public List<SpecialDay> on(LocalDate day, @Nullable String areaCode) {
        return days.stream().filter(special -> special.holds(day, areaCode)).toList();
    }

    /// Whether anything makes this day special in this area.
    public boolean isSpecial(LocalDate day, @Nullable String areaCode) {
        return !on(day, areaCode).isEmpty();
    }

    /// Whether offices rest on this day in this area.
    public boolean isRest(LocalDate day, @Nullable String areaCode) {
        return !workdays.contains(day) && (weekends.contains(day.getDayOfWeek())
                || on(day, areaCode).stream().anyMatch(special -> special.kind() == SpecialDay.Kind.HOLIDAY));
    }

    /// The first special day of this area from this day on, or empty where the calendar knows none.
    public Optional<LocalDate> nextSpecial(LocalDate from, @Nullable String areaCode) {
        return from.datesUntil(from.plusDays(DAYS_AHEAD)).filter(day -> isSpecial(day, areaCode)).findFirst();
    }
}
