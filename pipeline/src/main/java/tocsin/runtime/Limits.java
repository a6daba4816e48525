package tocsin.runtime;

import tocsin.api.HttpLimits;

/// Bounds that an operator may change.
///
/// @param http those of the HTTP server
public record Limits(HttpLimits http) {
    /// What holds where nothing is configured.
    public static Limits defaults() {
        return new Limits(HttpLimits.defaults());
    }
}
