package tocsin.rules.directory;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A sensor the directory knows.
///
/// @param id its id in readings
/// @param area the area it stands in
/// @param place where it stands, in words
/// @param latitude degrees north
/// @param longitude degrees east
/// @param metrics what it measures, by name; a metric that is not listed is taken as it comes
/// @param maintenance when it is worked on
/// @param agency the agency whose key alone may speak for it; null where any reporter's may
/// @param levels limits of its own by the id of the rule whose limits they replace, gravest first
public record Sensor(String id, String area, String place, double latitude, double longitude,
        Map<String, Measured> metrics, List<Maintenance> maintenance, @Nullable String agency,
        Map<String, List<OwnLevel>> levels) {
    public Sensor {
        metrics = Map.copyOf(metrics);
        maintenance = List.copyOf(maintenance);
        levels = Map.copyOf(levels);
    }

    /// What is known of a metric of it, if it is listed.
    public Optional<Measured> metric(String name) {
        return Optional.ofNullable(metrics.get(name));
    }

    /// The limits it has of its own for a rule; empty where it has those of the rule.
    public List<OwnLevel> levelsOf(String rule) {
        return levels.getOrDefault(rule, List.of());
    }

    /// Whether it is worked on at this instant.
    public boolean isWorkedOn(Instant at) {
        return maintenance.stream().anyMatch(window -> window.has(at));
    }
}
