package tocsin.sensing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tocsin.internal.v1.SensorSeries;
import tocsin.internal.v1.SensorValue;
import tocsin.rules.directory.Measured;

/// The pauses of a series that are told as gaps: each of more than one and a half intervals, whatever its length, once.
///
/// A pause is told three intervals after its end, on event time, for until then a late value may fill it. While values
/// arrive in another order than they were observed in, more may be on their way: a pause is told only when none has come
/// so for a moment.
final class Pauses {
    /// After a value that was late or ended a pause, others are awaited for so long, by the time of arrival.
    private static final Duration SETTLES = Duration.ofSeconds(2);

    private final Duration every;
    private final Duration waited;

    private Pauses(Duration every, Duration waited) {
        this.every = every;
        this.waited = waited;
    }

    /// How pauses of this metric are told; empty where it is not known how often the sensor tells.
    static Optional<Pauses> of(Optional<Measured> measured) {
        return Retention.waited(measured)
                .flatMap(waited -> measured.flatMap(Measured::every).map(every -> new Pauses(every, waited)));
    }

    /// What is told.
    ///
    /// @param began when each of the pauses began, the earliest first
    /// @param whole what is known of the series after it
    record Told(List<Instant> began, SensorSeries whole) {}

    /// Notes that a value was taken.
    ///
    /// @param before the value before it, if one is kept
    /// @param isNewest whether it was observed last
    SensorSeries noted(SensorSeries whole, Instant at, Optional<Series.At> before, boolean isNewest) {
        Instant from = whole.getPausesFrom();
        boolean unsettled = !isNewest
                || before.filter(known -> isPause(Duration.between(known.at(), at))).isPresent();
        // What an earlier release kept does not say where it last looked: it looked three intervals behind.
        Instant first = from == null ? at.minus(waited) : from;
        return SensorSeries.newBuilder(whole).setPausesFrom(at.isBefore(first) ? at : first)
                .setUnsettledAt(unsettled ? whole.getArrivedAt() : whole.getUnsettledAt()).build();
    }

    /// Whether there are pauses to look for at this time.
    boolean isDue(SensorSeries whole, Instant now) {
        Instant from = whole.getPausesFrom();
        Instant unsettled = whole.getUnsettledAt();
        Duration settles = waited.compareTo(SETTLES) < 0 ? waited : SETTLES;
        return from != null && !from.isAfter(whole.getNewestAt().minus(waited))
                && (unsettled == null || !unsettled.plus(settles).isAfter(now));
    }

    /// Whether one must be told now, for its beginning is about to be forgotten.
    boolean isLastChance(SensorSeries whole, Instant needed) {
        return whole.getPausesFrom() != null && whole.getPausesFrom().isBefore(needed);
    }

    /// Tells the pauses that have ended and that no late value has filled in the meantime.
    Told told(SensorSeries whole, Series series) {
        Instant from = whole.getPausesFrom();
        Instant until = whole.getNewestAt().minus(waited);
        List<Instant> began = new ArrayList<>();
        if (from == null || until.isBefore(from)) {
            return new Told(began, whole);
        }
        Optional<Series.At> before = series.before(from);
        for (Series.At ended : series.between(from.minusMillis(1), until)) {
            Optional<Series.At> start = before;
            if (!ended.value().getPauseTold() && start.isPresent()
                    && isPause(Duration.between(start.get().at(), ended.at()))) {
                began.add(start.get().at());
                series.put(ended.at(), SensorValue.newBuilder(ended.value()).setPauseTold(true).build());
            }
            before = Optional.of(ended);
        }
        return new Told(began, SensorSeries.newBuilder(whole).setPausesFrom(until.plusMillis(1)).build());
    }

    private boolean isPause(Duration pause) {
        return pause.multipliedBy(2).compareTo(every.multipliedBy(3)) > 0;
    }
}
