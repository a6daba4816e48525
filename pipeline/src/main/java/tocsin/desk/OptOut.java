package tocsin.desk;

import java.util.List;
import tocsin.model.FindingDraft;
import tocsin.rules.Provenance;
import tocsin.rules.Words;
import tocsin.v1.Outcome;

/// An official who wants no SMS, told by himself or by the provider: a duty officer who cannot be paged by SMS is a finding.
final class OptOut {
    private static final Provenance RULE = new Provenance("D2", "工作要点第五条：政务值班", "现代化指挥调度");

    private OptOut() {}

    /// Notes it, once.
    static void note(DeskTurn turn, String official) {
        if (turn.tells().hasOptedOut(official)) {
            return;
        }
        turn.tells().optOut(official, turn.now);
        Words sentence = new Words(official + "已退订短信，只能以其他方式通知；请其回复START，或另登记号码。",
                "The official " + official + " has opted out of SMS and is told by other means only;"
                        + " ask for START, or give another number.");
        turn.put(turn.finding(new FindingDraft(RULE, Outcome.OPTED_OUT, List.of(official), sentence), null, null,
                null));
    }
}
