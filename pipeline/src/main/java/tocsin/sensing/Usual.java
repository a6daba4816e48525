package tocsin.sensing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.HourValue;
import tocsin.internal.v1.UsualFigures;
import tocsin.internal.v1.UsualHistory;
import tocsin.internal.v1.UsualHour;
import tocsin.internal.v1.UsualStretch;
import tocsin.rules.UnusualRule;
import tocsin.v1.WarningLevel;

/// Whether what a sensor says is unusual. A value is compared with the ones just before it, with what is usual at its
/// hour, and with all there ever was; each distance is a [UsualSign], and unusual where it is far beyond what it came to
/// on past days.
///
/// What is usual at an hour is the level alone, the hour of the day, or the hour of the week, whichever has told the
/// hours best that came lately. Three days are learned first; only leaps are told before, from the fortieth value on. A
/// value that comes late, or again, is not looked at.
public final class Usual {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration GAP = Duration.ofHours(6);
    private static final int GAP_INTERVALS = 8;
    private static final double INTERVAL_CHANGE = 0.1;
    /// The distances that `seasonal` and `overall` are by default: with these a sign is unusual from its limit on.
    private static final double SEASONAL = 7;
    private static final double OVERALL = 3;
    private static final int LEAST_VALUES = 16;
    private static final int MOST_VALUES = 200;
    private static final int LEAST_TO_JUMP = 5;
    private static final int LEAST_TO_STEP = 12;
    private static final int STEP_NEW = 4;
    private static final int EARLY_FROM = 40;
    private static final int VARIATION_FROM = 24;
    private static final double VARIATION_VALUES = 12;
    private static final double LEAST_SHARE = 0.01;
    private static final double TINY = UsualLearning.TINY;

    private final UnusualRule rule;
    private final UsualHour lately;
    private final UsualFigures figures;
    private final double value;
    private final Instant at;
    private final double share;
    private final double level;
    private final double mean;
    private final double rest;
    private final double above;
    private final List<HourValue> earlier;
    private final double interval;
    private final double variation;
    private final long same;

    /// @param share when in its hour the value is, as a share of the hour
    private Usual(UnusualRule rule, UsualHour lately, double value, Instant at, double share) {
        this.rule = rule;
        this.lately = lately;
        this.figures = lately.getFigures();
        this.value = value;
        this.at = at;
        this.share = share;
        Double known = figures.getLevel();
        double soFar = lately.getInHour() == 0 ? value : lately.getSum() / lately.getInHour();
        this.level = known == null ? soFar : known;
        this.mean = known == null ? soFar : figures.getMean();
        this.rest = rest(level);
        this.above = rest - level;
        HourValue last = lately.getValues().isEmpty() ? null : lately.getValues().getLast();
        double since = last == null ? 0 : (double) Duration.between(last.getAt(), at).toMillis();
        double most = INTERVAL_CHANGE * lately.getInterval();
        this.interval = lately.getInterval() == 0
                ? since
                : lately.getInterval() + Math.clamp(since - lately.getInterval(), -most, most);
        boolean afterGap = since > Math.max((double) GAP.toMillis(), GAP_INTERVALS * interval);
        this.earlier = compared(lately, at, rule, afterGap);
        double step = last == null || afterGap ? -1
                : Math.min(Math.abs(value - last.getValue()), leap());
        this.variation = step < 0 ? lately.getVariation()
                : lately.getVariation() < 0 ? step
                        : lately.getVariation() + (step - lately.getVariation()) / VARIATION_VALUES;
        this.same = step == 0 ? lately.getSame() + 1 : 0;
    }

    /// What is kept of a series by one rule.
    public interface Memory {
        /// What was learned, or null.
        @Nullable
        UsualHistory history();

        /// Keeps what was learned.
        void keep(UsualHistory history);

        /// What came lately, or null.
        @Nullable
        UsualHour hour();

        /// Keeps what came lately.
        void keep(UsualHour hour);
    }

    /// A memory that forgets everything with the program.
    static final class InMemory implements Memory {
        private @Nullable UsualHistory history;
        private @Nullable UsualHour hour;

