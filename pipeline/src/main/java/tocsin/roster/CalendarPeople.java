package tocsin.roster;

import biweekly.component.VEvent;
import biweekly.property.Attendee;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;
import tocsin.yaml.Nearest;

/// Whom the events of a calendar mean: their attendees, or where they have none, those their summary names.
final class CalendarPeople {
    private final Directory directory;
    private final Map<String, List<String>> byName;

    CalendarPeople(Directory directory) {
        this.directory = directory;
        this.byName = directory.officials().values().stream()
                .flatMap(official -> Stream.of(Map.entry(official.id(), official.id()),
                        Map.entry(official.name(), official.id())))
                .filter(entry -> !entry.getKey().isBlank()).distinct().collect(Collectors.groupingBy(Map.Entry::getKey,
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    /// The officials an event means, by id; what is wrong is handed to this.
    List<String> of(VEvent event, Consumer<String> problem) {
        SequencedSet<String> people = new LinkedHashSet<>();
        if (event.getAttendees().isEmpty()) {
            people.addAll(named(summary(event), problem));
        } else {
            event.getAttendees().forEach(attendee -> people.addAll(attending(attendee, problem)));
        }
        return List.copyOf(people);
    }

    static String summary(VEvent event) {
        return event.getSummary() == null || event.getSummary().getValue() == null ? "" : event.getSummary().getValue();
    }

    private List<String> attending(Attendee attendee, Consumer<String> problem) {
        String uri = attendee.getUri() == null ? "" : attendee.getUri();
        if (uri.startsWith(RosterCalendar.OFFICIAL)) {
            String id = URLDecoder.decode(uri.substring(RosterCalendar.OFFICIAL.length()), StandardCharsets.UTF_8);
            if (directory.officials().containsKey(id)) {
                return List.of(id);
            }
            problem.accept("attendee \"" + id + "\" is no official of the directory"
                    + Nearest.hint(id, directory.officials().keySet()) + "; add him there or correct the event");
            return List.of();
        }
        String mail = attendee.getEmail() == null ? "" : attendee.getEmail();
        List<Official> known = RosterCalendar.withAddress(directory, mail);
        List<Official> meant = known.size() < 2
                ? known
                : known.stream().filter(official -> official.name().equals(attendee.getCommonName())).toList();
        if (meant.size() != 1) {
            problem.accept("attendee \"" + (mail.isEmpty() ? uri : mail) + "\" "
                    + (known.isEmpty()
                            ? "is the address of no official; add it to the directory or correct the event"
                            : "is the address of several officials; name one of them in the summary, without attendees"));
            return List.of();
        }
        return List.of(meant.getFirst().id());
    }

    /// The longest names first, so that `duty-wang-2` is not taken for `duty-wang`; in the order of the text.
    private List<String> named(String summary, Consumer<String> problem) {
        StringBuilder rest = new StringBuilder(summary);
        TreeMap<Integer, String> found = new TreeMap<>();
        List<String> names = new ArrayList<>(byName.keySet());
        names.sort(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        for (String name : names) {
            for (int at = rest.indexOf(name); at >= 0; at = rest.indexOf(name, at + 1)) {
                if (isWord(rest, at, at + name.length())) {
                    found.put(at, name);
                    rest.replace(at, at + name.length(), "\0".repeat(name.length()));
                }
            }
        }
        if (found.isEmpty()) {
            problem.accept("names no official: neither an attendee nor an id or name in its summary; add one, or add"
                    + " him to the directory");
        }
        return found.values().stream().distinct().flatMap(name -> {
            List<String> ids = byName.getOrDefault(name, List.of());
            if (ids.size() > 1) {
                problem.accept("\"" + name + "\" is the name of several officials " + ids
                        + "; write the id of the one who is meant");
            }
            return ids.stream();
        }).toList();
    }

    private static boolean isWord(CharSequence text, int from, int until) {
        return !(from > 0 && isLatin(text.charAt(from)) && isLatin(text.charAt(from - 1)))
                && !(until < text.length() && isLatin(text.charAt(until - 1)) && isLatin(text.charAt(until)));
    }

    private static boolean isLatin(char c) {
        return c == '-' || c == '_' || Character.isLetterOrDigit(c)
                && Character.UnicodeScript.of(c) != Character.UnicodeScript.HAN;
    }
}
