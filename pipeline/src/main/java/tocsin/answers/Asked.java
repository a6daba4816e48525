package tocsin.answers;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import tocsin.model.Grades;
import tocsin.v1.Grade;

/// An incident somebody was told of.
///
/// @param incidentId its name
/// @param waits whether an answer is still awaited
/// @param grade its grade, or null where it has none
/// @param real whether it is real, and no exercise or test
/// @param askedAt when this person was asked
/// @param answerable whether he was asked before he wrote: what is older than the question answers another one
public record Asked(String incidentId, boolean waits, @Nullable Grade grade, boolean real, Instant askedAt,
        boolean answerable) {
    /// What is real before what is not, then the gravest, then what has waited longest.
    public static final Comparator<Asked> GRAVEST_FIRST = Comparator.comparingInt((Asked asked) -> asked.real() ? 0 : 1)
            .thenComparingInt(asked -> -Grades.gravity(asked.grade())).thenComparing(Asked::askedAt)
            .thenComparing(Asked::incidentId);
}
