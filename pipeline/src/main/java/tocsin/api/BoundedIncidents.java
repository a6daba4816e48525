package tocsin.api;

import org.jspecify.annotations.Nullable;
import tocsin.readmodel.ReadModel;

/// Which incidents a caller may act on, as far as they are known here.
record BoundedIncidents(ReadModel model) {
    /// Whether what belongs to this incident may be shown to somebody who sees every agency's records. Where areas bound
    /// him, what belongs to no known incident may not.
    boolean shows(Caller caller, @Nullable String incidentId) {
        return caller.bounds().areas().isEmpty()
                || incidentId != null && model.incident(incidentId).filter(caller::mayActOn).isPresent();
    }

    /// The same for a record that its own agency sees, too, wherever it belongs.
    boolean showsOwn(Caller caller, @Nullable String incidentId) {
        return !caller.role().maySeeEverything() || shows(caller, incidentId);
    }

    /// Throws 403 where this incident is known and lies outside the caller's bounds.
    void require(Caller caller, String incidentId) {
        model.incident(incidentId).ifPresent(caller::requireMayActOn);
    }
}
