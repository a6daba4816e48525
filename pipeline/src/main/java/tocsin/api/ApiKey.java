package tocsin.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A key that may call the API; only hashes of it are known here.
///
/// @param holder who calls with it
/// @param hashes SHA-256 of the key, lower-case hexadecimal; two while it is exchanged for another
/// @param expiresAt when it stops being taken; empty for never
public record ApiKey(Caller holder, List<String> hashes, Optional<Instant> expiresAt) {
    /// A key that does not expire.
    public ApiKey(Caller holder, String sha256) {
        this(holder, List.of(sha256), Optional.empty());
    }

    /// The holder's name, which stands in the timeline.
    public String name() {
        return holder.name();
    }

    /// Whether it is taken at this instant.
    boolean isValid(Instant now) {
        return expiresAt.map(now::isBefore).orElse(true);
    }
}
