package tocsin.sensing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.InterruptionKind;
import tocsin.internal.v1.LevelChange;
import tocsin.internal.v1.LevelInterruption;
import tocsin.internal.v1.SensorFault;
import tocsin.internal.v1.SensorFaultKind;
import tocsin.internal.v1.SensorSeries;
import tocsin.internal.v1.SensorValue;
import tocsin.internal.v1.WarningWatch;
import tocsin.rules.Pack;
import tocsin.rules.UnusualRule;
import tocsin.rules.WarningRule;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Measured;
import tocsin.rules.directory.Sensor;
import tocsin.v1.Location;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.v1.SensorReading;
import tocsin.v1.Status;
import tocsin.v1.WarningLevel;

/// What a pack's warning rules, and what is known of the sensor, say of one reading among those of its series.
///
/// The same readings give the same levels, in whatever order and however often they come: a late one corrects what came
/// after it, one that came before has no effect, and of two for one instant the one counts that its source revised last.
/// What comes later than [Retention] allows counts for nothing.
public final class Sensing {
    /// A clock may go ahead by so much; one reading from far ahead would make every true one too old to count.
    private static final Duration AHEAD = Duration.ofMinutes(10);
    private final SensorReading reading;
    private final Instant arrivedAt;
    private final Sensor sensor;
    private final Pack pack;
    private final Optional<Measured> measured;
    private final List<LevelRule> rules;
    private final Retention retention;
    private final Series series;
    private final Values values;
    private final List<UnusualRule> unusual;
    private final Memory memory;
    private final List<LevelChange> changes = new ArrayList<>();
    private final List<SensorFault> faults = new ArrayList<>();
    private final List<LevelInterruption> interruptions = new ArrayList<>();

    private Sensing(SensorReading reading, Instant arrivedAt, Sensor sensor, Pack pack, Memory memory) {
        this.reading = reading;
        this.arrivedAt = arrivedAt;
        this.sensor = sensor;
        this.pack = pack;
        this.measured = sensor.metric(reading.getMetric());
        this.rules = rules(reading.getMetric(), unit(reading, measured, pack));
        this.retention = Retention.of(rules, measured);
        this.unusual = pack.unusual().stream().filter(rule -> rule.metric().equals(reading.getMetric())).toList();
        this.memory = memory;
        this.series = memory.series(series(reading));
        this.values = new Values(series, rules, measured);
    }

    /// What a reading makes.
    ///
    /// @param changes changes of level, one a rule at most
    /// @param faults what is found of the sensor
    /// @param interruptions what becomes of levels that stand without data
    /// @param refusals why the reading is not taken; empty where it is
    public record Read(List<LevelChange> changes, List<SensorFault> faults, List<LevelInterruption> interruptions,
            List<Refusal> refusals) {
        private static final Read NOTHING = new Read(List.of(), List.of(), List.of(), List.of());

        public Read {
            changes = List.copyOf(changes);
            faults = List.copyOf(faults);
            interruptions = List.copyOf(interruptions);
            refusals = List.copyOf(refusals);
        }

        /// Whether nothing came of the reading.
        boolean isEmpty() {
            return changes.isEmpty() && faults.isEmpty() && interruptions.isEmpty() && refusals.isEmpty();
        }
    }

    /// What is kept of sensors, by the name of a series.
    public interface Memory {
        /// The values of a series.
        Series series(String name);

        /// What is usual of a series by a rule.
        Usual.Memory usual(String name);

        /// The earthquakes of a series.
        Quakes.Memory quakes(String name);
    }

    /// Takes a reading among those of its series. One of a sensor that is not in the directory makes nothing.
    public static Read read(SensorReading reading, Instant arrivedAt, Pack pack, Directory directory, Memory memory) {
        Sensor sensor = directory.sensors().get(reading.getSensorId());
        if (sensor == null) {
            return Read.NOTHING;
        }
        if (Quakes.isAbout(reading.getMetric(), pack)) {
            return new Read(Quakes.read(reading, arrivedAt, pack, directory, memory.quakes(series(reading))), List.of(),
                    List.of(), List.of());
        }
        return new Sensing(reading, arrivedAt, sensor, pack, memory)
                .read(unit(reading, sensor.metric(reading.getMetric()), pack));
    }

    /// The series a reading belongs to: exercises and tests have series of their own.
    private static String series(SensorReading reading) {
        return reading.getSensorId() + "|" + reading.getMetric()
                + (reading.getStatus() == Status.ACTUAL ? "" : "|" + reading.getStatus());
    }

    /// The desk that is told of this sensor, or empty where it is not in the directory.
    public static Optional<String> desk(String sensorId, Directory directory) {
        return Optional.ofNullable(directory.sensors().get(sensorId)).map(sensor -> directory.deskFor(sensor.area()));
    }

