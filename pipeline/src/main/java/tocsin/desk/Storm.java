package tocsin.desk;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.IncidentFile;
import tocsin.v1.Incident;

/// Keeps a storm of reports about one event from becoming a storm of pictures: of an incident that rests on much
/// evidence, changes are put out together. Its state, its grade and how sure it is are never held back.
final class Storm {
    /// Pieces of evidence from which on changes are put out together.
    static final int FROM = 100;
    /// How long a change waits at most.
    static final Duration HELD = Duration.ofSeconds(10);

    private Storm() {}

    /// The incident, and whether its picture is put out now or when.
    ///
    /// @param before the incident as it was kept, or null
    static IncidentFile shown(@Nullable IncidentFile before, IncidentFile after, Instant now) {
        Incident is = after.getIncident();
        if (before == null || is.getEvidence().size() < FROM || before.getIncident().equals(is)) {
            return after;
        }
        Incident was = before.getIncident();
        boolean weighty = was.getState() != is.getState() || was.getGrade() != is.getGrade()
                || was.getConfidence() != is.getConfidence();
        Instant shownAt = after.getShownAt();
        boolean soon = shownAt != null && shownAt.plus(HELD).isAfter(now);
        return weighty || !soon
                ? IncidentFile.newBuilder(after).setShownAt(now).setShowAt(null).build()
                : IncidentFile.newBuilder(after).setShowAt(shownAt.plus(HELD)).build();
    }
}
