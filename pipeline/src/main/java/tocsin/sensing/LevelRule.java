package tocsin.sensing;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.SensorValue;
import tocsin.internal.v1.WarningWatch;
import tocsin.rules.WarningRule;
import tocsin.rules.WarningRule.Threshold;
import tocsin.v1.WarningLevel;

/// Where a warning rule stands at one value of a series, from where it stood at the value before.
///
/// All is reckoned on event time and in whole millionths, so that the same values give the same levels in whatever order
/// they came.
///
/// What is not known is neither safe nor an alarm. The times that a level must be reached for, and that it must be quiet
/// for, are covered by values without an interruption, or begin anew. A level whose window does not hold enough to say
/// whether it still stands is kept, and so is one whose data stop, but no longer than the pack says.
final class LevelRule {
    /// How long a level without data is kept where the pack does not say and it is known how often the sensor tells.
    private static final Duration KEPT = Duration.ofHours(24);
    private static final long MILLION = 1_000_000;
    private static final BigInteger HOUR = BigInteger.valueOf(Duration.ofHours(1).toMillis());

    private final WarningRule rule;
    private final String name;
    private final Optional<Duration> longestPause;
    private final Optional<Duration> noData;

    /// @param longestPause a pause longer than this is an interruption; empty where that is not known of the sensor
    LevelRule(WarningRule rule, Optional<Duration> longestPause) {
        this.rule = rule;
        this.longestPause = longestPause;
        this.noData = noData(rule.noData(), longestPause);
        // A rule that was changed has no past: it is reckoned anew from the values that are kept.
        this.name = rule.provenance().id() + "@" + Integer.toHexString((rule.metric() + rule.unit() + rule.aggregate()
                + rule.falling() + rule.leastValues() + rule.thresholds() + rule.holds() + rule.hysteresis()
                + rule.mergeGap()).hashCode());
    }

    /// How long a level without data is kept; empty for without end.
    ///
    /// @param said what the pack says
    static Optional<Duration> noData(Optional<Duration> said, Optional<Duration> longestPause) {
        return said.or(() -> longestPause.map(known -> KEPT))
                .map(kept -> longestPause.filter(pause -> pause.compareTo(kept) > 0).orElse(kept));
    }

    WarningRule rule() {
        return rule;
    }

    /// Its name among a value's watches.
    String name() {
        return name;
    }

    /// Where it stands at this value.
    ///
    /// @param before the value before, and where it stood there; empty for the first
    WarningWatch at(Instant at, SensorValue value, Optional<Series.At> before, Series series) {
        WarningWatch stood = before.map(known -> known.value().getWatches().get(name)).orElse(null);
        Duration pause = before.map(known -> Duration.between(known.at(), at)).orElse(Duration.ZERO);
        boolean holds = stood != null && isCovered(pause, rule.holds(), before, series);
        List<Long> sums = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        List<@Nullable Instant> reachedSince = new ArrayList<>();
        for (int i = 0; i < rule.thresholds().size(); i++) {
            Threshold threshold = rule.thresholds().get(i);
            Held held = stood == null || before.isEmpty() || threshold.window().isZero()
                    ? held(threshold.window(), at, value, series)
                    : held(new Held(stood.getSums().get(i), stood.getCounts().get(i)), before.get().at(),
                            threshold.window(), at, value, series);
            sums.add(held.sum());
            counts.add(held.count());
            boolean reached = held.count() >= rule.leastValues()
                    && isBeyond(compared(threshold, at, value, held, series), limit(threshold));
            Instant since = stood == null || !holds ? null : stood.getReachedSince().get(i);
            reachedSince.add(!reached ? null : since == null ? at : since);
        }
        boolean kept = stood != null && noData.filter(longest -> pause.compareTo(longest) > 0).isEmpty();
        boolean quiet = stood != null && isCovered(pause, rule.mergeGap(), before, series);
        WarningWatch standing = new WarningWatch(sums, counts, reachedSince, null,
                stood == null || !kept ? null : stood.getLevel(), null);
        return decided(standing, stood == null || !quiet ? null : stood.getQuietSince(),
                stood == null ? null : stood.getUnknownSince(), at, value, series);
    }

    /// Whether the time between two values counts as covered by them. Where it is not known how often the sensor tells, a
    /// pause counts that is no longer than the time that is asked for, or not much longer than the one before.
    private boolean isCovered(Duration pause, Duration asked, Optional<Series.At> before, Series series) {
        if (asked.isZero()) {
            return true;
        }
        return longestPause.map(longest -> pause.compareTo(longest) <= 0)
                .orElseGet(() -> pause.compareTo(asked) <= 0 || before.flatMap(known -> series.before(known.at())
                        .map(earlier -> Duration.between(earlier.at(), known.at())))
                        .filter(usual -> pause.multipliedBy(2).compareTo(usual.multipliedBy(3)) <= 0).isPresent());
    }

    /// What a window holds.
    private record Held(long sum, int count) {
        Held with(SensorValue value) {
            return new Held(sum + value.getAdds(), count + 1);
        }

        Held without(SensorValue value) {
            return new Held(sum - value.getAdds(), count - 1);
        }
    }

    /// What the window up to this value holds, counted anew.
    private static Held held(Duration window, Instant at, SensorValue value, Series series) {
        Held held = new Held(0, 0);
        for (Series.At one : series.between(at.minus(window), at.minusMillis(1))) {
            held = held.with(one.value());
        }
        return held.with(value);
    }

