package tocsin.roster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which events of a calendar count where several stand for one: of those with one UID and one RECURRENCE-ID the newest,
/// by SEQUENCE and then by DTSTAMP (RFC 5546, 2.1.5), and none of a series that is cancelled as a whole.
final class CalendarRevisions {
    private CalendarRevisions() {}

    /// The events that count, in their order.
    static List<CalendarEvents.Event> newest(List<CalendarEvents.Event> all, CalendarTelling telling) {
        Map<String, List<CalendarEvents.Event>> byId = new LinkedHashMap<>();
        for (CalendarEvents.Event event : all) {
            String id = event.uid().isBlank()
                    ? "line " + event.line()
                    : "uid " + event.uid() + " " + event.text("RECURRENCE-ID");
            byId.computeIfAbsent(id, one -> new ArrayList<>()).add(event);
        }
        Set<CalendarEvents.Event> older = new HashSet<>();
        for (List<CalendarEvents.Event> alike : byId.values()) {
            CalendarEvents.Event newest = alike.stream().max(AGE).orElseThrow();
            for (CalendarEvents.Event event : alike) {
                if (event.line() == newest.line()) {
                    continue;
                }
                older.add(event);
                if (AGE.compare(event, newest) < 0) {
                    telling.told(event, event.line(), "is an older revision of the event on line " + newest.line()
                            + " and was left out");
                } else if (!event.says().equals(newest.says())) {
                    telling.refused(event, event.line("UID"), "has the UID of the event on line " + newest.line()
                            + ", and neither is newer (SEQUENCE, DTSTAMP); give each a UID of its own");
                }
            }
        }
        Set<String> cancelled = new HashSet<>();
        List<CalendarEvents.Event> counting = all.stream().filter(event -> !older.contains(event)).toList();
        counting.stream().filter(event -> event.isCancelled() && event.event().getRecurrenceId() == null)
                .forEach(event -> cancelled.add(event.uid()));
        return counting.stream().filter(event -> {
            boolean gone = !event.uid().isBlank() && event.event().getRecurrenceId() != null
                    && cancelled.contains(event.uid());
            if (gone) {
                telling.told(event, event.line(),
                        "belongs to a series that is cancelled and was left out; what directory/rosters.yaml says counts then");
            }
            return !gone;
        }).toList();
    }

    private static final Comparator<CalendarEvents.Event> AGE = Comparator
            .comparingInt((CalendarEvents.Event event) -> sequence(event.text("SEQUENCE")))
            .thenComparing(event -> event.text("DTSTAMP"));

    private static int sequence(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }
}
