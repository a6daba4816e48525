package tocsin.sensing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What every hour of the week usually is, in one of three ways: nothing is known but the level, every day is alike, or
/// every week is.
enum UsualShape {
    /// The level alone.
    LEVEL(0),
    /// The hours of a day: the median of the means of that hour on the last days.
    DAY(1),
    /// The hours of a week: the median of the means of that hour in the last weeks, two at least.
    WEEK(2);

    static final int HOURS = 24;
    static final int WEEK_HOURS = 7 * HOURS;
    private static final int LEAST_TIMES = 2;
    private static final int LEAST_HOURS = 6;
    private static final int LEAST_WEEK_HOURS = 40;

    private final int place;

    UsualShape(int place) {
        this.place = place;
    }

    /// Its place in what is kept of a series, which never changes.
    int place() {
        return place;
    }

    /// The value of each hour of the week; empty where too little is known.
    ///
    /// @param week the means of past hours by hour of the week, oldest first
    /// @param weeks how many weeks a day is learned from; a week is learned from all
    Optional<double[]> hours(List<List<Double>> week, int weeks) {
        return switch (this) {
            case LEVEL -> Optional.of(new double[WEEK_HOURS]);
            case DAY -> day(week, weeks);
            case WEEK -> week(week).flatMap(known -> day(week, weeks).map(day -> filled(known, day)));
        };
    }

    private static Optional<double[]> day(List<List<Double>> week, int weeks) {
        double[] medians = new double[HOURS];
        int seen = 0;
        int known = 0;
        double sum = 0;
        for (int hour = 0; hour < HOURS; hour++) {
            List<Double> all = new ArrayList<>();
            for (int slot = hour; slot < WEEK_HOURS; slot += HOURS) {
                List<Double> past = week.get(slot);
                all.addAll(past.subList(Math.max(0, past.size() - weeks), past.size()));
            }
            seen += all.isEmpty() ? 0 : 1;
            medians[hour] = all.size() < LEAST_TIMES ? Double.NaN : Quantiles.of(all, 0.5);
            if (all.size() >= LEAST_TIMES) {
                known++;
                sum += medians[hour];
            }
        }
        if (known < Math.max(LEAST_HOURS, seen)) {
            return Optional.empty();
        }
        double[] hours = new double[WEEK_HOURS];
        for (int slot = 0; slot < WEEK_HOURS; slot++) {
            double median = medians[slot % HOURS];
            hours[slot] = Double.isNaN(median) ? sum / known : median;
        }
        return Optional.of(hours);
    }

    /// The hours of the week, those that are not known as not a number.
    private static Optional<double[]> week(List<List<Double>> week) {
        double[] hours = new double[WEEK_HOURS];
        int seen = 0;
        int known = 0;
        for (int slot = 0; slot < WEEK_HOURS; slot++) {
            seen += week.get(slot).isEmpty() ? 0 : 1;
            boolean isKnown = week.get(slot).size() >= LEAST_TIMES;
            known += isKnown ? 1 : 0;
            hours[slot] = isKnown ? Quantiles.of(week.get(slot), 0.5) : Double.NaN;
        }
        return known < Math.max(LEAST_WEEK_HOURS, seen) ? Optional.empty() : Optional.of(hours);
    }

    private static double[] filled(double[] hours, double[] day) {
        double[] filled = hours.clone();
        for (int slot = 0; slot < WEEK_HOURS; slot++) {
            filled[slot] = Double.isNaN(hours[slot]) ? day[slot] : hours[slot];
        }
        return filled;
    }
}
