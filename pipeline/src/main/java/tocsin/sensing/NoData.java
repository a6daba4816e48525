package tocsin.sensing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tocsin.internal.v1.InterruptionKind;
import tocsin.internal.v1.LevelInterruption;
import tocsin.internal.v1.SensorFault;
import tocsin.internal.v1.SensorFaultKind;
import tocsin.internal.v1.SensorSeries;
import tocsin.internal.v1.UsualHour;
import tocsin.rules.Pack;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Measured;
import tocsin.rules.directory.Sensor;
import tocsin.v1.Location;
import tocsin.v1.Status;
import tocsin.v1.WarningLevel;

/// What is found of a series as time passes and nothing comes: that it is silent, that its levels stand without data, and
/// pauses that nothing has filled.
///
/// A level whose data stop is told as interrupted after the longest pause, and kept at most as long as the pack says. Then
/// it is not known any more, which is no all-clear.
public final class NoData {
    private NoData() {}

    /// What is found.
    ///
    /// @param faults what is found of the sensor
    /// @param interruptions what becomes of levels that stand
    public record Found(List<SensorFault> faults, List<LevelInterruption> interruptions) {
        public Found {
            faults = List.copyOf(faults);
            interruptions = List.copyOf(interruptions);
        }
    }

    /// Looks at a series of real readings, and notes what it found there.
    ///
    /// @param whole what is known of the series; looked at first, for most often nothing is found
    public static Found look(String sensorId, String metric, SensorSeries whole, Instant now, Pack pack,
            Directory directory, Sensing.Memory memory) {
        Sensor sensor = directory.sensors().get(sensorId);
        if (sensor == null) {
            return new Found(List.of(), List.of());
        }
        String name = sensorId + "|" + metric;
        List<SensorFault> faults = new ArrayList<>();
        Optional<SensorFault> silent = Sensing.silent(sensorId, metric, whole, now, directory);
        silent.ifPresent(faults::add);
        SensorSeries known = silent.isPresent() ? SensorSeries.newBuilder(whole).setSilent(true).build() : whole;
        Optional<Pauses> pauses = Pauses.of(sensor.metric(metric)).filter(due -> due.isDue(whole, now));
        if (pauses.isPresent()) {
            Pauses.Told told = pauses.get().told(known, memory.series(name));
            told.began().forEach(began -> faults.add(
                    new SensorFault(sensorId, metric, SensorFaultKind.GAP, began, now, Status.ACTUAL)));
            known = told.whole();
        }
        List<LevelInterruption> interruptions = new ArrayList<>();
        if (!known.getLevels().isEmpty() && !sensor.isWorkedOn(now)) {
            known = levels(sensor, metric, known, now, pack, memory, interruptions);
        }
        if (!known.equals(whole)) {
            memory.series(name).keep(known);
        }
        return new Found(faults, interruptions);
    }

    private static SensorSeries levels(Sensor sensor, String metric, SensorSeries whole, Instant now, Pack pack,
            Sensing.Memory memory, List<LevelInterruption> found) {
        Instant taken = whole.getTakenAt() == null ? whole.getArrivedAt() : whole.getTakenAt();
        Optional<Duration> longest = sensor.metric(metric).flatMap(Measured::longestPause);
        boolean interrupted = whole.getInterrupted()
                || longest.filter(pause -> taken.plus(pause).isBefore(now)).isPresent();
        Map<String, WarningLevel> levels = new HashMap<>(whole.getLevels());
        whole.getLevels().forEach((rule, level) -> {
            Optional<Duration> kept = LevelRule.noData(said(rule, pack), longest);
            if (kept.filter(time -> taken.plus(time).isBefore(now)).isPresent()) {
                levels.remove(rule);
                unusualNoMore(memory.usual(sensor.id() + "|" + metric + "|" + rule));
                found.add(interruption(sensor, metric, rule, level, InterruptionKind.NOT_KNOWN, whole.getNewestAt(),
                        now, Status.ACTUAL));
            } else if (interrupted && !whole.getInterrupted()) {
                found.add(interruption(sensor, metric, rule, level, InterruptionKind.INTERRUPTED,
                        whole.getNewestAt(), now, Status.ACTUAL));
            }
        });
        return found.isEmpty()
                ? whole
                : SensorSeries.newBuilder(whole).setLevels(levels).setInterrupted(interrupted && !levels.isEmpty())
                        .build();
    }

    private static Optional<Duration> said(String rule, Pack pack) {
        return pack.warnings().stream().filter(known -> known.provenance().id().equals(rule)).findFirst()
                .flatMap(known -> known.noData());
    }

    /// What was learned stays; that a level stands is forgotten.
    private static void unusualNoMore(Usual.Memory memory) {
        UsualHour hour = memory.hour();
        if (hour != null && hour.getUnusualAt() != null) {
            memory.keep(UsualHour.newBuilder(hour).setUnusualAt(null).build());
        }
    }

    static LevelInterruption interruption(Sensor sensor, String metric, String rule, WarningLevel level,
            InterruptionKind kind, Instant since, Instant at, Status status) {
        return new LevelInterruption(sensor.id(), metric, rule, level, kind, since, at, location(sensor), status);
    }

    /// Where a sensor stands by the directory.
    static Location location(Sensor sensor) {
        return new Location(sensor.area(), sensor.place(), sensor.latitude(), sensor.longitude(), null);
    }
}
