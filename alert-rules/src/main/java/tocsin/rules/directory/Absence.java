package tocsin.rules.directory;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// A time an official takes no duty.
///
/// @param official who is away, by id
/// @param from its beginning, local time of the pack
/// @param until its end, the first moment he takes duty again
/// @param substitute who has his duties, by id; null for nobody
/// @param note why, or empty
public record Absence(String official, LocalDateTime from, LocalDateTime until, @Nullable String substitute,
        String note) {
    /// Whether he is away then.
    public boolean holds(LocalDateTime local) {
        return !local.isBefore(from) && local.isBefore(until);
    }
}
