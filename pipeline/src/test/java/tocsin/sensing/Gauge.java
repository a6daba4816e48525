package tocsin.sensing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tocsin.desk.FixedPacks;
import tocsin.internal.v1.InterruptionKind;
import tocsin.internal.v1.LevelChange;
import tocsin.internal.v1.LevelInterruption;
import tocsin.internal.v1.SensorFault;
import tocsin.internal.v1.SensorFaultKind;
import tocsin.internal.v1.SensorSeries;
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
    final List<LevelInterruption> interruptions = new ArrayList<>();
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

    private Gauge(Gauge like) {
        this.pack = like.pack;
        this.directory = like.directory;
        this.metric = like.metric;
        this.unit = like.unit;
        this.series = memory.series("gauge|" + metric);
    }

    /// Another gauge of the same city that has told nothing yet: reading a pack takes most of the time of a test.
    Gauge fresh() {
        return new Gauge(this);
    }

    Directory directory() {
        return directory;
    }

    /// A reading observed so long after the beginning, arrived in time.
    Gauge tells(double value, Duration after) {
        return tells(value, unit, after, after);
    }

    Gauge tells(double value, String in, Duration observed, Duration arrived) {
        return tells(value, in, observed, arrived, null);
    }

    /// @param revised when its source changed it last; null where it does not say
    Gauge tells(double value, String in, Duration observed, Duration arrived, @Nullable Duration revised) {
        Sensing.Read read = Sensing.read(
                new SensorReading(null, "gauge", metric, value, in, BEGIN.plus(observed), null, null, null,
                        Status.ACTUAL, null, revised == null ? null : BEGIN.plus(revised), Map.of()),
                BEGIN.plus(arrived), pack, directory, memory);
        changes.addAll(read.changes());
        faults.addAll(read.faults());
        interruptions.addAll(read.interruptions());
        refusals.addAll(read.refusals());
        return this;
    }

    /// Time passes, and nothing comes.
    Gauge looks(Duration after) {
        SensorSeries whole = series.whole();
        if (whole != null) {
            NoData.Found found = NoData.look("gauge", metric, whole, BEGIN.plus(after), pack, directory, memory);
            faults.addAll(found.faults());
            interruptions.addAll(found.interruptions());
        }
        return this;
    }

    /// When the pauses began that were told, in the order of their telling.
    List<Duration> gaps() {
        return faults.stream().filter(fault -> fault.getKind() == SensorFaultKind.GAP)
                .map(fault -> Duration.between(BEGIN, fault.getSince())).toList();
    }

    /// What became of levels without data, in order.
    List<InterruptionKind> interrupted() {
        return interruptions.stream().map(LevelInterruption::getKind).toList();
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
