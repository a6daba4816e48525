package tocsin.desk;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tocsin.assessment.Belief;
import tocsin.internal.v1.IncidentFile;
import tocsin.rules.Words;
import tocsin.v1.Confidence;
import tocsin.v1.Incident;
import tocsin.v1.NotifyReason;
import tocsin.v1.TimelineKind;

/// How sure an incident is within a turn: judged anew whenever its evidence changes, told when it changes.
final class BeliefTurn {
    private final DeskTurn turn;

    BeliefTurn(DeskTurn turn) {
        this.turn = turn;
    }

    /// The incident with what its evidence makes of it now.
    IncidentFile judged(IncidentFile file) {
        Belief belief = Belief.of(file, turn.pack.accuracy().credence(),
                agency -> new TrustIndex(turn).of(agency).trust());
        Incident was = file.getIncident();
        if (was.getConfidence() != belief.confidence()) {
            turn.event(TimelineKind.CONFIDENCE_CHANGED, was.getIncidentId(), "desk",
                    turn.pack.accuracy().credence().provenance().id(),
                    was.getConfidence() + " to " + belief.confidence() + ": " + belief.reason(),
                    Map.of("from", was.getConfidence().name(), "to", belief.confidence().name()));
        }
        return IncidentFile.newBuilder(file).setIncident(Incident.newBuilder(was).setConfidence(belief.confidence())
                .setConfidenceReason(belief.reason()).setSources(belief.sources()).build()).build();
    }

    /// The incident, which is kept; where it is no longer as sure as it was, the duty desk is asked to verify it.
    ///
    /// @param before the incident before this turn, or null
    IncidentFile doubted(@Nullable IncidentFile before, IncidentFile after) {
        boolean was = before != null && List.of(Confidence.CONFIRMED, Confidence.PROBABLE)
                .contains(before.getIncident().getConfidence());
        boolean is = List.of(Confidence.CONFIRMED, Confidence.PROBABLE)
                .contains(after.getIncident().getConfidence());
        if (!was || is) {
            return after;
        }
        IncidentFile asked = new Paging(turn).aside(after,
                turn.pack.policy(turn.pack.verificationPolicy()).levels().getFirst(), NotifyReason.VERIFY,
                new Words("可信度下降：" + after.getIncident().getConfidenceReason(),
                        "less sure than before: " + after.getIncident().getConfidenceReason()));
        return turn.keep(after, asked);
    }
}
