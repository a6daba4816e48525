package tocsin.desk;

import java.util.Map;
import tocsin.internal.v1.Activated;
import tocsin.v1.TimelineKind;

/// A pack comes into force at a desk: from this record of its inbox on.
final class ActivationTurn {
    private final DeskTurn turn;

    ActivationTurn(DeskTurn turn) {
        this.turn = turn;
    }

    void take(Activated activated) {
        turn.event(TimelineKind.RULES_ACTIVATED, null, activated.getBy(), null, "rules " + activated.getPackHash()
                + " are in force",
                Map.of("packHash", activated.getPackHash(), "directoryHash",
                        activated.getDirectoryHash()));
        new DailyTurn(turn).plan();
    }
}
