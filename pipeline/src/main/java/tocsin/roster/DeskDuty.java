package tocsin.roster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tocsin.rules.Audience;
import tocsin.rules.Pack;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;

/// Who has the duties of one desk from handover to handover through a time.
final class DeskDuty {
    /// A time in which nothing changes, and who has which duty in it.
    ///
    /// @param people who has which duty
    /// @param leftOut by duty, whom special days put on duty and an override leaves out, by id
    record Segment(Instant from, Instant until, Map<String, List<Official>> people,
            Map<String, List<String>> leftOut) {
        /// Who has this duty.
        List<Official> onDuty(String roster) {
            return people.getOrDefault(roster, List.of());
        }
    }

    /// A time.
    record Span(Instant from, Instant until) {}

    private final Pack pack;
    private final List<Segment> segments = new ArrayList<>();
    private final Map<String, List<Official>> roles = new HashMap<>();

    DeskDuty(Pack pack, Directory directory, String desk, List<String> rosters, Instant from, Instant until) {
        this.pack = pack;
        Map<String, Duty> duties = new HashMap<>();
        rosters.forEach(roster -> duties.put(roster, new Duty(directory, roster, desk, pack.zone())));
        Instant at = from;
        for (int steps = 0; at.isBefore(until); steps++) {
            Steps.refuseBeyond(Steps.MOST, steps);
            Instant here = at;
            Map<String, List<Official>> people = new HashMap<>();
            Map<String, List<String>> leftOut = new HashMap<>();
            duties.forEach((roster, duty) -> {
                people.put(roster, duty.at(here));
                leftOut.put(roster, duty.leftOut(here));
            });
            Instant next = duties.values().stream().flatMap(duty -> duty.nextChange(here).stream())
                    .min(Instant::compareTo).filter(until::isAfter).orElse(until);
            segments.add(new Segment(at, next, Map.copyOf(people), Map.copyOf(leftOut)));
            at = next;
        }
        pack.audiences().values().forEach(audience -> {
            if (audience instanceof Audience.Role(String role)) {
                roles.put(role, directory.officials().values().stream()
                        .filter(official -> official.desk().equals(desk) && official.roles().contains(role)).toList());
            }
        });
    }

    /// The times in which this is so, those that touch joined.
    List<Span> when(Predicate<Segment> so) {
        List<Span> spans = new ArrayList<>();
        for (Segment segment : segments) {
            if (so.test(segment)) {
                boolean touches = !spans.isEmpty() && spans.getLast().until().equals(segment.from());
                Instant from = touches ? spans.removeLast().from() : segment.from();
                spans.add(new Span(from, segment.until()));
            }
        }
        return spans;
    }

    /// Whom overrides of this duty leave out on special days at some time; each list of people once.
    List<List<String>> leftOut(String roster) {
        return segments.stream().map(segment -> segment.leftOut().getOrDefault(roster, List.of()))
                .filter(people -> !people.isEmpty()).distinct().toList();
    }

    /// Everybody who has this duty at some time.
    List<Official> ever(String roster) {
        return segments.stream().flatMap(segment -> segment.onDuty(roster).stream()).distinct().toList();
    }

    /// Everybody with this role.
    List<Official> withRole(String role) {
        return roles.getOrDefault(role, List.of());
    }

    /// Those an audience comes to.
    List<Official> people(Segment segment, String audience) {
        return switch (pack.audiences().get(audience)) {
            case null -> List.of();
            case Audience.OnDuty(String roster) -> segment.onDuty(roster);
            case Audience.Role(String role) -> withRole(role);
        };
    }

    /// Those a level comes to.
    List<Official> people(Segment segment, List<String> level) {
        return level.stream().flatMap(audience -> people(segment, audience).stream()).distinct().toList();
    }

    /// The one person these two levels both come to and nobody else; empty where there is somebody else or nobody.
    Optional<Official> onlyOne(Segment segment, List<String> level, List<String> next) {
        List<Official> both = Stream.of(level, next).flatMap(audiences -> people(segment, audiences).stream())
                .distinct().toList();
        return both.size() == 1 && !people(segment, level).isEmpty() && !people(segment, next).isEmpty()
                ? Optional.of(both.getFirst())
                : Optional.empty();
    }

    /// Everybody who is the only one of these two levels at some time.
    List<Official> onlyOnes(List<String> level, List<String> next) {
        return segments.stream().flatMap(segment -> onlyOne(segment, level, next).stream()).distinct().toList();
    }
}
