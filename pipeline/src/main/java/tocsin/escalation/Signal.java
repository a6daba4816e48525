package tocsin.escalation;

import org.jspecify.annotations.Nullable;
import tocsin.rules.Words;
import tocsin.v1.Grade;

/// What can move an escalation.
public sealed interface Signal {
    /// Why an incident is thought to be.
    enum Ground {
        /// A report that is believed.
        REPORT,
        /// Only reports that are not believed yet.
        UNVERIFIED_REPORT,
        /// Only sensors.
        SENSOR,
        /// Only public posts.
        MEDIA
    }

    /// There is evidence.
    ///
    /// @param ground what the incident rests on now
    /// @param grade its grade now, or null
    /// @param stale whether this evidence came too late to page anybody
    /// @param reopens whether it is new harm by which the pack opens a closed incident again
    /// @param proves whether it is the first of a sender who proved who it is, of what only others had said before
    /// @param detail what the evidence measured, for notices of sensors and media; empty for reports
    record Evidence(Ground ground, @Nullable Grade grade, boolean stale, boolean reopens, boolean proves,
            Words detail)
            implements
                Signal {
        /// Evidence that proves nothing anew.
        public Evidence(Ground ground, @Nullable Grade grade, boolean stale, boolean reopens, Words detail) {
            this(ground, grade, stale, reopens, false, detail);
        }

        /// Evidence that opens nothing again by itself, and proves nothing anew.
        public Evidence(Ground ground, @Nullable Grade grade, boolean stale, Words detail) {
            this(ground, grade, stale, false, false, detail);
        }
    }

    /// Somebody ordered that a closed incident goes on.
    ///
    /// @param grade its grade, or null
    record Reopened(String by, @Nullable Grade grade) implements Signal {}

    /// Somebody answered.
    record Acknowledged(String by) implements Signal {}

    /// Somebody ended it.
    record Closed(String by) implements Signal {}

    /// What was warned of has expired: nothing is due any more, and nobody needs to be told.
    record Lapsed() implements Signal {}

    /// Somebody found that it was wrong: everybody who was told is told so.
    record Retracted(String by) implements Signal {}

    /// Everybody of the level that was paged turned out to be unreachable.
    record Unreachable() implements Signal {}

    /// Somebody ordered the next level to be told at once.
    record EscalateOrdered(String by) implements Signal {}

    /// The due time has passed.
    record TimePassed() implements Signal {}
}
