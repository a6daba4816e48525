package tocsin.sensing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.LevelChange;
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
/// after it, one that came before has no effect. What is older than every window counts for nothing.
public final class Sensing {
    /// A clock may go ahead by so much; one reading from far ahead would make every true one too old to count.
    private static final Duration AHEAD = Duration.ofMinutes(10);

    /// Intervals after which a pause is told: until then a late value may fill it.
    private static final int WAITED_INTERVALS = 3;

    private final SensorReading reading;
    private final Instant arrivedAt;
    private final Sensor sensor;
    private final Pack pack;
    private final Optional<Measured> measured;
    private final List<LevelRule> rules;
    private final Series series;
    private final List<UnusualRule> unusual;
    private final Memory memory;
    private final List<LevelChange> changes = new ArrayList<>();
    private final List<SensorFault> faults = new ArrayList<>();

    private Sensing(SensorReading reading, Instant arrivedAt, Sensor sensor, Pack pack, Memory memory) {
        this.reading = reading;
        this.arrivedAt = arrivedAt;
        this.sensor = sensor;
        this.pack = pack;
        this.measured = sensor.metric(reading.getMetric());
        this.rules = rules(reading.getMetric(), unit(reading, measured, pack), pack);
        this.unusual = pack.unusual().stream().filter(rule -> rule.metric().equals(reading.getMetric())).toList();
        this.memory = memory;
        this.series = memory.series(series(reading));
    }

    /// What a reading makes.
    ///
    /// @param changes changes of level, one a rule at most
    /// @param faults what is found of the sensor
    /// @param refusals why the reading is not taken; empty where it is
    public record Read(List<LevelChange> changes, List<SensorFault> faults, List<Refusal> refusals) {
        private static final Read NOTHING = new Read(List.of(), List.of(), List.of());
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
                    List.of());
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

    private static List<LevelRule> rules(String metric, String unit, Pack pack) {
        return pack.warnings().stream().filter(rule -> rule.metric().equals(metric) && rule.unit().equals(unit))
                .map(LevelRule::new).toList();
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
        return new Read(List.copyOf(changes), List.copyOf(faults), List.copyOf(refusals));
    }