        @Override
        public @Nullable UsualHistory history() {
            return history;
        }

        @Override
        public void keep(UsualHistory kept) {
            this.history = kept;
        }

        @Override
        public @Nullable UsualHour hour() {
            return hour;
        }

        @Override
        public void keep(UsualHour kept) {
            this.hour = kept;
        }
    }

    /// A level that changed.
    ///
    /// @param level the level now; null when lifted
    /// @param before the level before; null when there was none
    /// @param figures what is usual, and how far off it is
    public record Change(@Nullable WarningLevel level, @Nullable WarningLevel before, Map<String, Double> figures) {}

    /// Takes a value; what changes by it.
    ///
    /// @param zone where the hours of the day are those of
    public static Optional<Change> read(UnusualRule rule, double value, Instant at, ZoneId zone, Memory memory) {
        UsualHour before = memory.hour();
        if (before != null && !before.getValues().isEmpty() && !at.isAfter(before.getValues().getLast().getAt())) {
            return Optional.empty();
        }
        Instant hour = ZonedDateTime.ofInstant(at, zone).truncatedTo(ChronoUnit.HOURS).toInstant();
        UsualHour lately = before == null ? UsualLearning.first(hour, at) : before;
        if (hour.isAfter(lately.getHour())) {
            UsualLearning.Learned learned = UsualLearning.learned(history(memory), lately, hour, at, rule, zone);
            memory.keep(learned.history());
            lately = learned.hour();
        }
        return new Usual(rule, lately, value, at, (double) Duration.between(hour, at).toMillis() / HOUR.toMillis())
                .read(memory);
    }

    private static UsualHistory history(Memory memory) {
        UsualHistory kept = memory.history();
        return kept != null ? kept : UsualHistory.newBuilder().build();
    }

    private Optional<Change> read(Memory memory) {
        double[] signs = signs();
        double most = 1;
        boolean isUnusual = false;
        for (UsualSign sign : UsualSign.values()) {
            double bound = bound(sign) * (sign.isEver() ? rule.overall() / OVERALL : rule.seasonal() / SEASONAL);
            if (signs[sign.place()] > bound * most) {
                most = signs[sign.place()] / bound;
                isUnusual = true;
            }
        }
        Instant unusualAt = lately.getUnusualAt();
        boolean lifted = unusualAt != null && !isUnusual
                && Duration.between(unusualAt, at).compareTo(rule.mergeGap()) >= 0;
        memory.keep(kept(signs, isUnusual ? at : lifted ? null : unusualAt));
        double usual = value - above;
        if (isUnusual && unusualAt == null) {
            return Optional.of(new Change(rule.level(), null, Map.of("usual", usual, "deviations",
                    Math.abs(above) / Math.max(figures.getError(), Math.max(LEAST_SHARE * Math.abs(usual), TINY)))));
        }
        return lifted
                ? Optional.of(new Change(null, rule.level(), Map.of("usual", usual)))
                : Optional.empty();
    }

    /// What comes before the value and is compared with it: nothing of before a long gap.
    private static List<HourValue> compared(UsualHour lately, Instant at, UnusualRule rule, boolean afterGap) {
        List<HourValue> values = lately.getValues();
        if (afterGap) {
            return List.of();
        }
        Instant since = at.minus(rule.within());
        int first = Math.max(0, values.size() - MOST_VALUES);
        while (values.size() - first > LEAST_VALUES && !values.get(first).getAt().isAfter(since)) {
            first++;
        }
        return values.subList(first, values.size());
    }

    /// The value less what its hour adds to the level: between two hours it may be as in either.
    private double rest(double level) {
        List<Double> shape = figures.getShape();
        if (shape.isEmpty()) {
            return value;
        }
        double one = shape.get(1);
        double other = shape.get(share < figures.getCentre() ? 0 : 2);
        double over = value - level;
        return over - Math.clamp(over, Math.min(one, other), Math.max(one, other)) + level;
    }

