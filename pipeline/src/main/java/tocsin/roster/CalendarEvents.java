package tocsin.roster;

import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.ParseWarning;
import biweekly.io.TimezoneAssignment;
import biweekly.io.text.ICalReader;
import biweekly.property.DateOrDateTimeProperty;
import biweekly.util.DateTimeComponents;
import biweekly.util.ICalDate;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import tocsin.yaml.Problem;
import tocsin.yaml.Problems;

/// The events of an iCalendar file, each with its place.
final class CalendarEvents {
    private static final Set<String> MATTERING = Set.of("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE",
            "EXRULE", "RECURRENCE-ID", "ATTENDEE", "STATUS");

    /// An event, where it stands, and what its times mean.
    ///
    /// @param lines its own lines, with its BEGIN first
    /// @param zone the zone its times are told in
    record Event(VEvent event, List<CalendarLine> lines, TimeZone zone) {
        /// The line it begins on.
        int line() {
            return lines.getFirst().number();
        }

        /// The line of its first property of this name; that it begins on where it has none.
        int line(String name) {
            return lines.stream().skip(1).filter(line -> line.name().equals(name)).findFirst()
                    .map(CalendarLine::number).orElse(line());
        }

        /// The value of its first property of this name as it stands there; empty where it has none.
        String text(String name) {
            return lines.stream().skip(1).filter(line -> line.name().equals(name)).findFirst()
                    .map(CalendarLine::value).orElse("");
        }

        /// Everything it says, wherever it stands.
        List<String> says() {
            return lines.stream().map(line -> line.name() + line.parameters() + line.value()).sorted().toList();
        }

        boolean isCancelled() {
            return event.getStatus() != null && event.getStatus().isCancelled();
        }

        String uid() {
            return event.getUid() == null || event.getUid().getValue() == null ? "" : event.getUid().getValue();
        }

        /// What a person calls it.
        String title() {
            String summary = CalendarPeople.summary(event);
            return "event \"" + (summary.isEmpty() ? uid() : summary) + "\"";
        }
    }

    private final String file;
    private final String text;
    private final ZoneId zone;
    private final Problems problems;
    private final CalendarTelling telling;
    private final List<Event> events = new ArrayList<>();

    private CalendarEvents(String file, String text, ZoneId zone, Problems problems, CalendarTelling telling) {
        this.file = file;
        this.text = text;
        this.zone = zone;
        this.problems = problems;
        this.telling = telling;
    }

    /// The events of this text in its order, cancelled ones too; what does not read is noted.
    ///
    /// @param zone the zone of times that name none
    /// @param telling hears what is refused and what was left out
    static List<Event> read(String file, String text, ZoneId zone, Problems problems, CalendarTelling telling) {
        CalendarEvents events = new CalendarEvents(file, text, zone, problems, telling);
        events.read();
        return List.copyOf(events.events);
    }

    private void read() {
        CalendarForm.Shown shown = CalendarForm.of(file, text);
        if (shown.objection().isPresent()) {
            problems.add(shown.objection().get());
            return;
        }
        boolean isCalendar = false;
        try (ICalReader reader = new ICalReader(text)) {
            reader.setDefaultTimezone(TimeZone.getTimeZone(zone));
            for (ICalendar calendar = reader.readNext(); calendar != null; calendar = reader.readNext()) {
                isCalendar = true;
                for (VEvent event : calendar.getEvents()) {
                    if (events.size() < shown.events().size()) {
                        events.add(new Event(event, shown.events().get(events.size()), zone(calendar, event)));
                    }
                }
                reader.getWarnings().forEach(this::warning);
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            // The library has exceptions of its own for every part of a calendar, and asserts what it believes of them.
            problems.add(new Problem(file, 1, 1, "cannot be read as a calendar: " + e.getMessage()
                    + "; export it again"));
            return;
        }
        if (!isCalendar) {
            problems.add(new Problem(file, 1, 1, "is no iCalendar file: it has no BEGIN:VCALENDAR; export it from the"
                    + " calendar as .ics"));
        } else if (events.size() != shown.events().size()) {
            problems.add(new Problem(file, 1, 1, "has events that do not read; export it again"));
        }
        look(shown);
    }

    /// Looks at what the library passes over.
    private void look(CalendarForm.Shown shown) {
        String named = shown.others().stream().filter(line -> line.name().equals("X-WR-TIMEZONE"))
                .map(CalendarLine::value).filter(id -> !id.equals(zone.getId())).findFirst().orElse("");
        CalendarFacts.Zones zones = new CalendarFacts.Zones(named, shown.zones());
        shown.others().stream().filter(line -> line.name().equals("BEGIN")).forEach(line -> telling.told(line.number(),
                line.value() + " is no event and was left out"));
        events.forEach(event -> CalendarFacts.look(event.lines(), zones, telling.of(event)));
    }

    /// What the library leaves out may say when somebody is on duty, and is not left out silently.
    private void warning(ParseWarning warning) {
        String property = warning.getPropertyName();
        if (property != null && MATTERING.contains(property)) {
            Integer line = warning.getLineNumber();
            problems.add(new Problem(file, line == null ? 1 : line, 1, property + " does not read: "
                    + warning.getMessage()));
        }
    }

    private TimeZone zone(ICalendar calendar, VEvent event) {
        DateOrDateTimeProperty start = event.getDateStart();
        TimezoneAssignment named = start == null ? null : calendar.getTimezoneInfo().getTimezone(start);
        DateTimeComponents raw = start == null || start.getValue() == null ? null : start.getValue().getRawComponents();
        return named != null
                ? named.getTimeZone()
                : TimeZone.getTimeZone(raw != null && raw.isUtc() ? ZoneId.of("UTC") : zone);
    }

    /// The moment a value means: a day is its beginning in the zone of times that name none.
    static @Nullable Instant instant(@Nullable DateOrDateTimeProperty property, ZoneId zone) {
        return property == null || property.getValue() == null ? null : instant(property.getValue(), zone);
    }

    static Instant instant(ICalDate value, ZoneId zone) {
        DateTimeComponents raw = value.getRawComponents();
        return value.hasTime() || raw == null
                ? value.toInstant()
                : LocalDate.of(raw.getYear(), raw.getMonth(), raw.getDate()).atStartOfDay(zone).toInstant();
    }
}