    /// That nothing comes any more of a series that is not known to be silent; empty where something came lately, where
    /// nobody waits for it, or where it is worked on.
    public static Optional<SensorFault> silent(String sensorId, String metric, SensorSeries whole, Instant now,
            Directory directory) {
        Sensor sensor = directory.sensors().get(sensorId);
        return whole.getSilent() || sensor == null || sensor.isWorkedOn(now)
                ? Optional.empty()
                : sensor.metric(metric).flatMap(Measured::silentAfter)
                        .filter(after -> whole.getArrivedAt().plus(after).isBefore(now))
                        .map(after -> new SensorFault(sensorId, metric, SensorFaultKind.SILENT, whole.getNewestAt(),
                                now,
                                Status.ACTUAL));
    }

    /// The unit a series is kept in: the directory's, else that of the first rule about its metric, else its own.
    private static String unit(SensorReading reading, Optional<Measured> measured, Pack pack) {
        return measured.map(Measured::unit).or(() -> pack.warnings().stream()
                .filter(rule -> rule.metric().equals(reading.getMetric())).map(WarningRule::unit).findFirst())
                .orElse(reading.getUnit());
    }

    /// The rules about this metric, each with the sensor's own limits where it has any.
    private List<LevelRule> rules(String metric, String unit) {
        Optional<Duration> longestPause = measured.flatMap(Measured::longestPause);
        return pack.warnings().stream().filter(rule -> rule.metric().equals(metric) && rule.unit().equals(unit))
                .map(rule -> rule.with(sensor.levelsOf(rule.provenance().id())))
                .filter(rule -> !rule.thresholds().isEmpty()).map(rule -> new LevelRule(rule, longestPause)).toList();
    }

    private Read read(String unit) {
        List<Refusal> refusals = new ArrayList<>();
        Optional<Double> converted = Units.convert(reading.getValue(), reading.getUnit(), unit);
        Optional<Long> millionths = converted.flatMap(Millionths::of);
        if (converted.isEmpty()) {
            refusals.add(new Refusal(RejectReason.INVALID_VALUE, "unit",
                    "\"" + reading.getUnit() + "\" is no unit of " + reading.getMetric() + "; send it in " + unit));
        } else if (millionths.isEmpty()) {
            refusals.add(new Refusal(RejectReason.INVALID_VALUE, "value", "is more than can be reckoned with"));
        } else if (reading.getObservedAt().isAfter(arrivedAt.plus(AHEAD))) {
            refusals.add(new Refusal(RejectReason.INVALID_VALUE, "observedAt", "lies in the future of "
                    + arrivedAt + "; set the sensor's clock"));
        } else if (sensor.isWorkedOn(reading.getObservedAt())) {
            arrived(series.whole());
        } else {
            Optional<Series.At> before = series.before(reading.getObservedAt());
            measured.flatMap(known -> Plausibility.objection(converted.get(), reading.getObservedAt(), known, before))
                    .ifPresentOrElse(refusals::add, () -> {
                        take(millionths.get(), before);
                        unusual(converted.get(), unit);
                    });
        }
        return new Read(changes, faults, interruptions, refusals);
    }

    private void unusual(double value, String unit) {
        for (UnusualRule rule : unusual) {
            Usual.read(rule, value, reading.getObservedAt(), pack.zone(),
                    memory.usual(series(reading) + "|" + rule.provenance().id()))
                    .ifPresent(found -> {
                        changes.add(new LevelChange(sensor.id(), reading.getMetric(), rule.provenance().id(),
                                found.level(), found.before(), value, unit, reading.getObservedAt(), arrivedAt,
                                location(), reading.getStatus(), null, null, found.figures()));
                        stands(rule.provenance().id(), found.level());
                    });
        }
    }

    /// Notes which level of a rule about the unusual stands.
    private void stands(String rule, @Nullable WarningLevel level) {
        SensorSeries whole = series.whole();
        if (whole != null) {
            Map<String, WarningLevel> levels = new HashMap<>(whole.getLevels());
            if (level == null) {
                levels.remove(rule);
            } else {
                levels.put(rule, level);
            }
            series.keep(SensorSeries.newBuilder(whole).setLevels(levels).build());
        }
    }

    /// Notes that something came, and nothing more.
    private void arrived(@Nullable SensorSeries whole) {
        if (whole != null) {
            series.keep(SensorSeries.newBuilder(whole).setArrivedAt(arrivedAt).build());
        }
    }

    private void take(long millionths, Optional<Series.At> before) {
        Instant at = reading.getObservedAt();
        SensorSeries whole = series.whole();
        if (whole != null && retention.isTooLate(at, whole)) {
            arrived(whole);
            return;
        }
        boolean isNewest = whole == null || at.isAfter(whole.getNewestAt());
        Optional<Series.At> there = isNewest ? Optional.empty() : values.at(at);
        if (there.isPresent() && isNoNews(there.get(), millionths)) {
            arrived(whole);
            return;
        }
        Series.At last = values.stand(at, millionths, reading.getRevisedAt(),
                there.map(known -> known.value().getPauseTold()).orElse(false), before);
        if (whole != null && !isNewest) {
            last = values.standAgain(last, whole.getNewestAt(), there.isPresent());
        }
        SensorSeries known = known(whole, last, at, there.isPresent());
        known = pauses(known, at, before, isNewest);
        series.keep(levels(retention.forgotten(known, series), last, whole));
    }

