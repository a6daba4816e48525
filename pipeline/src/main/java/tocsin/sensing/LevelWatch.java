package tocsin.sensing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.LevelChange;
import tocsin.internal.v1.SensorWindow;
import tocsin.internal.v1.WindowValue;
import tocsin.rules.WarningRule;
import tocsin.rules.directory.Sensor;
import tocsin.v1.Location;
import tocsin.v1.SensorReading;
import tocsin.v1.WarningLevel;

/// Decides the warning level of one sensor and metric from its readings on event time.
final class LevelWatch {
    /// Readings a window holds at most: 72 hours of one a minute; some 70 kB.
    private static final int LIMIT = 4_320;

    private LevelWatch() {}

    /// The window after a reading, and the change of level it made, if it made one.
    record Decision(SensorWindow window, Optional<LevelChange> change) {}

    static Decision decide(SensorWindow window, SensorReading reading, WarningRule rule, Sensor sensor,
            Instant arrivedAt) {
        List<WindowValue> values = new ArrayList<>(window.getValues());
        values.removeIf(value -> value.getAt().equals(reading.getObservedAt()));
        values.add(new WindowValue(reading.getObservedAt(), reading.getValue()));
        values.sort(Comparator.comparing(WindowValue::getAt));
        Instant newest = values.getLast().getAt();
        Duration span = rule.window();
        values.removeIf(value -> span.isZero()
                ? value.getAt().isBefore(newest)
                : !value.getAt().isAfter(newest.minus(span)));
        while (values.size() > LIMIT) {
            values.removeFirst();
        }
        double sum = values.stream().mapToDouble(WindowValue::getValue).sum();
        WarningLevel level = rule.level(sum).orElse(null);
        WarningLevel before = window.getLevel();
        Optional<LevelChange> change = level == before
                ? Optional.empty()
                : Optional.of(new LevelChange(sensor.id(), rule.metric(), rule.provenance().id(), level, before, sum,
                        rule.unit(), reading.getObservedAt(), arrivedAt, location(reading.getLocation(), sensor),
                        reading.getStatus()));
        return new Decision(new SensorWindow(List.copyOf(values), level), change);
    }

    private static Location location(@Nullable Location stated, Sensor sensor) {
        return stated != null && stated.getLatitude() != null
                ? stated
                : new Location(sensor.area(), sensor.place(), sensor.latitude(), sensor.longitude(), null);
    }
}
