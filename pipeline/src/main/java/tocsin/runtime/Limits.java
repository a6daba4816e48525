package tocsin.runtime;

import tocsin.api.HttpLimits;
import tocsin.persons.SessionRules;
import tocsin.stalls.StallWatch;

/// Bounds that an operator may change.
///
/// @param http those of the HTTP server
/// @param alerting how long something stored may reach nobody
/// @param sessions how long persons stay signed in
public record Limits(HttpLimits http, StallWatch.Limits alerting, SessionRules sessions) {
    /// What holds where nothing is configured.
    public static Limits defaults() {
        return new Limits(HttpLimits.defaults(), StallWatch.Limits.USUAL, SessionRules.USUAL);
    }
}