    private void unusual(double value, String unit) {
        for (UnusualRule rule : unusual) {
            Usual.read(rule, value, reading.getObservedAt(), pack.zone(),
                    memory.usual(series(reading) + "|" + rule.provenance().id()))
                    .ifPresent(found -> changes.add(new LevelChange(sensor.id(), reading.getMetric(),
                            rule.provenance().id(), found.level(), found.before(), value, unit,
                            reading.getObservedAt(), arrivedAt, location(), reading.getStatus(), null, null,
                            found.figures())));
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
        Duration longest = longest();
        if (whole != null && at.isBefore(whole.getNewestAt().minus(longest))) {
            arrived(whole);
            return;
        }
        List<Series.At> later = whole == null || at.isAfter(whole.getNewestAt())
                ? List.of()
                : series.between(at.minusMillis(1), whole.getNewestAt());
        boolean again = !later.isEmpty() && later.getFirst().at().equals(at);
        if (again && later.getFirst().value().getMillionths() == millionths) {
            arrived(whole);
            return;
        }
        Series.At last = stand(at, millionths, before);
        for (Series.At one : again ? later.subList(1, later.size()) : later) {
            last = stand(one.at(), one.value().getMillionths(), Optional.of(last));
        }
        SensorSeries known = known(whole, last, before, later.isEmpty());
        series.keep(levels(forgotten(known, needed(last.at()), at), last));
    }

    /// How old a value may be to count: as old as the longest window, or as a pause is waited with.
    private Duration longest() {
        return Stream.concat(
                rules.stream().map(rule -> rule.rule().longest().plus(rule.rule().holds())
                        .plus(rule.rule().mergeGap())),
                measured.flatMap(Measured::every).map(every -> every.multipliedBy(WAITED_INTERVALS)).stream())
                .max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /// Tells the pauses that have ended and that no late value has filled in the meantime; one so long that its beginning
    /// is forgotten now, at once.
    private void gaps(Instant newestBefore, Instant newest, Duration every) {
        if (newestBefore.isBefore(needed(newest))) {
            fault(SensorFaultKind.GAP, newestBefore);
        }
        Duration waited = every.multipliedBy(WAITED_INTERVALS);
        for (Series.At ended : series.between(newestBefore.minus(waited), newest.minus(waited))) {
            series.before(ended.at()).filter(began -> isGap(Duration.between(began.at(), ended.at()), every))
                    .ifPresent(began -> fault(SensorFaultKind.GAP, began.at()));
        }
    }

    /// What is older than this is not needed any more: a late value needs its window, so twice the longest one is kept.
    private Instant needed(Instant newest) {
        return newest.minus(longest().multipliedBy(2));
    }

    /// Forgets what is not needed any more: from where it last ended, for a store on disk passes over all that was ever
    /// forgotten.
    private SensorSeries forgotten(SensorSeries known, Instant needed, Instant at) {
        Instant oldest = at.isBefore(known.getOldestAt()) ? at : known.getOldestAt();
        if (!oldest.isBefore(needed)) {
            return SensorSeries.newBuilder(known).setOldestAt(oldest).build();
        }
        series.forget(oldest, needed.minusMillis(1));
        return SensorSeries.newBuilder(known).setOldestAt(needed).build();
    }

    /// Keeps a value with where each rule stands at it.
    private Series.At stand(Instant at, long millionths, Optional<Series.At> before) {
        SensorValue plain = new SensorValue(millionths, adds(millionths, before), Map.of());
        Map<String, WarningWatch> watches = new HashMap<>();
        rules.forEach(rule -> watches.put(rule.name(), rule.at(at, plain, before, series)));
        SensorValue value = SensorValue.newBuilder(plain).setWatches(watches).build();
        series.put(at, value);
        return new Series.At(at, value);
    }

    /// What a value adds to a sum: itself, or what a counter rose since the value before; one that fell began anew.
    private long adds(long millionths, Optional<Series.At> before) {
        if (measured.map(Measured::kind).orElse(Measured.Kind.INSTANT) != Measured.Kind.COUNTER) {
            return millionths;
        }
        return before.map(known -> known.value().getMillionths())
                .map(was -> millionths >= was ? millionths - was : millionths).orElse(0L);
    }

    /// What is known of the series with its newest value; what is found of the sensor by it.
    private SensorSeries known(@Nullable SensorSeries whole, Series.At last, Optional<Series.At> before,
            boolean isNewest) {
        if (whole == null) {
            return new SensorSeries(last.at(), last.at(), arrivedAt, last.at(), Map.of(), false, false);
        }
        boolean same = isNewest && before.isPresent()
                && before.get().value().getMillionths() == last.value().getMillionths();
        Instant sameSince = same || !isNewest ? whole.getSameSince() : last.at();
        if (isNewest) {
            measured.flatMap(Measured::every).ifPresent(every -> gaps(whole.getNewestAt(), last.at(), every));
        }
        boolean stuck = measured.flatMap(Measured::stuckAfter)
                .filter(after -> Duration.between(sameSince, last.at()).compareTo(after) >= 0).isPresent();
        if (stuck && !whole.getStuck()) {
            fault(SensorFaultKind.STUCK, sameSince);
        }
        if (whole.getSilent() || whole.getStuck() && !stuck) {
            fault(SensorFaultKind.RECOVERED, whole.getNewestAt());
        }
        return new SensorSeries(last.at(), whole.getOldestAt(), arrivedAt, sameSince, whole.getLevels(), stuck, false);
    }

    /// A pause of more than one and a half intervals is a gap: a value is missing.
    private static boolean isGap(Duration pause, Duration every) {
        return pause.multipliedBy(2).compareTo(every.multipliedBy(3)) > 0;
    }

    private void fault(SensorFaultKind kind, Instant since) {
        faults.add(new SensorFault(sensor.id(), reading.getMetric(), kind, since, arrivedAt, reading.getStatus()));
    }

    /// What is known of the series with the levels at its newest value; each one that is another than was told is told.
    private SensorSeries levels(SensorSeries known, Series.At last) {
        Map<String, WarningLevel> levels = new HashMap<>();
        for (LevelRule rule : rules) {
            String id = rule.rule().provenance().id();
            WarningWatch watch = Objects.requireNonNull(last.value().getWatches().get(rule.name()));
            WarningLevel told = known.getLevels().get(id);
            if (watch.getLevel() != null) {
                levels.put(id, watch.getLevel());
            }
            if (watch.getLevel() != told) {
                changes.add(new LevelChange(sensor.id(), reading.getMetric(), id, watch.getLevel(), told,
                        rule.value(watch, last.at(), last.value(), series), rule.rule().unit(), last.at(), arrivedAt,
                        location(), reading.getStatus(), null, null, Map.of()));
            }
        }
        return SensorSeries.newBuilder(known).setLevels(levels).build();
    }

    private Location location() {
        Location stated = reading.getLocation();
        return stated != null && stated.getLatitude() != null
                ? stated
                : new Location(sensor.area(), sensor.place(), sensor.latitude(), sensor.longitude(), null);
    }
}
