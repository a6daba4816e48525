package tocsin.rules.directory;

import java.util.Set;
import tocsin.rules.Words;

/// Sensors that are looked at together: one that is silent is a device to mend, many at once are a line, a station or a
/// network that is down.
///
/// @param id its id
/// @param name what it is called
/// @param sensors its sensors' ids
/// @param silent so many of them silent at once are news of their own
public record SensorGroup(String id, Words name, Set<String> sensors, int silent) {
    public SensorGroup {
        sensors = Set.copyOf(sensors);
    }
}
