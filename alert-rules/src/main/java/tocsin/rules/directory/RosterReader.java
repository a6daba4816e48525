package tocsin.rules.directory;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tocsin.yaml.Nearest;
import tocsin.yaml.YamlNode;

/// Reads `directory/rosters.yaml`.
final class RosterReader {
    private static final Duration DAY = Duration.ofHours(24);

    private final Map<String, Official> officials;

    private RosterReader(Map<String, Official> officials) {
        this.officials = officials;
    }

    /// @param officials those who can be on duty, by id
    static RosterBook read(YamlNode document, Map<String, Official> officials) {
        return new RosterReader(officials).read(document.onlyKeys("rosters", "overrides", "absences"));
    }

    private RosterBook read(YamlNode document) {
        List<RosterEntry> entries = document.required("rosters").items().stream().map(this::rotation).toList();
        Map<YamlNode, RosterOverride> overrides = new LinkedHashMap<>();
        document.optional("overrides").items().forEach(node -> overrides.put(node, override(node, entries)));
        Map<YamlNode, Absence> absences = new LinkedHashMap<>();
        document.optional("absences").items().forEach(node -> absences.put(node, absence(node)));
        refuseOverlaps(overrides, override -> new Span(override.roster() + " at " + override.desk(), override.from(),
                override.until()), "is arranged otherwise already by the override before; end one where the other"
                        + " begins, or join them");
        refuseOverlaps(absences, absence -> new Span(absence.official(), absence.from(), absence.until()),
                "is away already by the absence before; end one where the other begins");
        RosterBook book = new RosterBook(entries, List.copyOf(overrides.values()), List.copyOf(absences.values()));
        refuseCircles(absences);
        return book;
    }

    private RosterEntry rotation(YamlNode node) {
        node.onlyKeys("roster", "desk", "start", "until", "shift", "people", "on", "instead", "days");
        List<List<String>> people = node.required("people").items().stream().map(this::group).toList();
        if (people.isEmpty()) {
            node.problem("names nobody: a shift nobody takes is silence");
        }
        Duration shift = node.required("shift").duration(DAY);
        if (shift.isZero()) {
            node.problem("shift must be longer than nothing");
        }
        LocalDateTime start = time(node.required("start"));
        LocalDateTime until = node.optional("until").isPresent() ? time(node.optional("until")) : null;
        if (until != null && !until.isAfter(start)) {
            node.optional("until").problem("does not lie after start; give the moment it ends, or leave it out");
        }
        Set<SpecialDay.Kind> on = symbols(node.optional("on"), SpecialDay.Kind.class);
        boolean instead = node.optional("instead").flag(false);
        if (instead && !node.optional("on").isPresent()) {
            node.optional("instead").problem("goes with on: of ordinary rotations the first that holds counts; put"
                    + " this one before the one it replaces");
        }
        return new RosterEntry(node.required("roster").text(), node.required("desk").text(), start, until,
                shift.isZero() || shift.isNegative() ? DAY : shift, people, on, instead,
                symbols(node.optional("days"), DayOfWeek.class));
    }

    private List<String> group(YamlNode node) {
        List<String> group = (isList(node) ? node.items() : List.of(node)).stream().map(this::official).toList();
        if (group.isEmpty()) {
            node.problem("names nobody: a shift nobody takes is silence");
        }
        return group;
    }

