package tocsin.desk;

import java.util.List;
import java.util.Map;
import tocsin.fanout.DeskSignature;
import tocsin.fanout.Letter;
import tocsin.internal.v1.SensorFault;
import tocsin.model.Sha256;
import tocsin.model.Spans;
import tocsin.rules.EscalationPolicy;
import tocsin.rules.Words;
import tocsin.rules.directory.Official;
import tocsin.v1.NotifyReason;
import tocsin.v1.TimelineKind;

/// Tells the duty desk that a feed, or a group of sensors, has stalled. It is no incident, and nothing escalates.
final class StalledPage {
    private final DeskTurn turn;

    StalledPage(DeskTurn turn) {
        this.turn = turn;
    }

    /// @param name what it is called
    /// @param words what happened
    void tell(SensorFault fault, Words name, Words words) {
        EscalationPolicy policy = turn.pack.policy(turn.pack.verificationPolicy());
        List<Official> officials = turn.fanout().officials(policy.levels().getFirst(), turn.desk);
        officials.forEach(official -> letter(fault, name, words, official)
                .to(official, policy.channels(), turn.pack, turn.now).ifPresent(turn::put));
        turn.event(TimelineKind.PAGED, null, "desk", policy.name(), "a feed has stalled: the duty desk is told",
                Map.of("feed", fault.getSensorId(), "officials", Integer.toString(officials.size())));
    }

    private Letter letter(SensorFault fault, Words name, Words words, Official official) {
        String language = official.language();
        Map<String, String> said = Letter.words(DeskSignature.of(turn.desk, turn.pack, turn.directory), official,
                fault.getStatus());
        said.put("feed", name.in(language));
        said.put("time", Spans.at(fault.getSince(), turn.pack.zone()).in(language));
        said.put("what", words.in(language));
        return new Letter(NotifyReason.FEED_STALLED, Sha256.of("stalled", turn.desk, fault.getSensorId(),
                turn.now.toString(), official.id()), fault.getStatus(), said, said);
    }
}
