package tocsin.checks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tocsin.rules.Timeliness;
import tocsin.rules.TimelinessRule;
import tocsin.v1.Clock;
import tocsin.v1.Deadline;
import tocsin.v1.IncidentReport;

/// The deadlines of a report: every rule that applies keeps its own result.
public final class Deadlines {
    private Deadlines() {}

    /// Every deadline of this report that arrived then. A clock that is not known starts nothing.
    public static List<Deadline> of(IncidentReport report, Instant arrivedAt, Timeliness timeliness) {
        List<Deadline> deadlines = new ArrayList<>();
        for (TimelinessRule rule : timeliness.rules()) {
            if (rule.kinds().contains(report.getKind())) {
                start(rule.clock(), report)
                        .ifPresent(startedAt -> deadlines.add(judge(rule, startedAt, arrivedAt)));
            }
        }
        return List.copyOf(deadlines);
    }

    private static Deadline judge(TimelinessRule rule, Instant startedAt, Instant arrivedAt) {
        Instant dueAt = startedAt.plus(rule.limit());
        long late = Duration.between(dueAt, arrivedAt).toMillis();
        return new Deadline(rule.provenance().id(), rule.clock(), startedAt, dueAt, arrivedAt, late > 0 ? late : null);
    }

    private static Optional<Instant> start(Clock clock, IncidentReport report) {
        return Optional.ofNullable(switch (clock) {
            case OCCURRENCE -> report.getOccurredAt();
            case LEARNING -> report.getLearnedAt();
            case RECEIPT -> report.getReceivedAt();
            case UNKNOWN -> null;
        });
    }
}
