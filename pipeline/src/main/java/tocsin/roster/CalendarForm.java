package tocsin.roster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tocsin.yaml.Problem;

/// What the lines of a calendar show before anything is made of them: the library that reads it follows every rule of every
/// time zone as far as memory goes, and believes every depth.
final class CalendarForm {
    private static final int DEEPEST = 8;
    private static final int MOST_COMPONENTS = 20_000;
    private static final int MOST_OBSERVANCES = 400;
    /// Clocks change once a year by one rule.
    private static final Pattern YEARLY = Pattern.compile(
            "RRULE:FREQ=YEARLY(;(BYMONTH|BYDAY|BYMONTHDAY|UNTIL|COUNT|INTERVAL|WKST)=[0-9A-Z,+-]{1,60})*");

    private final String file;
    private final Deque<String> open = new ArrayDeque<>();
    private int components;
    private int observances;

    private CalendarForm(String file) {
        this.file = file;
    }

    /// Why this text is not read at all; empty if it may be.
    static Optional<Problem> objection(String file, String text) {
        CalendarForm form = new CalendarForm(file);
        StringBuilder unfolded = new StringBuilder();
        int number = 0;
        int begun = 1;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            if (line.startsWith(" ") || line.startsWith("\t")) {
                unfolded.append(line, 1, line.length());
                continue;
            }
            Optional<Problem> objection = form.line(unfolded.toString(), begun);
            if (objection.isPresent()) {
                return objection;
            }
            unfolded.setLength(0);
            unfolded.append(line);
            begun = number;
        }
        return form.line(unfolded.toString(), begun);
    }

    private Optional<Problem> line(String line, int number) {
        String plain = line.strip().toUpperCase(Locale.ROOT);
        if (plain.startsWith("BEGIN:")) {
            open.push(plain.substring("BEGIN:".length()));
            components++;
            observances += isIn("VTIMEZONE") ? 1 : 0;
            if (open.size() > DEEPEST) {
                return problem(number, "stands more than " + DEEPEST + " components deep; export the calendar again");
            }
            if (components > MOST_COMPONENTS) {
                return problem(number, "is one component too many of " + MOST_COMPONENTS + "; export a shorter time");
            }
            if (observances > MOST_OBSERVANCES) {
                return problem(number, "has more than " + MOST_OBSERVANCES
                        + " rules of time zones; name the zones by their TZID, such as Europe/Berlin");
            }
        } else if (plain.startsWith("END:") && !open.isEmpty()) {
            open.pop();
        } else if (plain.startsWith("RRULE") && isIn("VTIMEZONE") && !YEARLY.matcher(plain).matches()) {
            return problem(number, "is a time zone whose clocks change as none do; give an RRULE with FREQ=YEARLY, or"
                    + " name the zone by its TZID, such as Europe/Berlin");
        } else if ((plain.startsWith("RDATE") || plain.startsWith("EXRULE")) && isIn("VTIMEZONE")
                && ++observances > MOST_OBSERVANCES) {
            return problem(number, "is one date too many of a time zone; name the zone by its TZID");
        }
        return Optional.empty();
    }

    private boolean isIn(String component) {
        return open.contains(component);
    }

    private Optional<Problem> problem(int line, String message) {
        return Optional.of(new Problem(file, line, 1, message));
    }
}
