package tocsin.roster;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;
import tocsin.rules.directory.RosterEntry;

/// Who is on duty.
public final class Rosters {
    private Rosters() {}

    /// The official who has this duty at this desk then, or empty where nobody has.
    ///
    /// Shifts are counted in local time, so that a handover at eight stays at eight when clocks change.
    public static Optional<Official> onDuty(Directory directory, String roster, String desk, ZoneId zone, Instant at) {
        LocalDateTime local = LocalDateTime.ofInstant(at, zone);
        return directory.rosters().stream()
                .filter(entry -> entry.name().equals(roster) && entry.desk().equals(desk))
                .filter(entry -> !local.isBefore(entry.start())).findFirst()
                .map(entry -> directory.officials().get(person(entry, local)));
    }

    private static String person(RosterEntry entry, LocalDateTime local) {
        long shifts = Duration.between(entry.start(), local).dividedBy(entry.shift());
        return entry.people().get((int) (shifts % entry.people().size()));
    }
}
