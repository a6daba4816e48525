package tocsin.roster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tocsin.yaml.Problem;

/// What the lines of a calendar show before anything is made of them: the library that reads it follows every rule of every
/// time zone as far as memory goes, believes every depth, and passes over lines that are none.
final class CalendarForm {
    private static final int DEEPEST = 8;
    private static final int MOST_COMPONENTS = 20_000;
    private static final int MOST_OBSERVANCES = 400;
    /// What a program exports to be read as it is (RFC 5546); all other methods answer, change or take back something
    /// that stands elsewhere.
    private static final Set<String> METHODS = Set.of("PUBLISH", "REQUEST");
    /// Clocks change once a year by one rule.
    private static final Pattern YEARLY = Pattern.compile(
            "FREQ=YEARLY(;(BYMONTH|BYDAY|BYMONTHDAY|UNTIL|COUNT|INTERVAL|WKST)=[0-9A-Z,+-]{1,60})*");

    private final String file;
    private final Deque<CalendarLine> open = new ArrayDeque<>();
    private final List<List<CalendarLine>> events = new ArrayList<>();
    private final List<CalendarLine> others = new ArrayList<>();
    private final Set<String> zones = new HashSet<>();
    private int components;
    private int observances;
    /// What is wrong with the shape and harms nobody; a bound that is broken is told before it.
    private @Nullable Problem misshapen;

    private CalendarForm(String file) {
        this.file = file;
    }

    /// What the lines show.
    ///
    /// @param objection why the calendar is not read at all; empty if it may be
    /// @param events the lines of each event, with its BEGIN first, in the order of the file
    /// @param others what else the calendar holds besides events and zones: its own properties, and the BEGIN of what is
    ///            no event
    /// @param zones the TZIDs the calendar itself explains
    record Shown(Optional<Problem> objection, List<List<CalendarLine>> events, List<CalendarLine> others,
            Set<String> zones) {}

    static Shown of(String file, String text) {
        CalendarForm form = new CalendarForm(file);
        List<CalendarLine.Unfolded> lines = CalendarLine.unfold(text);
        boolean isCalendar = lines.stream().anyMatch(line -> line.text().strip().equalsIgnoreCase("BEGIN:VCALENDAR"));
        Optional<Problem> objection = isCalendar ? form.read(lines) : Optional.empty();
        return new Shown(objection, form.events, form.others, form.zones);
    }

    private Optional<Problem> read(List<CalendarLine.Unfolded> lines) {
        for (CalendarLine.Unfolded line : lines) {
            Optional<CalendarLine> property = CalendarLine.of(line);
            if (property.isEmpty()) {
                misshapen(line.number(), "is no property of a calendar, such as NAME:value; a line that goes on begins"
                        + " with a space");
                continue;
            }
            Optional<Problem> objection = property(property.get());
            if (objection.isPresent()) {
                return objection;
            }
        }
        if (!open.isEmpty()) {
            misshapen(open.peek().number(), "BEGIN:" + open.peek().value()
                    + " is never ended: the file is cut; export it again");
        }
        return Optional.ofNullable(misshapen);
    }

    private Optional<Problem> property(CalendarLine line) {
        return switch (line.name()) {
            case "BEGIN" -> begin(line);
            case "END" -> {
                if (open.isEmpty() || !open.pop().value().equalsIgnoreCase(line.value())) {
                    misshapen(line.number(), "END:" + line.value() + " ends what was not begun; export it again");
                }
                yield Optional.empty();
            }
            default -> {
                if (isIn("VTIMEZONE")) {
                    yield ofZone(line);
                }
                if (open.isEmpty()) {
                    misshapen(line.number(), "stands outside BEGIN:VCALENDAR and END:VCALENDAR; take it out");
                } else if (innermost("VEVENT")) {
                    events.getLast().add(line);
                } else if (innermost("VCALENDAR")) {
                    others.add(line);
                    ofCalendar(line);
                }
                yield Optional.empty();
            }
        };
    }

    private Optional<Problem> begin(CalendarLine line) {
        boolean inCalendar = innermost("VCALENDAR");
        boolean inNothing = open.isEmpty();
        open.push(line);
        components++;
        observances += isIn("VTIMEZONE") ? 1 : 0;
        if (open.size() > DEEPEST) {
            return problem(line.number(), "stands more than " + DEEPEST
                    + " components deep; export the calendar again");
        }
        if (components > MOST_COMPONENTS) {
            return problem(line.number(), "is one component too many of " + MOST_COMPONENTS
                    + "; export a shorter time");
        }
        if (observances > MOST_OBSERVANCES) {
            return problem(line.number(), "has more than " + MOST_OBSERVANCES
                    + " rules of time zones; name the zones by their TZID, such as Europe/Berlin");
        }
        if (innermost("VEVENT")) {
            events.add(new ArrayList<>(List.of(line)));
            if (!inCalendar) {
                misshapen(line.number(), "BEGIN:VEVENT stands inside another component; export it again");
            }
        } else if (inNothing != innermost("VCALENDAR")) {
            misshapen(line.number(), "BEGIN:" + line.value() + " stands where it cannot; export it again");
        } else if (inCalendar && !innermost("VTIMEZONE")) {
            others.add(line);
        }
        return Optional.empty();
    }

    private Optional<Problem> ofZone(CalendarLine line) {
        if (line.name().equals("TZID")) {
            zones.add(line.value());
        }
        if (line.name().equals("RRULE") && !YEARLY.matcher(line.value().toUpperCase(Locale.ROOT)).matches()) {
            return problem(line.number(), "is a time zone whose clocks change as none do; give an RRULE with"
                    + " FREQ=YEARLY, or name the zone by its TZID, such as Europe/Berlin");
        }
        return (line.name().equals("RDATE") || line.name().equals("EXRULE")) && ++observances > MOST_OBSERVANCES
                ? problem(line.number(), "is one date too many of a time zone; name the zone by its TZID")
                : Optional.empty();
    }

    private void ofCalendar(CalendarLine line) {
        String value = line.value().toUpperCase(Locale.ROOT);
        if (line.name().equals("METHOD") && !METHODS.contains(value)) {
            misshapen(line.number(), "METHOD:" + value + " is a message about events that stand in another calendar;"
                    + " export that calendar and import it");
        } else if (line.name().equals("VERSION") && !value.equals("2.0")) {
            misshapen(line.number(), "VERSION:" + value + " is another format (vCalendar) than iCalendar 2.0; export it"
                    + " as iCalendar");
        } else if (line.name().equals("CALSCALE") && !value.equals("GREGORIAN")) {
            misshapen(line.number(), "CALSCALE:" + value + " is no calendar that is read here; export it as GREGORIAN");
        }
    }

    private boolean innermost(String component) {
        return !open.isEmpty() && open.peek().value().equalsIgnoreCase(component);
    }

    private boolean isIn(String component) {
        return open.stream().anyMatch(begun -> begun.value().equalsIgnoreCase(component));
    }

    private void misshapen(int line, String message) {
        if (misshapen == null) {
            misshapen = new Problem(file, line, 1, message);
        }
    }

    private Optional<Problem> problem(int line, String message) {
        return Optional.of(new Problem(file, line, 1, message));
    }
}
