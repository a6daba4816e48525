package tocsin.desk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import tocsin.correlation.Clue;
import tocsin.correlation.Marks;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.Mark;
import tocsin.model.Places;
import tocsin.rules.Correlation.Chain;
import tocsin.v1.TimelineKind;

/// Which open incidents may have brought a new one forth (次生、衍生事件): the pack says what follows from what.
final class Chains {
    /// Causes an incident names: a person reads them.
    private static final int MOST = 5;

    private final DeskTurn turn;

    Chains(DeskTurn turn) {
        this.turn = turn;
    }

    /// The incidents that may have brought this one forth; the timelines of all of them say so.
    ///
    /// @param incidentId the new incident
    List<String> causes(Clue clue, String incidentId) {
        List<String> causes = new ArrayList<>();
        for (Chain chain : turn.pack.correlation().chains()) {
            if (chain.effect().equals(clue.type())) {
                turn.places().near(List.of("t:" + chain.cause()), clue, chain.metres(),
                        clue.around().minus(chain.within()), clue.around(), turn.stores::incident).stream()
                        .filter(cause -> cause.getIncident().getStatus() == clue.status())
                        .filter(cause -> causes.size() < MOST && linked(clue, cause, chain, incidentId))
                        .forEach(cause -> causes.add(cause.getIncident().getIncidentId()));
            }
        }
        return List.copyOf(causes);
    }

    private boolean linked(Clue clue, IncidentFile cause, Chain chain, String incidentId) {
        for (Mark mark : Marks.of(cause)) {
            Duration after = Duration.between(mark.getAt(), clue.around());
            OptionalDouble metres = Places.metresBetween(clue.location(), Marks.location(mark));
            if (!after.isNegative() && after.compareTo(chain.within()) <= 0 && metres.isPresent()
                    && metres.getAsDouble() <= chain.metres()) {
                tell(cause, chain, metres.getAsDouble(), after, incidentId);
                return true;
            }
        }
        return false;
    }

    private void tell(IncidentFile cause, Chain chain, double metres, Duration after, String incidentId) {
        String causeId = cause.getIncident().getIncidentId();
        String why = String.format(Locale.ROOT, "%s may bring forth %s: %.0f m away, %d min after", chain.cause(),
                chain.effect(), metres, after.toMinutes());
        turn.event(TimelineKind.LINKED, incidentId, "desk", turn.pack.correlation().provenance().id(),
                "perhaps brought forth by " + causeId + ": " + why, Map.of("cause", causeId));
        turn.event(TimelineKind.LINKED, causeId, "desk", turn.pack.correlation().provenance().id(),
                "perhaps brings forth " + incidentId + ": " + why, Map.of("effect", incidentId));
    }
}
