package tocsin.rules.directory;

import java.time.LocalDateTime;
import java.util.List;

/// A time for which a duty is arranged otherwise: exactly these people have it, whatever the rotations say.
///
/// @param roster the duty
/// @param desk the desk
/// @param from its beginning, local time of the pack
/// @param until its end, the first moment the rotations count again
/// @param people those on duty then, by id
/// @param note why, or empty
public record RosterOverride(String roster, String desk, LocalDateTime from, LocalDateTime until, List<String> people,
        String note) {
    public RosterOverride {
        people = List.copyOf(people);
    }

    /// Whether it counts then.
    public boolean holds(LocalDateTime local) {
        return !local.isBefore(from) && local.isBefore(until);
    }
}
