package tocsin.roster;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.RosterOverride;
import tocsin.yaml.Problem;
import tocsin.yaml.Problems;

/// Reads a calendar (iCalendar, RFC 5545) whose events say who has a duty, as overrides of its roster.
public final class CalendarImport {
    /// The largest file.
    public static final int MOST_BYTES = 4 * 1024 * 1024;

    private final String file;
    private final Directory directory;
    private final ZoneId zone;
    private final Problems problems = new Problems();
    private final CalendarTelling telling;

    private CalendarImport(String file, Directory directory, ZoneId zone) {
        this.file = file;
        this.directory = directory;
        this.zone = zone;
        this.telling = new CalendarTelling(file, problems);
    }

    /// What a calendar means.
    ///
    /// @param overrides who has the duty when, in the order of time
    /// @param told what was left out and why, each with its line
    public record Meaning(List<RosterOverride> overrides, List<Problem> told) {}

    /// Who has the duty, and why.
    private record Assigned(Instant from, Instant until, List<String> people, String title, int line) {}

    /// The overrides a calendar means, in the order of time. People of events at one time have the duty together.
    ///
    /// Throws [tocsin.yaml.InvalidFileException] with everything wrong in the file.
    ///
    /// @param file what a person calls the file
    /// @param text its text
    /// @param from what ends before this is left out; null for nothing
    /// @param until what begins from this on is left out; null for nothing but what recurs for more than a year
    public static Meaning read(String file, String text, Directory directory, String roster, String desk,
            ZoneId zone, @Nullable Instant from, @Nullable Instant until) {
        CalendarImport calendar = new CalendarImport(file, directory, zone);
        List<Assigned> assigned = calendar.assigned(text, from, until);
        List<RosterOverride> overrides = calendar.overrides(assigned, roster, desk);
        calendar.problems.refuseIfAny();
        return new Meaning(overrides, calendar.telling.all());
    }

    private List<Assigned> assigned(String text, @Nullable Instant from, @Nullable Instant until) {
        if (text.length() > MOST_BYTES) {
            problems.add(new Problem(file, 1, 1, "is larger than 4 MiB; export a shorter time"));
            return List.of();
        }
        List<CalendarEvents.Event> events = CalendarRevisions
                .newest(CalendarEvents.read(file, text, zone, problems, telling), telling);
        Map<String, Map<Instant, CalendarEvents.Event>> replaced = new HashMap<>();
        for (CalendarEvents.Event event : events) {
            Instant stood = followed(event, null,
                    () -> CalendarOccurrences.replaces(event, zone, telling));
            if (stood != null) {
                replaced.computeIfAbsent(event.uid(), uid -> new HashMap<>()).put(stood, event);
            }
        }
        CalendarPeople people = new CalendarPeople(directory);
        List<Assigned> assigned = new ArrayList<>();
        for (CalendarEvents.Event event : events) {
            if (event.isCancelled()) {
                continue;
            }
            Map<Instant, CalendarEvents.Event> others = event.event().getRecurrenceId() == null
                    ? replaced.getOrDefault(event.uid(), Map.of())
                    : Map.of();
            List<CalendarOccurrences.Occurrence> occurrences = followed(event, List.of(),
                    () -> CalendarOccurrences.of(event, from, until, others, zone, telling));
            if (!occurrences.isEmpty()) {
                List<String> meant = people.of(event, telling.of(event));
                (meant.isEmpty() ? List.<CalendarOccurrences.Occurrence>of() : occurrences)
                        .forEach(occurrence -> assigned.add(new Assigned(occurrence.from(), occurrence.until(),
                                meant, CalendarPeople.summary(event.event()), event.line())));
            }
            if (assigned.size() > CalendarOccurrences.MOST) {
                problem(event, "is one too many: the calendar has more than " + CalendarOccurrences.MOST
                        + " shifts; give --from and --until");
                return List.of();
            }
        }
        return assigned;
    }

    /// What the library makes of an event when it is asked; what it throws at a strange one is that event's problem.
    private <T extends @Nullable Object> T followed(CalendarEvents.Event event, T otherwise, Supplier<T> asked) {
        try {
            return asked.get();
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException | AssertionError
                | IllegalStateException | IndexOutOfBoundsException | NullPointerException e) {
            telling.refused(event, event.line("RRULE"), "has times that cannot be followed: " + e.getMessage()
                    + "; correct its RRULE or take it out");
            return otherwise;
        }
    }

    private void problem(CalendarEvents.Event event, String problem) {
        problems.add(new Problem(file, event.line(), 1, event.title() + " " + problem));
    }

    private List<RosterOverride> overrides(List<Assigned> assigned, String roster, String desk) {
        TreeSet<Instant> bounds = new TreeSet<>();
        assigned.forEach(shift -> {
            bounds.add(shift.from());
            bounds.add(shift.until());
            refuseTwice(shift);
        });
        List<Assigned> waiting = new ArrayList<>(assigned);
        waiting.sort(Comparator.comparing(Assigned::from).reversed());
        List<Assigned> standing = new ArrayList<>();
        List<RosterOverride> overrides = new ArrayList<>();
        for (Instant at : bounds) {
            standing.removeIf(shift -> !shift.until().isAfter(at));
            while (!waiting.isEmpty() && !waiting.getLast().from().isAfter(at)) {
                standing.add(waiting.removeLast());
            }
            Instant next = bounds.higher(at);
            if (next != null && !standing.isEmpty()) {
                Set<String> people = new LinkedHashSet<>();
                Set<String> titles = new LinkedHashSet<>();
                standing.forEach(shift -> {
                    people.addAll(shift.people());
                    titles.add(shift.title());
                });
                overrides.add(new RosterOverride(roster, desk, LocalDateTime.ofInstant(at, zone),
                        LocalDateTime.ofInstant(next, zone), List.copyOf(people), String.join("; ", titles)));
            }
        }
        return List.copyOf(overrides);
    }

    /// The file of rosters has local times, and of a time shown twice they mean the first.
    private void refuseTwice(Assigned shift) {
        for (Instant at : List.of(shift.from(), shift.until())) {
            LocalDateTime local = LocalDateTime.ofInstant(at, zone);
            if (!DutyClock.instant(local, zone).equals(at)) {
                problems.add(new Problem(file, shift.line(), 1, "event \"" + shift.title() + "\" begins or ends when"
                        + " the clock shows " + local + " the second time, which a roster cannot say; move it"));
            }
        }
    }

    /// These overrides as YAML to paste into `directory/rosters.yaml`.
    public static String yaml(List<RosterOverride> overrides) {
        StringBuilder yaml = new StringBuilder("overrides:").append(overrides.isEmpty() ? " []\n" : "\n");
        for (RosterOverride override : overrides) {
            yaml.append("  - {roster: ").append(quoted(override.roster())).append(", desk: ")
                    .append(quoted(override.desk())).append(", from: ").append(quoted(override.from().toString()))
                    .append(", until: ").append(quoted(override.until().toString())).append(", people: [")
                    .append(String.join(", ", override.people().stream().map(CalendarImport::quoted).toList()))
                    .append(override.note().isEmpty() ? "]}\n" : "], note: " + quoted(override.note()) + "}\n");
        }
        return yaml.toString();
    }

    /// A word that is plain in YAML stays plain.
    private static String quoted(String text) {
        return text.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*") && !text.matches("true|false|null|yes|no|on|off|y|n")
                ? text
                : "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