    private static boolean isList(YamlNode node) {
        try {
            return node.plain() instanceof List<?>;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private RosterOverride override(YamlNode node, List<RosterEntry> entries) {
        node.onlyKeys("roster", "desk", "from", "until", "people", "note");
        String roster = node.required("roster").text();
        String desk = node.required("desk").text();
        Set<String> desks = entries.stream().map(RosterEntry::desk).collect(Collectors.toSet());
        Set<String> rosters = entries.stream().filter(entry -> entry.desk().equals(desk)).map(RosterEntry::name)
                .collect(Collectors.toSet());
        if (!desks.contains(desk)) {
            node.optional("desk").problem("\"" + desk + "\" has no roster" + Nearest.hint(desk, desks)
                    + "; give it a rotation first");
        } else if (!rosters.contains(roster)) {
            node.optional("roster").problem("\"" + roster + "\" is not a roster of " + desk
                    + Nearest.hint(roster, rosters) + "; give it a rotation first");
        }
        return new RosterOverride(roster, desk, time(node.required("from")), end(node), group(node.required("people")),
                node.optional("note").textOr(""));
    }

    private Absence absence(YamlNode node) {
        node.onlyKeys("official", "from", "until", "substitute", "note");
        String official = official(node.required("official"));
        YamlNode substitute = node.optional("substitute");
        return new Absence(official, time(node.required("from")), end(node),
                substitute.isPresent() ? official(substitute) : null, node.optional("note").textOr(""));
    }

    private static LocalDateTime end(YamlNode node) {
        LocalDateTime until = time(node.required("until"));
        if (node.optional("from").isPresent() && node.optional("until").isPresent()
                && !until.isAfter(time(node.optional("from")))) {
            node.optional("until").problem("does not lie after from; give the first moment it is over");
        }
        return until;
    }

    /// What is arranged, and from when until when.
    private record Span(String what, LocalDateTime from, LocalDateTime until) {}

    private interface Spanning<T> {
        Span of(T arranged);
    }

    private static <T> void refuseOverlaps(Map<YamlNode, T> read, Spanning<T> spanning, String problem) {
        Map<String, LocalDateTime> ends = new HashMap<>();
        read.entrySet().stream().sorted(Comparator.comparing(entry -> spanning.of(entry.getValue()).from()))
                .forEach(entry -> {
                    Span span = spanning.of(entry.getValue());
                    LocalDateTime before = ends.get(span.what());
                    if (before != null && span.from().isBefore(before)) {
                        entry.getKey().problem(span.what() + " " + problem + " (it lasts until " + before + ")");
                    }
                    ends.merge(span.what(), span.until(), (a, b) -> a.isAfter(b) ? a : b);
                });
    }

    /// A circle exists from the moment the last of its absences begins, so those moments are looked at.
    private static void refuseCircles(Map<YamlNode, Absence> read) {
        Map<String, List<Absence>> absences = new HashMap<>();
        read.values().forEach(
                absence -> absences.computeIfAbsent(absence.official(), id -> new ArrayList<>()).add(absence));
        Set<Set<String>> told = new LinkedHashSet<>();
        read.forEach((node, absence) -> {
            List<String> circle = new ArrayList<>();
            @Nullable
            String next = absence.official();
            while (next != null && !circle.contains(next)) {
                circle.add(next);
                Optional<Absence> away = absences.getOrDefault(next, List.of()).stream()
                        .filter(other -> other.holds(absence.from())).findFirst();
                next = away.map(Absence::substitute).orElse(null);
            }
            if (absence.official().equals(next) && told.add(Set.copyOf(circle))) {
                circle.add(next);
                node.problem(String.join(" → ", circle) + " stand in for each other in a circle at " + absence.from()
                        + "; name somebody who is there");
            }
        });
    }

    private static <E extends Enum<E>> Set<E> symbols(YamlNode list, Class<E> type) {
        List<YamlNode> items = list.items();
        if (list.isPresent() && items.isEmpty()) {
            list.problem("names none; name at least one, or leave it out");
        }
        return items.stream().flatMap(item -> item.symbol(type).stream()).collect(Collectors.toSet());
    }

    private static LocalDateTime time(YamlNode node) {
        return node.as("a local time such as 2026-01-01T08:00", LocalDateTime.MIN, LocalDateTime::parse);
    }

    private String official(YamlNode node) {
        String id = node.text();
        if (!officials.containsKey(id)) {
            node.problem("\"" + id + "\" is not defined" + Nearest.hint(id, officials.keySet()));
        }
        return id;
    }
}
