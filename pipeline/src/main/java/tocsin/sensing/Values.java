package tocsin.sensing;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.SensorSeries;
import tocsin.internal.v1.SensorValue;
import tocsin.internal.v1.WarningWatch;
import tocsin.rules.directory.Measured;

/// The values of a series, each with where every rule stands at it: from where it stood at the value before.
///
/// @param rules the rules about what is measured
/// @param measured what the directory knows of it
record Values(Series series, List<LevelRule> rules, Optional<Measured> measured) {
    /// How far behind a late value one looks first for the values that it changes.
    private static final Duration AT_FIRST = Duration.ofHours(1);
    /// So many values in a row that stand as they did: those behind them do, too.
    private static final int SETTLED = 2;

    /// The value of an instant.
    Optional<Series.At> at(Instant at) {
        return series.between(at.minusMillis(1), at).stream().findFirst();
    }

    /// Stands again at the values after a late one, until they stand as they did; the newest.
    Series.At standAgain(Series.At late, Instant newest, boolean wasThere) {
        Duration longest = rules.stream().map(rule -> rule.rule().longest()).max(Duration::compareTo)
                .orElse(Duration.ZERO);
        Instant settles = late.at().plus(longest);
        Series.At last = late;
        Instant from = late.at();
        Duration step = longest.plus(AT_FIRST);
        for (int settled = 0; from.isBefore(newest);) {
            Instant until = from.plus(step).isBefore(newest) ? from.plus(step) : newest;
            for (Series.At one : series.between(from, until)) {
                if (!wasThere && last.at().equals(late.at()) && one.value().getPauseTold()) {
                    // It came within a pause that was told, and makes no news of what is left of it.
                    last = new Series.At(late.at(), SensorValue.newBuilder(late.value()).setPauseTold(true).build());
                    series.put(last.at(), last.value());
                }
                Series.At again = new Series.At(one.at(), standing(one.at(), one.value().getMillionths(),
                        one.value().getRevisedAt(), one.value().getPauseTold(), Optional.of(last)));
                boolean same = again.value().equals(one.value());
                if (!same) {
                    series.put(again.at(), again.value());
                }
                last = again;
                settled = same && !one.at().isBefore(settles) ? settled + 1 : 0;
                if (settled == SETTLED) {
                    return at(newest).orElse(last);
                }
            }
            from = until;
            step = step.multipliedBy(2);
        }
        return last;
    }

    /// Keeps a value with where each rule stands at it.
    Series.At stand(Instant at, long millionths, @Nullable Instant revisedAt, boolean pauseTold,
            Optional<Series.At> before) {
        SensorValue value = standing(at, millionths, revisedAt, pauseTold, before);
        series.put(at, value);
        return new Series.At(at, value);
    }

    /// A value with where each rule stands at it.
    private SensorValue standing(Instant at, long millionths, @Nullable Instant revisedAt, boolean pauseTold,
            Optional<Series.At> before) {
        Optional<Series.At> joined = before.filter(known -> measured.flatMap(Measured::longestPause)
                .filter(longest -> Duration.between(known.at(), at).compareTo(longest) > 0).isEmpty());
        Instant sameSince = joined.filter(known -> known.value().getMillionths() == millionths)
                .map(known -> Objects.requireNonNullElse(known.value().getSameSince(), sameSince(known)))
                .orElse(at);
        Instant covered = joined.map(known -> Objects.requireNonNullElse(known.value().getCoveredSince(),
                coveredSince(known))).orElse(at);
        SensorValue plain = new SensorValue(millionths, adds(millionths, before), Map.of(), revisedAt, sameSince,
                covered, pauseTold);
        Map<String, WarningWatch> watches = new HashMap<>();
        rules.forEach(rule -> watches.put(rule.name(), rule.at(at, plain, before, series)));
        return SensorValue.newBuilder(plain).setWatches(watches).build();
    }

    /// Since when a value has been the same that an earlier release kept.
    private Instant sameSince(Series.At known) {
        SensorSeries whole = series.whole();
        return whole != null && known.at().equals(whole.getNewestAt()) ? whole.getSameSince() : known.at();
    }

    /// Since when a value is covered that an earlier release kept: it did not look for interruptions.
    private Instant coveredSince(Series.At known) {
        SensorSeries whole = series.whole();
        return whole == null ? known.at() : whole.getOldestAt();
    }

    /// What a value adds to a sum: itself, or what a counter rose since the value before; one that fell began anew.
    private long adds(long millionths, Optional<Series.At> before) {
        if (measured.map(Measured::kind).orElse(Measured.Kind.INSTANT) != Measured.Kind.COUNTER) {
            return millionths;
        }
        return before.map(known -> known.value().getMillionths())
                .map(was -> millionths >= was ? millionths - was : millionths).orElse(0L);
    }
}
