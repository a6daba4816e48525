package tocsin.rules;

import java.time.Duration;
import tocsin.v1.Category;
import tocsin.v1.WarningLevel;

/// When a metric without a legal limit is unusual: far from what it was just before, from what is usual at that hour, or
/// from what it ever was.
///
/// @param provenance where it comes from
/// @param metric the metric
/// @param category the category of what it is a sign of
/// @param type the type of what it is a sign of
/// @param level the level an unusual value has
/// @param days how many days what is usual at an hour is learned from, 3 to 60; a week is learned from twice as many
/// @param seasonal how far beyond what usual days bring is unusual; at 7 the limit is as learned, at 14 twice as far
/// @param overall the same for the distance from the mean of all hours; at 3 the limit is as learned
/// @param within over how long the last values are compared; 16 values at least
/// @param mergeGap how long nothing unusual must come for the level to be lifted
public record UnusualRule(Provenance provenance, String metric, Category category, String type, WarningLevel level,
        int days, double seasonal, double overall, Duration within, Duration mergeGap) {}
