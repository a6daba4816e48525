package tocsin.desk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.Act;
import tocsin.internal.v1.IncidentFile;
import tocsin.model.Kept;
import tocsin.v1.Action;
import tocsin.v1.TimelineKind;

/// What was done about an incident, kept with it so that a special report can say it.
final class Acts {
    private Acts() {}

    /// The incident with this act.
    ///
    /// @param words what was said with it, or null
    static IncidentFile with(IncidentFile file, TimelineKind kind, String by, @Nullable String words, Instant at) {
        List<Act> acts = new ArrayList<>(file.getActs());
        acts.add(new Act(at, kind, by, words));
        return IncidentFile.newBuilder(file).setActs(acts.subList(Math.max(0, acts.size() - Kept.ACTS), acts.size()))
                .build();
    }

    /// What an order is as an act; empty for what a superior is not told of, or is told of as what came of it.
    static Optional<TimelineKind> of(Action action) {
        return switch (action) {
            case ACKNOWLEDGE -> Optional.of(TimelineKind.ACKNOWLEDGED);
            case ESCALATE -> Optional.of(TimelineKind.ESCALATED);
            case INSTRUCT -> Optional.of(TimelineKind.INSTRUCTED);
            case RETRACT -> Optional.of(TimelineKind.RETRACTED);
            case CONFIRM, REFUTE -> Optional.of(TimelineKind.CONFIDENCE_CHANGED);
            case NOTE, APPROVE, REJECT, PUBLISH, FORWARD, UNKNOWN, SILENCE, MERGE, SPLIT, CORRECT, USE, ACTIVATE,
                    DECIDE, APPEAL, CLOSE, REOPEN ->
                Optional.empty();
        };
    }
}