    /// How far a step counts as variation at most: one leap is no noise.
    private double leap() {
        return figures.getLearned()
                ? Math.max(limit(UsualSign.JUMP_UP), limit(UsualSign.JUMP_DOWN))
                : Double.POSITIVE_INFINITY;
    }

    private double[] signs() {
        double[] signs = new double[UsualSign.values().length];
        if (earlier.size() >= LEAST_TO_JUMP) {
            both(signs, UsualSign.JUMP_UP, rest - median(earlier, 0, earlier.size()));
        }
        if (earlier.size() >= LEAST_TO_STEP) {
            int until = earlier.size() - STEP_NEW + 1;
            double sum = rest + earlier.subList(until, earlier.size()).stream().mapToDouble(HourValue::getRest).sum();
            both(signs, UsualSign.STEP_UP,
                    sum / STEP_NEW - median(earlier, Math.max(0, until - LEAST_TO_STEP), until));
        }
        both(signs, UsualSign.VALUE_UP, above);
        if (earlier.size() >= LEAST_TO_JUMP) {
            both(signs, UsualSign.HOUR_UP,
                    (earlier.stream().mapToDouble(one -> clamped(one.getRest() - level)).sum() + clamped(above))
                            / (earlier.size() + 1));
        }
        both(signs, UsualSign.EVER_UP, value - mean);
        signs[UsualSign.VARIATION.place()] = lately.getCount() < VARIATION_FROM ? 0 : Math.max(0, variation);
        signs[UsualSign.SAME.place()] = same;
        return signs;
    }

    private static void both(double[] signs, UsualSign up, double distance) {
        signs[up.place()] = distance;
        signs[up.place() + 1] = -distance;
    }

    /// One value far off is no shift of the last ones.
    private double clamped(double distance) {
        return Math.clamp(distance, -limit(UsualSign.VALUE_DOWN), limit(UsualSign.VALUE_UP));
    }

    private double limit(UsualSign sign) {
        return figures.getLimits().isEmpty() ? Double.POSITIVE_INFINITY : figures.getLimits().get(sign.place());
    }

    /// From where on a sign is unusual now.
    private double bound(UsualSign sign) {
        if (figures.getLearned()) {
            return limit(sign);
        }
        if (!sign.isLeap() || lately.getCount() < EARLY_FROM) {
            return Double.POSITIVE_INFINITY;
        }
        double past = figures.getLimits().isEmpty() ? 0 : limit(sign);
        double largest = Math.max(lately.getStretch().getLargest().get(sign.place()),
                UsualLearning.EARLY_SHARE * Math.abs(level));
        return Math.max(Math.max(past, UsualLearning.EARLY_LEAP * largest), TINY);
    }

    private UsualHour kept(double[] signs, @Nullable Instant unusualAt) {
        UsualStretch stretch = lately.getStretch();
        List<Double> largest = new ArrayList<>(stretch.getLargest());
        for (UsualSign sign : UsualSign.values()) {
            double counted = figures.getLearned()
                    ? Math.min(signs[sign.place()], UsualLearning.MOST_LEARNED * limit(sign))
                    : signs[sign.place()];
            largest.set(sign.place(), Math.max(largest.get(sign.place()), counted));
        }
        List<HourValue> values = new ArrayList<>(earlier);
        values.add(new HourValue(at, value, rest));
        return UsualHour.newBuilder().setHour(lately.getHour()).setValues(List.copyOf(values)).setUnusualAt(unusualAt)
                .setCount(lately.getCount() + 1).setInHour(lately.getInHour() + 1).setSum(lately.getSum() + value)
                .setShares(lately.getShares() + share).setInterval(interval).setVariation(variation).setSame(same)
                .setStretch(new UsualStretch(stretch.getSince(), stretch.getValues() + 1, List.copyOf(largest)))
                .setFigures(figures).build();
    }

    private static double median(List<HourValue> values, int from, int until) {
        return Quantiles.of(DoubleStream.of(values.subList(from, until).stream().mapToDouble(HourValue::getRest)
                .toArray()).sorted().toArray(), 0.5);
    }
}
