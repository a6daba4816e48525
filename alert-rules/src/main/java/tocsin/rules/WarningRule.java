package tocsin.rules;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tocsin.v1.Category;
import tocsin.v1.WarningLevel;

/// The warning levels of one metric, summed over a window of event time.
///
/// @param provenance where it comes from
/// @param metric what is measured
/// @param unit the unit it is measured in
/// @param window the time whose values are summed; zero for the latest value alone
/// @param category the category of what it warns of
/// @param type the type of what it warns of
/// @param levels the least value of each level, gravest first
public record WarningRule(Provenance provenance, String metric, String unit, Duration window, Category category,
        String type, Map<WarningLevel, Double> levels) {
    /// The level this value reaches, or empty below all.
    public Optional<WarningLevel> level(double value) {
        return levels.entrySet().stream().filter(level -> value >= level.getValue()).map(Map.Entry::getKey)
                .findFirst();
    }
}
