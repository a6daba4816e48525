package tocsin.roster;

import biweekly.component.VEvent;
import biweekly.property.Attendee;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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

    /// Whether an attendee has the duty.
    private enum Part {
        /// He has.
        TAKES,
        /// It was handed to him and he does not, or it was never his.
        DOES_NOT,
        /// It is no person, or one who only hears of it.
        IS_BESIDES,
        /// That is not said, and was refused.
        IS_OPEN
    }

    /// The officials an event means, by id; what is wrong or left out is told with its line.
    List<String> of(CalendarEvents.Event event, CalendarFacts.Telling telling) {
        List<CalendarLine> lines = event.lines().stream().filter(line -> line.name().equals("ATTENDEE")).toList();
        List<Attendee> attendees = event.event().getAttendees();
        CalendarLine begin = event.lines().getFirst();
        if (lines.size() != attendees.size()) {
            telling.refused(begin, "has attendees that do not read; correct them");
            return List.of();
        }
        SequencedSet<String> people = new LinkedHashSet<>();
        boolean anyAsked = false;
        boolean anyOpen = false;
        for (int i = 0; i < lines.size(); i++) {
            CalendarLine line = lines.get(i);
            Part part = part(line, attendees, telling);
            anyAsked |= part != Part.IS_BESIDES;
            List<String> meant = part == Part.TAKES
                    ? attending(attendees.get(i), problem -> telling.refused(line, problem))
                    : List.of();
            anyOpen |= part == Part.IS_OPEN || part == Part.TAKES && meant.isEmpty();
            people.addAll(meant);
        }
        if (!anyAsked && isFreeTime(event) && names(summary(event.event())).isEmpty()) {
            telling.told(begin, "asks nobody and shows as free time, so it is no duty and was left out");
        } else if (!anyAsked) {
            people.addAll(named(summary(event.event()), problem -> telling.refused(begin, problem)));
        } else if (people.isEmpty() && !anyOpen) {
            telling.refused(begin, "leaves nobody who has the duty: all its attendees were left out; name one who has"
                    + " accepted");
        }
        return List.copyOf(people);
    }

    /// Whether an event takes nobody's time, as calendars have their public holidays.
    private static boolean isFreeTime(CalendarEvents.Event event) {
        return event.lines().stream().anyMatch(line -> line.name().equals("TRANSP")
                && line.value().equalsIgnoreCase("TRANSPARENT"));
    }

    /// What RFC 5545 lets an attendee be; what it does not know is nobody's yes.
    private static Part part(CalendarLine line, List<Attendee> all, CalendarFacts.Telling telling) {
        String who = "\"" + line.value() + "\" ";
        String kind = line.parameter("CUTYPE", "INDIVIDUAL");
        String role = line.parameter("ROLE", "REQ-PARTICIPANT");
        String answer = line.parameter("PARTSTAT", "");
        switch (kind) {
            case "INDIVIDUAL", "UNKNOWN" -> {
            }
            case "ROOM", "RESOURCE" -> {
                telling.told(line, who + "is a " + kind.toLowerCase(Locale.ROOT) + " and was left out");
                return Part.IS_BESIDES;
            }
            case "GROUP" -> {
                return refused(line, telling, who + "is a group; name those of it who have the duty");
            }
            default -> {
                return refused(line, telling, who + "is a CUTYPE=" + kind + ", which is not known; write INDIVIDUAL, or"
                        + " ROOM or RESOURCE for what is no person");
            }
        }
        switch (role) {
            case "CHAIR", "REQ-PARTICIPANT" -> {
            }
            case "NON-PARTICIPANT" -> {
                telling.told(line, who + "only hears of it (ROLE=NON-PARTICIPANT) and is not on duty");
                return Part.IS_BESIDES;
            }
            case "OPT-PARTICIPANT" -> {
                if (!answer.equals("ACCEPTED") && !answer.equals("DECLINED") && !answer.equals("DELEGATED")) {
                    return refused(line, telling, who + "may come or not (ROLE=OPT-PARTICIPANT) and has not accepted;"
                            + " say whether he has the duty");
                }
            }
            default -> {
                return refused(line, telling, who + "has the ROLE " + role + ", which is not known; write"
                        + " REQ-PARTICIPANT or NON-PARTICIPANT");
            }
        }
        return switch (answer) {
            case "", "ACCEPTED" -> Part.TAKES;
            case "NEEDS-ACTION" -> {
                telling.told(line, who + "has not answered, and is on duty");
                yield Part.TAKES;
            }
            case "DECLINED" -> {
                telling.told(line, who + "has declined and is not on duty");
                yield Part.DOES_NOT;
            }
            case "DELEGATED" -> delegated(line, who, all, telling);
            case "TENTATIVE" -> refused(line, telling, who + "has not settled whether he comes (PARTSTAT=TENTATIVE);"
                    + " let him accept or decline");
            default -> refused(line, telling, who + "has answered " + answer + ", which is no answer to an event;"
                    + " write ACCEPTED or DECLINED");
        };
    }

    /// Whoever hands his duty on has it no more, if the other is named too.
    private static Part delegated(CalendarLine line, String who, List<Attendee> all, CalendarFacts.Telling telling) {
        List<String> others = Stream.of(line.parameters().getOrDefault("DELEGATED-TO", "").split(","))
                .map(CalendarPeople::bare).filter(other -> !other.isEmpty()).toList();
        boolean named = !others.isEmpty() && others.stream().allMatch(other -> all.stream().anyMatch(
                attendee -> bare(String.valueOf(attendee.getUri() == null ? attendee.getEmail() : attendee.getUri()))
                        .equals(other) || bare(String.valueOf(attendee.getEmail())).equals(other)));
        if (!named) {
            return refused(line, telling, who + "has handed it on to somebody who is no attendee; add him");
        }
        telling.told(line, who + "has handed it on to " + String.join(", ", others) + " and is not on duty");
        return Part.DOES_NOT;
    }

    private static String bare(String address) {
        String lower = address.strip().toLowerCase(Locale.ROOT);
        return lower.startsWith("mailto:") ? lower.substring("mailto:".length()) : lower;
    }

    private static Part refused(CalendarLine line, CalendarFacts.Telling telling, String message) {
        telling.refused(line, message);
        return Part.IS_OPEN;
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
            problem.accept("\"" + id + "\" is no official of the directory"
                    + Nearest.hint(id, directory.officials().keySet()) + "; add him there or correct the event");
            return List.of();
        }
        String mail = attendee.getEmail() == null ? "" : attendee.getEmail();
        List<Official> known = RosterCalendar.withAddress(directory, mail);
        List<Official> meant = known.size() < 2
                ? known
                : known.stream().filter(official -> official.name().equals(attendee.getCommonName())).toList();
        if (meant.size() != 1) {
            problem.accept("\"" + (mail.isEmpty() ? uri : mail) + "\" "
                    + (known.isEmpty()
                            ? "is the address of no official; add it to the directory or correct the event"
                            : "is the address of several officials; name one of them in the summary, without attendees"));
            return List.of();
        }
        return List.of(meant.getFirst().id());
    }

    /// Ids and names of officials in a text, the longest first, so that `duty-wang-2` is not taken for `duty-wang`; in the
    /// order of the text.
    private List<String> names(String summary) {
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
        return found.values().stream().distinct().toList();
    }

    private List<String> named(String summary, Consumer<String> problem) {
        List<String> found = names(summary);
        if (found.isEmpty()) {
            problem.accept("names no official: neither an attendee nor an id or name in its summary; if it is a shift,"
                    + " add who has it, and him to the directory; if it is none, such as a holiday, take it out or"
                    + " export the shifts as a calendar of their own");
        }
        return found.stream().flatMap(name -> {
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
