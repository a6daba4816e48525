package tocsin.roster;

import java.util.ArrayList;
import java.util.List;
import tocsin.yaml.Problem;
import tocsin.yaml.Problems;

/// What is said about a calendar: why it is refused, and what of it was left out though it is read. Each with its line.
final class CalendarTelling {
    /// What is told at most; the others are counted.
    static final int MOST = 200;

    private final String file;
    private final Problems problems;
    private final List<Problem> told = new ArrayList<>();
    private int untold;

    CalendarTelling(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /// The calendar is refused for this.
    void refused(CalendarEvents.Event event, int line, String message) {
        problems.add(new Problem(file, line, 1, event.title() + " " + message));
    }

    /// The calendar is read all the same.
    void told(CalendarEvents.Event event, int line, String message) {
        told(line, event.title() + " " + message);
    }

    /// The same of what is no event.
    void told(int line, String message) {
        if (told.size() < MOST) {
            told.add(new Problem(file, line, 1, message));
        } else {
            untold++;
        }
    }

    /// What a property of an event is told about.
    CalendarFacts.Telling of(CalendarEvents.Event event) {
        return new CalendarFacts.Telling() {
            @Override
            public void refused(CalendarLine line, String message) {
                CalendarTelling.this.refused(event, line.number(), named(line, message));
            }

            @Override
            public void told(CalendarLine line, String message) {
                CalendarTelling.this.told(event, line.number(), named(line, message));
            }
        };
    }

    private static String named(CalendarLine line, String message) {
        return line.name().equals("BEGIN") ? message : line.name() + " " + message;
    }

    /// All that was told, in the order it was found.
    List<Problem> all() {
        List<Problem> all = new ArrayList<>(told);
        if (untold > 0) {
            all.add(new Problem(file, 1, 1, "and " + untold + " more that were left out"));
        }
        return List.copyOf(all);
    }
}