    /// What the window up to this value holds, from what it held at the value before.
    private static Held held(Held before, Instant beforeAt, Duration window, Instant at, SensorValue value,
            Series series) {
        Instant begins = at.minus(window);
        if (!begins.isBefore(beforeAt)) {
            // Nothing of what was held is left, and some of it may have been forgotten.
            return new Held(0, 0).with(value);
        }
        Held held = before;
        for (Series.At left : series.between(beforeAt.minus(window), begins)) {
            held = held.without(left.value());
        }
        return held.with(value);
    }

    /// What a level is decided by: a fraction, so that a mean is exact.
    private record Compared(BigInteger dividend, BigInteger divisor) {
        static Compared of(long millionths) {
            return new Compared(BigInteger.valueOf(millionths), BigInteger.ONE);
        }
    }

    private Compared compared(Threshold threshold, Instant at, SensorValue value, Held held, Series series) {
        return switch (rule.aggregate()) {
            case LATEST -> Compared.of(value.getMillionths());
            case SUM -> Compared.of(held.sum());
            case MEAN -> new Compared(BigInteger.valueOf(held.sum()), BigInteger.valueOf(held.count()));
            case EXTREME -> {
                long extreme = value.getMillionths();
                for (Series.At one : series.between(at.minus(threshold.window()), at.minusMillis(1))) {
                    extreme = rule.falling()
                            ? Math.min(extreme, one.value().getMillionths())
                            : Math.max(extreme, one.value().getMillionths());
                }
                yield Compared.of(extreme);
            }
            case RATE -> series.between(at.minus(threshold.window()), at.minusMillis(1)).stream().findFirst()
                    .map(first -> new Compared(
                            BigInteger.valueOf(value.getMillionths() - first.value().getMillionths()).multiply(HOUR),
                            BigInteger.valueOf(Duration.between(first.at(), at).toMillis())))
                    .orElse(Compared.of(0));
        };
    }

    private static long limit(Threshold threshold) {
        return Millionths.of(threshold.limit()).orElse(Long.MAX_VALUE);
    }

    private boolean isBeyond(Compared compared, long limit) {
        int sign = compared.dividend().compareTo(BigInteger.valueOf(limit).multiply(compared.divisor()));
        return rule.falling() ? sign <= 0 : sign >= 0;
    }

    private WarningWatch decided(WarningWatch standing, @Nullable Instant quietSince, @Nullable Instant unknownSince,
            Instant at, SensorValue value, Series series) {
        int established = established(standing, at);
        int current = index(standing.getLevel());
        boolean falls = current >= 0 && (established < 0 || current < established);
        if (falls && isBeyond(compared(rule.thresholds().get(current), at, value, held(standing, current), series),
                left(current))) {
            return standing;
        }
        if (falls && !isKnown(current, at, value, standing)) {
            Instant unknown = unknownSince == null ? at : unknownSince;
            if (Duration.between(unknown, at).compareTo(noData.orElse(KEPT)) < 0) {
                return WarningWatch.newBuilder(standing).setUnknownSince(unknown).build();
            }
            return WarningWatch.newBuilder(standing).setLevel(level(established)).build();
        }
        if (established >= 0) {
            return WarningWatch.newBuilder(standing).setLevel(level(established)).build();
        }
        if (current < 0) {
            return standing;
        }
        Instant quiet = quietSince == null ? at : quietSince;
        return Duration.between(quiet, at).compareTo(rule.mergeGap()) >= 0
                ? WarningWatch.newBuilder(standing).setLevel(null).build()
                : WarningWatch.newBuilder(standing).setQuietSince(quiet).build();
    }

    private @Nullable WarningLevel level(int threshold) {
        return threshold < 0 ? null : rule.thresholds().get(threshold).level();
    }

    /// Whether the window of a level holds enough at this value to say that it is left.
    boolean isKnown(WarningLevel level, Instant at, SensorValue value) {
        WarningWatch watch = value.getWatches().get(name);
        int threshold = index(level);
        return threshold < 0 || watch == null || isKnown(threshold, at, value, watch);
    }

    private boolean isKnown(int threshold, Instant at, SensorValue value, WarningWatch watch) {
        Duration window = rule.thresholds().get(threshold).window();
        if (window.isZero()) {
            return true;
        }
        if (rule.leastValues() > 1) {
            return watch.getCounts().get(threshold) >= rule.leastValues();
        }
        Instant covered = value.getCoveredSince();
        return longestPause.isEmpty() || covered == null || !covered.plus(window).isAfter(at);
    }

    private static Held held(WarningWatch watch, int threshold) {
        return new Held(watch.getSums().get(threshold), watch.getCounts().get(threshold));
    }

    /// The gravest threshold that has been reached for long enough, by index; -1 for none.
    private int established(WarningWatch standing, Instant at) {
        for (int i = 0; i < standing.getReachedSince().size(); i++) {
            Instant since = standing.getReachedSince().get(i);
            if (since != null && Duration.between(since, at).compareTo(rule.holds()) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private int index(@Nullable WarningLevel level) {
        for (int i = 0; i < rule.thresholds().size(); i++) {
            if (rule.thresholds().get(i).level() == level) {
                return i;
            }
        }
        return -1;
    }

    /// The limit behind which a level is left again.
    private long left(int threshold) {
        long limit = limit(rule.thresholds().get(threshold));
        long margin = Math.round(Math.abs(limit) * rule.hysteresis());
        return rule.falling() ? limit + margin : limit - margin;
    }

    /// What decided the level of a watch, in the rule's unit; below all levels what the mildest one is decided by.
    double value(WarningWatch watch, Instant at, SensorValue value, Series series) {
        int decisive = index(watch.getLevel()) < 0 ? rule.thresholds().size() - 1 : index(watch.getLevel());
        Compared compared = compared(rule.thresholds().get(decisive), at, value, held(watch, decisive), series);
        return compared.dividend().doubleValue() / compared.divisor().doubleValue() / MILLION;
    }
}
