package tocsin.sensing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tocsin.internal.v1.SensorSeries;
import tocsin.rules.directory.Measured;

/// How long the values of a series are kept, and how late one may come.
///
/// A feed may bring its newest value first, so values are kept for three days, as long as they are not too many: then
/// only those are kept that windows need. The last value before those that are kept stays with them, for it says where
/// each rule stood, and where a pause began.
///
/// @param longest how far back a value counts: the longest window with its times, or as long as a pause is waited with
record Retention(Duration longest) {
    /// A value may come so late, where its series is not too dense.
    static final Duration LATE = Duration.ofDays(3);
    /// More values than this of one series are kept only where a window needs them.
    static final int MOST = 2_000;
    /// Intervals after which a pause is told: until then a late value may fill it.
    private static final int WAITED_INTERVALS = 3;
    /// What is over is forgotten in pieces of this length: each costs a look into the store.
    private static final Duration PIECE = Duration.ofHours(3);
    private static final int PIECES = 16;

    static Retention of(List<LevelRule> rules, Optional<Measured> measured) {
        return new Retention(Stream.concat(
                rules.stream().map(rule -> rule.rule().longest().plus(rule.rule().holds())
                        .plus(rule.rule().mergeGap())),
                waited(measured).stream()).max(Duration::compareTo).orElse(Duration.ZERO));
    }

    /// How long a late value is waited for that may fill a pause; empty where it is not known how often the sensor tells.
    static Optional<Duration> waited(Optional<Measured> measured) {
        return measured.flatMap(Measured::every).map(every -> every.multipliedBy(WAITED_INTERVALS));
    }

    /// Whether a value of this instant comes too late to count: what it would be reckoned with is not kept any more.
    boolean isTooLate(Instant at, SensorSeries whole) {
        Instant newest = whole.getNewestAt();
        if (!at.isBefore(newest.minus(longest))) {
            return false;
        }
        Instant forgotten = whole.getForgottenUntil() != null
                ? whole.getForgottenUntil()
                : whole.getValues() == 0 ? whole.getOldestAt() : Instant.MIN;
        return at.isBefore(newest.minus(LATE)) || at.minus(longest).isBefore(forgotten);
    }

    /// Values from before this instant are not needed any more.
    Instant needed(SensorSeries whole) {
        // A late value needs its window, so twice the longest one is kept.
        Instant byWindows = whole.getNewestAt().minus(longest.multipliedBy(2));
        Instant late = whole.getNewestAt().minus(LATE);
        return whole.getValues() > MOST || byWindows.isBefore(late) ? byWindows : late;
    }

    /// Forgets what is not needed any more, from where it last ended: a store on disk passes over all that was ever
    /// forgotten.
    SensorSeries forgotten(SensorSeries whole, Series series) {
        Instant needed = needed(whole);
        Duration piece = whole.getValues() > MOST ? longest.dividedBy(PIECES) : PIECE;
        Instant since = whole.getForgottenUntil() == null ? whole.getOldestAt() : whole.getForgottenUntil();
        if (!since.plus(piece).isBefore(needed)) {
            return whole;
        }
        Instant last = series.before(needed.plusMillis(1)).map(Series.At::at).orElse(needed);
        int gone = series.forget(whole.getOldestAt(), last.minusMillis(1));
        return SensorSeries.newBuilder(whole).setOldestAt(last).setForgottenUntil(needed)
                .setValues(Math.max(1, whole.getValues() - gone)).build();
    }
}
