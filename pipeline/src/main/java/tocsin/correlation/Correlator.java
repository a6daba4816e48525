package tocsin.correlation;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.Statement;
import tocsin.model.Kept;
import tocsin.model.OfficialAlerts;
import tocsin.rules.Correlation;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;

/// Ties evidence to an incident: by reference, else to the one it fits best, if it fits well enough.
public final class Correlator {
    /// How far below the threshold what a person should look at may be.
    private static final double DOUBT = 0.1;

    private Correlator() {}

    /// An incident the evidence joins, and why, as a sentence.
    public record Join(IncidentFile incident, String reason) {}

    /// The incident evidence joins by what it says, or none; and why.
    ///
    /// @param join the incident; empty where it belongs to none that is known
    /// @param reason why, as a sentence; of evidence that joins none, what the nearest lacked
    /// @param perhaps incidents that may be the same event, the likeliest first; empty where it joins one
    public record Choice(Optional<Join> join, String reason, List<Join> perhaps) {}

    /// Whether the evidence may join this incident that its reference names.
    public static Optional<Join> byReference(Clue clue, IncidentFile referenced, String reason) {
        return referenced.getIncident().getStatus() == clue.status()
                ? Optional.of(new Join(referenced, reason))
                : Optional.empty();
    }

    /// The same of an agency's case number: one that is used twice by mistake swallows no event of somewhere else.
    public static Optional<Join> byCaseNumber(Clue clue, IncidentFile referenced, String reason) {
        return byReference(clue, referenced, reason).filter(join -> !SameEvent.isElsewhere(clue, join.incident()));
    }

    private record Scored(IncidentFile file, Score score) {}

    /// The incident among these that the evidence fits best, if it reaches the threshold and is not another event; else
    /// those a person should look at.
    public static Choice byLikeness(Clue clue, List<IncidentFile> candidates, Correlation rules) {
        List<IncidentFile> open = candidates.stream().filter(candidate -> mayJoin(clue, candidate)).toList();
        List<Scored> scored = best(open, candidate -> Score.of(clue, candidate, rules));
        Optional<Scored> best = scored.stream().filter(one -> !SameEvent.isAnother(clue, one.file())).findFirst();
        if (best.isPresent() && best.get().score().total() >= rules.threshold()) {
            String reason = best.get().score().reason(rules);
            return new Choice(Optional.of(new Join(best.get().file(), reason)), reason, List.of());
        }
        List<Join> perhaps = clue.report() == null
                ? List.of()
                : best(open, candidate -> Score.resembling(clue, candidate, rules)).stream()
                        .filter(one -> one.score().total() >= rules.threshold() - DOUBT).limit(Kept.PERHAPS_SAME)
                        .map(one -> new Join(one.file(), one.score().reason(rules))).toList();
        if (scored.isEmpty()) {
            return new Choice(Optional.empty(), "no incident of this kind is known there and then", perhaps);
        }
        Scored nearest = scored.getFirst();
        String why = nearest.score().total() >= rules.threshold()
                ? " may be another event, for place and words do not both say that it is the same: "
                : " is not like enough: ";
        return new Choice(Optional.empty(), "the nearest, " + nearest.file().getIncident().getIncidentId() + "," + why
                + nearest.score().reason(rules), perhaps);
    }

    /// Those that have a score, the best first.
    private static List<Scored> best(List<IncidentFile> candidates,
            Function<IncidentFile, Optional<Score>> scoring) {
        return candidates.stream()
                .flatMap(candidate -> scoring.apply(candidate).map(score -> new Scored(candidate, score)).stream())
                .sorted(Comparator.comparingDouble((Scored scored) -> -scored.score().total())
                        .thenComparing(scored -> scored.file().getIncident().getOpenedAt())
                        .thenComparing(scored -> scored.file().getIncident().getIncidentId()))
                .toList();
    }

    private static boolean mayJoin(Clue clue, IncidentFile candidate) {
        IncidentState state = candidate.getIncident().getState();
        boolean open = state == IncidentState.OPEN || state == IncidentState.ACKNOWLEDGED;
        return open && !OfficialAlerts.isAlone(candidate) && candidate.getIncident().getStatus() == clue.status()
                && !otherCase(clue, candidate);
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