    /// Whether this reading changes nothing: its value is there, or a later revision of it. One that does not say when it
    /// was revised is older than one that does; of two that do not say, the last that came counts.
    private boolean isNoNews(Series.At there, long millionths) {
        Instant revisedAt = reading.getRevisedAt();
        Instant knownAt = there.value().getRevisedAt();
        boolean same = there.value().getMillionths() == millionths;
        if (knownAt != null && (revisedAt == null || revisedAt.isBefore(knownAt)
                || revisedAt.equals(knownAt) && millionths < there.value().getMillionths())) {
            return true;
        }
        if (same && revisedAt != null && !revisedAt.equals(knownAt)) {
            series.put(there.at(), SensorValue.newBuilder(there.value()).setRevisedAt(revisedAt).build());
        }
        return same;
    }

    /// What is known of the series with its newest value; what is found of the sensor by it.
    private SensorSeries known(@Nullable SensorSeries whole, Series.At last, Instant at, boolean wasThere) {
        Instant sameSince = Objects.requireNonNullElse(last.value().getSameSince(), last.at());
        boolean stuck = measured.flatMap(Measured::stuckAfter)
                .filter(after -> Duration.between(sameSince, last.at()).compareTo(after) >= 0).isPresent();
        if (stuck && (whole == null || !whole.getStuck())) {
            fault(SensorFaultKind.STUCK, sameSince);
        }
        if (whole == null) {
            return new SensorSeries(last.at(), at, arrivedAt, sameSince, Map.of(), stuck, false, 1, null, null, null,
                    arrivedAt, false);
        }
        if (whole.getSilent() || whole.getStuck() && !stuck) {
            fault(SensorFaultKind.RECOVERED, whole.getNewestAt());
        }
        return SensorSeries.newBuilder(whole).setNewestAt(last.at())
                .setOldestAt(at.isBefore(whole.getOldestAt()) ? at : whole.getOldestAt()).setArrivedAt(arrivedAt)
                .setSameSince(sameSince).setStuck(stuck).setSilent(false)
                .setValues(whole.getValues() + (wasThere ? 0 : 1)).setTakenAt(arrivedAt).setInterrupted(false).build();
    }

    /// Tells the pauses that are due, and those whose beginning is about to be forgotten.
    private SensorSeries pauses(SensorSeries known, Instant at, Optional<Series.At> before, boolean isNewest) {
        return Pauses.of(measured).map(pauses -> {
            SensorSeries noted = pauses.noted(known, at, before, isNewest);
            if (!pauses.isDue(noted, arrivedAt) && !pauses.isLastChance(noted, retention.needed(noted))) {
                return noted;
            }
            Pauses.Told told = pauses.told(noted, series);
            told.began().forEach(began -> fault(SensorFaultKind.GAP, began));
            return told.whole();
        }).orElse(known);
    }

    private void fault(SensorFaultKind kind, Instant since) {
        faults.add(new SensorFault(sensor.id(), reading.getMetric(), kind, since, arrivedAt, reading.getStatus()));
    }

    /// What is known of the series with the levels at its newest value; each one that is another than was told is told.
    private SensorSeries levels(SensorSeries known, Series.At last, @Nullable SensorSeries whole) {
        Map<String, WarningLevel> levels = new HashMap<>();
        boolean resumed = whole != null && whole.getInterrupted();
        for (UnusualRule rule : unusual) {
            String id = rule.provenance().id();
            WarningLevel stands = known.getLevels().get(id);
            if (stands != null) {
                levels.put(id, stands);
                interruption(resumed, id, stands, InterruptionKind.RESUMED, known.getNewestAt());
            }
        }
        for (LevelRule rule : rules) {
            String id = rule.rule().provenance().id();
            WarningWatch watch = Objects.requireNonNull(last.value().getWatches().get(rule.name()));
            WarningLevel level = watch.getLevel();
            WarningLevel told = known.getLevels().get(id);
            if (level != null) {
                levels.put(id, level);
            }
            if (level == told && level != null) {
                interruption(resumed, id, level, InterruptionKind.RESUMED, last.at());
            } else if (level == null && told != null && !rule.isKnown(told, last.at(), last.value())) {
                interruption(true, id, told, InterruptionKind.NOT_KNOWN, last.at());
            } else if (level != told) {
                changes.add(new LevelChange(sensor.id(), reading.getMetric(), id, level, told,
                        rule.value(watch, last.at(), last.value(), series), rule.rule().unit(), last.at(), arrivedAt,
                        location(), reading.getStatus(), null, null, Map.of()));
            }
        }
        return SensorSeries.newBuilder(known).setLevels(levels).build();
    }

    private void interruption(boolean is, String rule, WarningLevel level, InterruptionKind kind, Instant since) {
        if (is) {
            interruptions.add(NoData.interruption(sensor, reading.getMetric(), rule, level, kind, since, arrivedAt,
                    reading.getStatus()));
        }
    }

    private Location location() {
        Location stated = reading.getLocation();
        return stated != null && stated.getLatitude() != null
                ? stated
                : NoData.location(sensor);
    }
}
