package tocsin.rules.condition;

import java.util.SortedSet;
import java.util.TreeSet;

/// What a condition comes to: three-valued, because not known is neither yes nor no.
public sealed interface Answer {
    /// It is known.
    enum Known implements Answer {
        /// It holds.
        YES,
        /// It does not hold.
        NO
    }

    /// It cannot be told, because these fields are not known.
    ///
    /// @param fields paths such as `report.casualties.dead`
    record NotKnown(SortedSet<String> fields) implements Answer {
        public NotKnown {
            fields = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(fields));
        }
    }

    /// It could not be worked out: more work than a condition may cost, or an arithmetic that has no result.
    ///
    /// @param why as a sentence
    record Failed(String why) implements Answer {}

    /// Whether it is known to hold.
    default boolean holds() {
        return this == Known.YES;
    }
}
