package tocsin.sensing;

import java.util.List;

/// A sign by which a value, or the last values, are unusual. Each is a distance in the unit of the values, except SAME,
/// which counts; what is small is usual.
///
/// What each sign comes to on usual days is learned as the largest of every stretch of eight hours. A sign is unusual
/// beyond its limit: the largest that is to be expected once in so many stretches, by a Gumbel distribution through the
/// median and the ninth decile of what was learned.
enum UsualSign {
    /// The value above the median of the last ones.
    JUMP_UP(0, Limits.SELDOM),
    /// The value below it.
    JUMP_DOWN(1, Limits.SELDOM),
    /// The mean of four values above the median of the twelve before.
    STEP_UP(2, Limits.SELDOM),
    /// The mean of four values below it.
    STEP_DOWN(3, Limits.SELDOM),
    /// The value above what is usual at its hour.
    VALUE_UP(4, Limits.SELDOM),
    /// The value below it.
    VALUE_DOWN(5, Limits.SELDOM),
    /// The mean of the last values above what is usual at their hour.
    HOUR_UP(6, Limits.SELDOM),
    /// The mean of the last values below it.
    HOUR_DOWN(7, Limits.SELDOM),
    /// The value above the mean of all hours. Learned by four stretches each, for three months.
    EVER_UP(8, Limits.OFTEN),
    /// The value below it.
    EVER_DOWN(9, Limits.OFTEN),
    /// How far values are from one to the next, in the mean.
    VARIATION(10, Limits.SELDOM),
    /// How many values repeat the same.
    SAME(11, Limits.SELDOM);

    /// Stretches learned together for the signs that compare with all hours.
    static final int TOGETHER = 4;
    private static final int KEPT_EVER = 90;
    private static final int STRETCHES_A_DAY = 3;
    private static final double HALF_OF_GUMBEL = 0.3665;
    private static final double HALF_TO_NINE_TENTHS = 1.884;
    private static final double LEAST_BEYOND = 1.05;
    private static final double MOST_BEYOND = 3;
    private static final double FEW = 3;
    private static final double LEAST_SAME = 12;
    private static final double SAME_BEYOND = 1.5;

    private final int place;
    private final double stretches;

    UsualSign(int place, double stretches) {
        this.place = place;
        this.stretches = stretches;
    }

    /// Once in how many stretches a limit is passed.
    private static final class Limits {
        private static final double SELDOM = 1_600;
        private static final double OFTEN = 10;

        private Limits() {}
    }

    /// Its place in what is kept of a series, which never changes.
    int place() {
        return place;
    }

    boolean isEver() {
        return this == EVER_UP || this == EVER_DOWN;
    }

    /// Whether it compares values with the ones just before, and so needs to know of no day.
    boolean isLeap() {
        return place <= STEP_DOWN.place;
    }

    /// Whether it depends on what is usual at an hour.
    boolean isOfHour() {
        return this == VALUE_UP || this == VALUE_DOWN || this == HOUR_UP || this == HOUR_DOWN;
    }

    /// How many of the largest are kept.
    int kept(int days) {
        return isEver() ? KEPT_EVER : days * 2 * STRETCHES_A_DAY;
    }

    /// From where on it is unusual.
    ///
    /// @param largest the largest of past stretches; none gives infinity
    /// @param least a distance so small that it says nothing in this series
    double limit(List<Double> largest, double least) {
        if (largest.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        double floor = this == SAME ? LEAST_SAME : this == VARIATION ? least / 2 : least;
        double[] sorted = largest.stream().mapToDouble(value -> Math.max(value, floor / 2)).sorted().toArray();
        double half = Quantiles.of(sorted, 0.5);
        double most = Quantiles.of(sorted, 0.9);
        double expected = half + (Math.log(stretches) - HALF_OF_GUMBEL) / HALF_TO_NINE_TENTHS * (most - half);
        double beyond = Math.max(Math.min(expected, MOST_BEYOND * sorted[sorted.length - 1]), LEAST_BEYOND * most);
        return Math.max(floor, beyond * (1 + FEW / sorted.length) * (this == SAME ? SAME_BEYOND : 1));
    }
}
