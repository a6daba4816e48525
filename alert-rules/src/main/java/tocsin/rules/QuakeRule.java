package tocsin.rules;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import tocsin.v1.Category;
import tocsin.v1.WarningLevel;

/// The levels of an earthquake, by its magnitude or by how strongly it is felt in the pack's areas. Tocsin's own notices
/// (监测提示), never official signals.
///
/// @param provenance where it comes from
/// @param metric the metric of its readings
/// @param kinds the kinds of event it speaks of: a quarry's blast is none
/// @param category the category of what it warns of
/// @param type the type of what it warns of
/// @param attenuation how shaking lessens with distance; empty where levels ask for the magnitude alone
/// @param levels what each level asks for, gravest first
public record QuakeRule(Provenance provenance, String metric, Set<String> kinds, Category category, String type,
        Optional<Attenuation> attenuation, List<Level> levels) {
    public QuakeRule {
        kinds = Set.copyOf(kinds);
        levels = List.copyOf(levels);
    }

    /// What reaches a level: either of the two.
    ///
    /// @param magnitude the least magnitude; empty where it does not count
    /// @param intensity the least estimated intensity (烈度) in an area; empty where it does not count
    public record Level(WarningLevel level, OptionalDouble magnitude, OptionalDouble intensity) {}

    /// How shaking lessens: intensity = constant + magnitude × perMagnitude − ln(R + nearKm) × perLogDistance, where R is
    /// the distance from the hypocentre in km.
    public record Attenuation(double constant, double perMagnitude, double perLogDistance, double nearKm) {
        /// The estimated intensity; never less than 1, which nobody feels, nor more than 12.
        ///
        /// @param awayKm distance from the epicentre
        /// @param depthKm depth of the hypocentre
        public double intensity(double magnitude, double awayKm, double depthKm) {
            double hypocentral = Math.hypot(awayKm, depthKm);
            return Math.clamp(constant + perMagnitude * magnitude - perLogDistance * Math.log(hypocentral + nearKm), 1,
                    12);
        }
    }

    /// The level of an earthquake of this magnitude that is felt so strongly; empty below all.
    public Optional<WarningLevel> level(double magnitude, double intensity) {
        return levels.stream().filter(level -> magnitude >= level.magnitude().orElse(Double.POSITIVE_INFINITY)
                || intensity >= level.intensity().orElse(Double.POSITIVE_INFINITY)).map(Level::level).findFirst();
    }
}
