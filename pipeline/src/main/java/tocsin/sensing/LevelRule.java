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
final class LevelRule {
    private static final long MILLION = 1_000_000;
    private static final BigInteger HOUR = BigInteger.valueOf(Duration.ofHours(1).toMillis());

    private final WarningRule rule;
    private final String name;

    LevelRule(WarningRule rule) {
        this.rule = rule;
        // A rule that was changed has no past: it is reckoned anew from the values that are kept.
        this.name = rule.provenance().id() + "@" + Integer.toHexString((rule.metric() + rule.unit() + rule.aggregate()
                + rule.falling() + rule.leastValues() + rule.thresholds() + rule.holds() + rule.hysteresis()
                + rule.mergeGap()).hashCode());
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
            Instant since = stood == null ? null : stood.getReachedSince().get(i);
            reachedSince.add(!reached ? null : since == null ? at : since);
        }
        WarningWatch standing = new WarningWatch(sums, counts, reachedSince, null,
                stood == null ? null : stood.getLevel());
        return decided(standing, stood == null ? null : stood.getQuietSince(), at, value, series);
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
        Held held = before;
        for (Series.At left : series.between(beforeAt.minus(window), begins.isBefore(beforeAt) ? begins : beforeAt)) {
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

    private WarningWatch decided(WarningWatch standing, @Nullable Instant quietSince, Instant at, SensorValue value,
            Series series) {
        WarningLevel level = standing.getLevel();
        int established = established(standing, at);
        int current = index(level);
        boolean stays = current >= 0 && isBeyond(compared(rule.thresholds().get(current), at, value,
                held(standing, current), series), left(current));
        if (stays && (established < 0 || current < established)) {
            return standing;
        }
        if (established >= 0) {
            return WarningWatch.newBuilder(standing).setLevel(rule.thresholds().get(established).level()).build();
        }
        if (current < 0) {
            return standing;
        }
        Instant quiet = quietSince == null ? at : quietSince;
        return Duration.between(quiet, at).compareTo(rule.mergeGap()) >= 0
                ? WarningWatch.newBuilder(standing).setLevel(null).build()
                : WarningWatch.newBuilder(standing).setQuietSince(quiet).build();
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
