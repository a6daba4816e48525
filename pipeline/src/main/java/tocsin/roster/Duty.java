package tocsin.roster;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tocsin.rules.directory.Absence;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;
import tocsin.rules.directory.RosterEntry;
import tocsin.rules.directory.RosterOverride;

/// One duty at one desk through time.
final class Duty {
    private final Directory directory;
    private final ZoneId zone;
    private final List<RosterEntry> rotations;
    private final List<RosterOverride> overrides;

    Duty(Directory directory, String roster, String desk, ZoneId zone) {
        this.directory = directory;
        this.zone = zone;
        this.rotations = directory.rosters().entries().stream()
                .filter(entry -> entry.name().equals(roster) && entry.desk().equals(desk)).toList();
        this.overrides = directory.rosters().overrides().stream()
                .filter(override -> override.roster().equals(roster) && override.desk().equals(desk)).toList();
    }

    /// Who has the duty then: those of the file's order, each once.
    List<Official> at(Instant at) {
        return standing(DutyClock.local(at, zone)).people();
    }

    /// Those whom rotations of special days put on duty then and an override does not name, where it names fewer people
    /// than the rotations would put on duty; by id, empty otherwise. Somebody else in their place leaves nobody out.
    List<String> leftOut(Instant at) {
        LocalDateTime local = DutyClock.local(at, zone);
        List<RosterEntry> planned = holding(local);
        return overrides.stream().filter(override -> override.holds(local)).findFirst()
                .filter(override -> override.people().size() < planned.stream()
                        .flatMap(rotation -> rotation.peopleOf(rotation.shiftAt(local)).stream()).distinct().count())
                .stream().flatMap(override -> planned.stream().filter(RosterEntry::isSpecial)
                        .flatMap(rotation -> rotation.peopleOf(rotation.shiftAt(local)).stream()).distinct()
                        .filter(person -> !override.people().contains(person)))
                .toList();
    }

    /// The first moment after this one at which somebody else may have the duty; empty where nothing more is planned.
    Optional<Instant> nextChange(Instant at) {
        LocalDateTime local = DutyClock.local(at, zone);
        Stream<LocalDateTime> arranged = Stream.concat(
                overrides.stream().flatMap(override -> Stream.of(override.from(), override.until())),
                directory.rosters().absences().stream().flatMap(Duty::bounds));
        return Stream.concat(rotations.stream().flatMap(rotation -> rotation.nextChange(local).stream()),
                arranged.filter(local::isBefore)).min(LocalDateTime::compareTo)
                .map(next -> DutyClock.instant(next, zone));
    }

    private static Stream<LocalDateTime> bounds(Absence absence) {
        return Stream.of(absence.from(), absence.until());
    }

    /// The shifts with somebody on duty that lie in this time at least in part, each from its own beginning to its end.
    ///
    /// Throws [IllegalArgumentException] where the time holds more changes than this.
    List<Shift> shifts(Instant from, Instant until, int atMost) {
        List<Shift> shifts = new ArrayList<>();
        Instant begin = beginning(from);
        Instant at = begin;
        Standing standing = standing(DutyClock.local(begin, zone));
        for (int changes = 0; begin.isBefore(until); changes++) {
            Steps.refuseBeyond(atMost, changes);
            Instant next = nextChange(at).orElse(Instant.MAX);
            Standing following = next.equals(Instant.MAX) ? Standing.NONE : standing(DutyClock.local(next, zone));
            if (next.equals(Instant.MAX) || !following.equals(standing)) {
                if (next.isAfter(from) && !standing.people().isEmpty()) {
                    shifts.add(new Shift(begin, next, standing.people()));
                }
                begin = next;
            }
            at = next;
            standing = following;
        }
        return List.copyOf(shifts);
    }

    /// No later than the beginning of every shift that is under way then.
    private Instant beginning(Instant at) {
        LocalDateTime local = DutyClock.local(at, zone);
        return Stream.concat(
                rotations.stream().filter(rotation -> !local.isBefore(rotation.start()))
                        .map(rotation -> rotation.beginning(rotation.shiftAt(local))),
                overrides.stream().filter(override -> override.holds(local)).map(RosterOverride::from))
                .min(LocalDateTime::compareTo).map(begin -> DutyClock.instant(begin, zone)).orElse(at);
    }

    /// Who has the duty, and by which shifts: the same people in the next shift are another shift.
    private record Standing(List<String> shifts, List<Official> people) {
        static final Standing NONE = new Standing(List.of(), List.of());
    }

    private Standing standing(LocalDateTime local) {
        List<String> shifts = new ArrayList<>();
        List<String> people = new ArrayList<>();
        Optional<RosterOverride> override = overrides.stream().filter(other -> other.holds(local)).findFirst();
        if (override.isPresent()) {
            shifts.add("override " + override.get().from());
            people.addAll(override.get().people());
        } else {
            for (RosterEntry rotation : holding(local)) {
                long number = rotation.shiftAt(local);
                shifts.add(rotations.indexOf(rotation) + "/" + number);
                people.addAll(rotation.peopleOf(number));
            }
        }
        return new Standing(shifts, people.stream()
                .flatMap(id -> directory.rosters().standIn(id, local).stream()).distinct()
                .flatMap(id -> Optional.ofNullable(directory.officials().get(id)).stream()).toList());
    }

    /// The first ordinary rotation that holds, unless one for special days replaces it, and those that add to it.
    private List<RosterEntry> holding(LocalDateTime local) {
        List<RosterEntry> holding = rotations.stream().filter(entry -> entry.holds(local, directory.calendar()))
                .toList();
        Optional<RosterEntry> ordinary = holding.stream().anyMatch(RosterEntry::instead)
                ? Optional.empty()
                : holding.stream().filter(entry -> !entry.isSpecial()).findFirst();
        return holding.stream().filter(entry -> entry.isSpecial() || ordinary.filter(entry::equals).isPresent())
                .toList();
    }
}
