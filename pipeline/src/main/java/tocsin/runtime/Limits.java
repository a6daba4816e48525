package tocsin.runtime;

import tocsin.api.HttpLimits;
import tocsin.stalls.StallWatch;

/// Bounds that an operator may change.
///
/// @param http those of the HTTP server
/// @param alerting how long something stored may reach nobody
public record Limits(HttpLimits http, StallWatch.Limits alerting) {
    /// What holds where nothing is configured.
    public static Limits defaults() {
        return new Limits(HttpLimits.defaults(), StallWatch.Limits.USUAL);
    }
}
