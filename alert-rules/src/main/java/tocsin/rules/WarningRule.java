package tocsin.rules;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tocsin.rules.directory.OwnLevel;
import tocsin.v1.Category;
import tocsin.v1.WarningLevel;

/// The warning levels of one metric over windows of event time: Tocsin's own notices (监测提示), never official signals.
///
/// @param provenance where it comes from
/// @param table whose scale it follows; null where it follows none
/// @param metric what is measured
/// @param unit the unit it is measured in
/// @param aggregate what is made of the values of a window
/// @param falling whether a level is reached by falling to its limit, as with low water or frost, and not by rising to it
/// @param category the category of what it warns of
/// @param type the type of what it warns of
/// @param window the time that counts for limits without a window of their own; zero for the latest value alone
/// @param thresholds the limit of each level, gravest first; empty where only sensors with limits of their own have any
/// @param leastValues how many values a window must hold before it counts: a mean over a day is none after its first hour
/// @param holds how long a level must be reached before it counts; zero for at once
/// @param hysteresis how far behind its limit a level is left again, as a share of the limit, 0 to 1
/// @param mergeGap how long it must be quiet before a warning is lifted: two episodes closer than this are one
/// @param noData how long a level is kept whose data have stopped; empty where the pack does not say
public record WarningRule(Provenance provenance, @org.jspecify.annotations.Nullable WarningTable table, String metric,
        String unit, Aggregate aggregate, boolean falling, Category category, String type, Duration window,
        List<Threshold> thresholds, int leastValues, Duration holds, double hysteresis, Duration mergeGap,
        Optional<Duration> noData) {
    /// The longest window.
    public static final Duration LONGEST = Duration.ofDays(3);

    public WarningRule {
        thresholds = List.copyOf(thresholds);
    }

    /// What is made of the values of a window.
    public enum Aggregate {
        /// The latest value alone.
        LATEST,
        /// Their sum.
        SUM,
        /// Their mean.
        MEAN,
        /// The largest of them, or the smallest where levels are reached by falling.
        EXTREME,
        /// How much it rose (or, less than zero, fell) in an hour, from the first value of the window to the last.
        RATE
    }

    /// What must be reached for a level.
    ///
    /// @param level the level
    /// @param limit the value that reaches it, in the rule's unit
    /// @param window the time that counts, up to the latest value and without its own beginning; zero for the latest alone
    public record Threshold(WarningLevel level, double limit, Duration window) {}

    /// This rule with the limits of one sensor in place of its own. A limit without a window has that of the rule's
    /// level, or else the rule's.
    ///
    /// @param own the sensor's limits; empty leaves the rule as it is
    public WarningRule with(List<OwnLevel> own) {
        return own.isEmpty()
                ? this
                : new WarningRule(provenance, table, metric, unit, aggregate, falling, category, type, window,
                        own.stream().sorted(Comparator.comparing(OwnLevel::level))
                                .map(level -> new Threshold(level.level(), level.limit(),
                                        level.window().orElseGet(() -> window(level.level()))))
                                .toList(),
                        leastValues, holds, hysteresis, mergeGap, noData);
    }

    private Duration window(WarningLevel level) {
        return thresholds.stream().filter(threshold -> threshold.level() == level).findFirst()
                .map(Threshold::window).orElse(window);
    }

    /// The longest window of its levels.
    public Duration longest() {
        return thresholds.stream().map(Threshold::window).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }
}
