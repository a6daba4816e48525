package tocsin.rules.directory;

import java.time.Instant;

/// A time in which a sensor is worked on: what it says then raises no alarm, and its silence is no news.
///
/// @param from its beginning
/// @param until its end, not part of it
public record Maintenance(Instant from, Instant until) {
    /// Whether this instant is in it.
    public boolean has(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }
}
