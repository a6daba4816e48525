package tocsin.rules;

import java.time.Duration;
import tocsin.v1.Category;
import tocsin.v1.WarningLevel;

/// When a metric without a legal limit is unusual: far from what is usual at that hour of the day, or from what it was
/// altogether.
///
/// @param provenance where it comes from
/// @param metric the metric
/// @param category the category of what it is a sign of
/// @param type the type of what it is a sign of
/// @param level the level an unusual value has
/// @param days how many days what is usual at an hour is learned from, 3 to 60
/// @param seasonal how many robust deviations from that are unusual
/// @param overall how many standard deviations from the mean of all values are unusual
/// @param within over how long the median is compared
/// @param mergeGap how long nothing unusual must come for the level to be lifted
public record UnusualRule(Provenance provenance, String metric, Category category, String type, WarningLevel level,
        int days, double seasonal, double overall, Duration within, Duration mergeGap) {}
