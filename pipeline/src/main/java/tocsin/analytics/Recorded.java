package tocsin.analytics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tocsin.v1.Finding;
import tocsin.v1.Incident;
import tocsin.v1.Status;
import tocsin.v1.TimelineEvent;
import tocsin.v1.TimelineKind;
import tocsin.v1.Verdict;

/// What the topics hold that scores are made of, in the order of the topics.
public final class Recorded {
    private static final Set<TimelineKind> DECISIONS = Set.of(TimelineKind.DECISION_PROPOSED, TimelineKind.DECIDED,
            TimelineKind.APPEALED, TimelineKind.USED, TimelineKind.INSTRUCTED);

    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<TimelineEvent> decisions = new ArrayList<>();
    private final Set<String> unreal = new HashSet<>();

    /// A verdict; of several on one report the first counts.
    public void verdict(Verdict verdict) {
        verdicts.add(verdict);
    }

    /// A finding that is in no verdict, or in one.
    public void finding(Finding finding) {
        findings.add(finding);
    }

    /// An event of the timeline; what tells of no decision is passed over.
    public void event(TimelineEvent event) {
        if (DECISIONS.contains(event.getKind())) {
            decisions.add(event);
        }
    }

    /// The picture of an incident; the last one tells whether it is real.
    public void incident(Incident incident) {
        if (incident.getStatus() == Status.ACTUAL) {
            unreal.remove(incident.getIncidentId());
        } else {
            unreal.add(incident.getIncidentId());
        }
    }

    List<Verdict> verdicts() {
        return verdicts;
    }

    List<Finding> findings() {
        return findings;
    }

    List<TimelineEvent> decisions() {
        return decisions;
    }

    /// Whether this incident is an exercise, a test, or of unknown status.
    boolean isUnreal(@Nullable String incidentId) {
        return incidentId != null && unreal.contains(incidentId);
    }
}
