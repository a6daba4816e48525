package tocsin.correlation;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.Statement;
import tocsin.rules.Correlation;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;

/// Ties evidence to an incident: by reference, else to the one it fits best, if it fits well enough.
public final class Correlator {
    private Correlator() {}

    /// An incident the evidence joins, and why, as a sentence.
    public record Join(IncidentFile incident, String reason) {}

    /// The incident evidence joins by what it says, or none; and why.
    ///
    /// @param join the incident; empty where it belongs to none that is known
    /// @param reason why, as a sentence; of evidence that joins none, what the nearest lacked
    public record Choice(Optional<Join> join, String reason) {}

    /// Whether the evidence may join this incident that its reference names.
    public static Optional<Join> byReference(Clue clue, IncidentFile referenced, String reason) {
        return referenced.getIncident().getStatus() == clue.status()
                ? Optional.of(new Join(referenced, reason))
                : Optional.empty();
    }

    private record Scored(IncidentFile file, Score score) {}

    /// The incident among these that the evidence fits best, if it reaches the threshold.
    public static Choice byLikeness(Clue clue, List<IncidentFile> candidates, Correlation rules) {
        Optional<Scored> best = candidates.stream().filter(candidate -> mayJoin(clue, candidate))
                .flatMap(candidate -> Score.of(clue, candidate, rules)
                        .map(score -> new Scored(candidate, score)).stream())
                .max(Comparator.comparingDouble((Scored scored) -> scored.score().total())
                        .thenComparing(scored -> scored.file().getIncident().getOpenedAt(), Comparator.reverseOrder())
                        .thenComparing(scored -> scored.file().getIncident().getIncidentId(),
                                Comparator.reverseOrder()));
        if (best.isEmpty()) {
            return new Choice(Optional.empty(), "no incident of this kind is known there and then");
        }
        Incident incident = best.get().file().getIncident();
        String reason = best.get().score().reason(rules);
        return best.get().score().total() >= rules.threshold()
                ? new Choice(Optional.of(new Join(best.get().file(), reason)), reason)
                : new Choice(Optional.empty(), "the nearest, " + incident.getIncidentId() + ", is not like enough: "
                        + reason);
    }

    private static boolean mayJoin(Clue clue, IncidentFile candidate) {
        IncidentState state = candidate.getIncident().getState();
        boolean open = state == IncidentState.OPEN || state == IncidentState.ACKNOWLEDGED;
        return open && candidate.getIncident().getStatus() == clue.status() && !otherCase(clue, candidate);
    }

    /// Whether the same agency already gave this incident another reference: then it means another event.
    private static boolean otherCase(Clue clue, IncidentFile candidate) {
        if (clue.agencyId() == null || clue.incidentRef() == null) {
            return false;
        }
        for (Statement statement : candidate.getStatements()) {
            if (statement.getAgencyId().equals(clue.agencyId()) && !statement.getRefs().isEmpty()
                    && !statement.getRefs().contains(clue.incidentRef())) {
                return true;
            }
        }
        return false;
    }

    /// The incident with its marks moved by evidence that joins it.
    public static IncidentFile moved(IncidentFile file, Clue clue, Correlation rules) {
        return IncidentFile.newBuilder(file)
                .setMarks(Marks.with(Marks.of(file), clue, rules.reachOf(file.getIncident().getType()))).build();
    }
}
