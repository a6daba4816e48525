package tocsin.roster;

import java.time.Instant;
import java.util.List;
import tocsin.rules.directory.Official;

/// A time during which the same people have a duty.
///
/// @param from its beginning
/// @param until its end, the beginning of the next
/// @param people who has it, in a stable order; empty where nobody has
public record Shift(Instant from, Instant until, List<Official> people) {
    public Shift {
        people = List.copyOf(people);
    }
}
