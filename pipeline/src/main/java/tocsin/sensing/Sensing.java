package tocsin.sensing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.LevelChange;
import tocsin.internal.v1.SensorWindow;
import tocsin.rules.Pack;
import tocsin.rules.WarningRule;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Sensor;
import tocsin.v1.SensorReading;

/// What a pack's warning rules say of one reading after those before it.
public final class Sensing {
    private Sensing() {}

    /// The windows that are kept of sensors, by rule and sensor.
    public interface Windows {
        /// The window under this key, or null.
        @Nullable
        SensorWindow get(String key);

        /// Keeps a window under this key.
        void put(String key, SensorWindow window);
    }

    /// The changes of level this reading makes, one a rule at most; none where its sensor is not in the directory.
    ///
    /// @param key the sensor and metric it is kept by
    public static List<LevelChange> read(SensorReading reading, String key, Instant arrivedAt, Pack pack,
            Directory directory, Windows windows) {
        Sensor sensor = directory.sensors().get(reading.getSensorId());
        List<LevelChange> changes = new ArrayList<>();
        if (sensor != null) {
            for (WarningRule rule : pack.warnings()) {
                if (rule.metric().equals(reading.getMetric()) && rule.unit().equals(reading.getUnit())) {
                    String place = rule.provenance().id() + "|" + key;
                    SensorWindow window = windows.get(place);
                    LevelWatch.Decision decision = LevelWatch.decide(
                            window == null ? new SensorWindow(List.of(), null) : window, reading, rule, sensor,
                            arrivedAt);
                    windows.put(place, decision.window());
                    decision.change().ifPresent(changes::add);
                }
            }
        }
        return List.copyOf(changes);
    }

    /// The desk that is told of this sensor, or empty where it is not in the directory.
    public static Optional<String> desk(SensorReading reading, Directory directory) {
        return Optional.ofNullable(directory.sensors().get(reading.getSensorId()))
                .map(sensor -> directory.deskFor(sensor.area()));
    }
}
