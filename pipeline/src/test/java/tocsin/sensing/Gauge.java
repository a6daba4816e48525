package tocsin.sensing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tocsin.desk.FixedPacks;
import tocsin.internal.v1.LevelChange;
import tocsin.internal.v1.SensorFault;
import tocsin.rules.Pack;
import tocsin.rules.PackFiles;
import tocsin.rules.PackReader;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.DirectoryReader;
import tocsin.schemas.AvroSafety;
import tocsin.v1.Refusal;
import tocsin.v1.SensorReading;
import tocsin.v1.Status;
import tocsin.v1.WarningLevel;

/// One gauge of a city with warning rules and a directory entry of its own.
final class Gauge {
    static {
        AvroSafety.ensure();
    }

    static final Instant BEGIN = Instant.parse("2026-07-01T00:00:00Z");

    private final Pack pack;
    private final Directory directory;
    private final String metric;
    private final String unit;
    private final SensorsInMemory memory = new SensorsInMemory();
    final Series series;
    final List<LevelChange> changes = new ArrayList<>();
    final List<SensorFault> faults = new ArrayList<>();
    final List<Refusal> refusals = new ArrayList<>();

    /// @param rules `warnings.yaml`
    /// @param entry keys of the sensor's entry beside those every sensor has, or nothing
    Gauge(String metric, String unit, String rules, String entry) {
        PackFiles files = FixedPacks.qingdao().with("warnings.yaml", rules).with("directory/sensors.yaml",
                "sensors:\n  - {id: gauge, area: \"370213\", place: 某站, latitude: 36.16, longitude: 120.43"
                        + (entry.isEmpty() ? "" : ", " + entry) + "}\n");
        this.pack = PackReader.read(files);
        this.directory = DirectoryReader.read(files);
        this.metric = metric;
        this.series = memory.series("gauge|" + metric);
        this.unit = unit;
    }

    Directory directory() {
        return directory;
    }

    /// A reading observed so long after the beginning, arrived in time.
    Gauge tells(double value, Duration after) {
        return tells(value, unit, after, after);
    }

    Gauge tells(double value, String in, Duration observed, Duration arrived) {
        Sensing.Read read = Sensing.read(
                new SensorReading(null, "gauge", metric, value, in, BEGIN.plus(observed), null, null, null,
                        Status.ACTUAL, null, null, Map.of()),
                BEGIN.plus(arrived), pack, directory, memory);
        changes.addAll(read.changes());
        faults.addAll(read.faults());
        refusals.addAll(read.refusals());
        return this;
    }

    /// The level that was told last; null for none.
    @Nullable
    WarningLevel level() {
        return changes.isEmpty() ? null : changes.getLast().getLevel();
    }

    /// Every level that was told, in order; `-` for a lift.
    String told() {
        return String.join(" ", changes.stream()
                .map(change -> change.getLevel() == null ? "-" : change.getLevel().name()).toList());
    }
}
