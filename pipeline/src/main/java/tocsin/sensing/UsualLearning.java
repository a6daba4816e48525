package tocsin.sensing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tocsin.internal.v1.HourValue;
import tocsin.internal.v1.UsualFigures;
import tocsin.internal.v1.UsualFit;
import tocsin.internal.v1.UsualHistory;
import tocsin.internal.v1.UsualHour;
import tocsin.internal.v1.UsualStretch;
import tocsin.rules.UnusualRule;

/// What is learned when an hour is over: the level, the hours of the day and of the week, and how large each sign is on
/// usual days.
final class UsualLearning {
    /// How much a value that is unusual counts as at most: so that what stays becomes usual, and one wrong value does not
    /// hide the next.
    static final double MOST_LEARNED = 1.5;
    /// How far beyond the largest leap so far a leap is unusual, while little is known.
    static final double EARLY_LEAP = 1.6;
    /// A leap of less than this share of the level says nothing, while little is known.
    static final double EARLY_SHARE = 0.02;
    static final double TINY = 1e-6;

    private static final Duration STRETCH = Duration.ofHours(8);
    private static final int STRETCH_VALUES = 24;
    private static final int LEAST_STRETCHES = 9;
    private static final int DAYS_A_WEEK = 7;
    private static final double LEVEL_HOURS = 72;
    private static final double ERROR_HOURS = 168;
    private static final double MEAN_HOURS = 1_500;
    private static final double CENTRE_HOURS = 20;
    private static final int KNOWN_HOURS = 24;
    private static final double FARTHEST_ERROR = 4;
    private static final double FARTHEST_LEVEL = 3;
    private static final double GAIN = 0.85;
    private static final double GAIN_TO_STAY = 0.97;
    private static final double LEAST_SCALE = 0.2;
    private static final double MOST_SCALE = 2;
    private static final double LEAST_SHARE = 0.01;
    private static final double LEAST_SPREAD = 0.02;

    private static final UsualFit NOTHING = new UsualFit(0.0, 0.0, 0.0, 0L);

    private UsualLearning() {}

    /// What was learned, and what the next hour begins with.
    record Learned(UsualHistory history, UsualHour hour) {}

    /// What a series begins with.
    static UsualHour first(Instant hour, Instant at) {
        return UsualHour.newBuilder().setHour(hour).setStretch(new UsualStretch(at, 0L, zeros()))
                .setFigures(UsualFigures.newBuilder().build()).build();
    }

    /// Learns an hour that is over.
    ///
    /// @param known what was learned before
    /// @param over the hour, with one value at least
    /// @param hour the hour that begins
    /// @param at when its first value is
    static Learned learned(UsualHistory known, UsualHour over, Instant hour, Instant at, UnusualRule rule,
            ZoneId zone) {
        int weeks = (rule.days() + DAYS_A_WEEK - 1) / DAYS_A_WEEK;
        double mean = over.getSum() / over.getInHour();
        int slot = slot(over.getHour(), zone);
        List<List<Double>> before = weeks(known);
        List<UsualFit> fits = fits(known, before, weeks, slot, mean);
        List<List<Double>> week = new ArrayList<>(before);
        week.set(slot, newest(before.get(slot), mean, 2 * weeks));
        UsualShape shape = choose(known, fits, week, weeks);
        int was = known.getInUse();
        double scale = shape.place() == was
                ? 1
                : Math.clamp(ratio(fits.get(shape.place())) / Math.max(ratio(fits.get(was)), TINY), LEAST_SCALE,
                        MOST_SCALE);
        List<Double> under = scaled(over.getStretch().getLargest(), scale);
        List<List<Double>> largest = new ArrayList<>();
        for (UsualSign sign : UsualSign.values()) {
            List<Double> past = known.getLargest().isEmpty() ? List.of() : known.getLargest().get(sign.place());
            largest.add(sign.isOfHour() && scale != 1 ? past.stream().map(one -> one * scale).toList() : past);
        }
        UsualStretch stretch = new UsualStretch(over.getStretch().getSince(), over.getStretch().getValues(), under);
        long stretches = known.getStretches();
        if (!at.isBefore(stretch.getSince().plus(STRETCH)) && stretch.getValues() >= STRETCH_VALUES) {
            stretches++;
            stretch = new UsualStretch(at, 0L, closed(largest, under, stretches, rule.days()));
        }
        double share = known.getHours() == 0 ? 1 : 1 / CENTRE_HOURS;
        double centre = known.getCentre() + (over.getShares() / over.getInHour() - known.getCentre()) * share;
        long hours = known.getHours() + 1;
        double limit = hours > 2 * KNOWN_HOURS ? FARTHEST_LEVEL * fits.getFirst().getError() : Double.MAX_VALUE;
        double all = known.getMean()
                + Math.clamp(mean - known.getMean(), -limit, limit) / Math.min((double) hours, MEAN_HOURS);
        UsualHistory history = UsualHistory.newBuilder().setWeek(week).setFits(fits).setInUse(shape.place())
                .setMean(all).setHours(hours).setCentre(centre).setLargest(largest).setStretches(stretches).build();
        List<HourValue> values = shape.place() == was ? over.getValues() : List.of(over.getValues().getLast());
        return new Learned(history,
                UsualHour.newBuilder().setHour(hour).setValues(values).setUnusualAt(over.getUnusualAt())
                        .setCount(over.getCount()).setInterval(over.getInterval()).setVariation(over.getVariation())
                        .setSame(over.getSame()).setStretch(stretch)
                        .setFigures(figures(history, stretch, shape, weeks, slot(hour, zone))).build());
    }

    /// The hour of the week, from Monday 0 on.
    private static int slot(Instant hour, ZoneId zone) {
        ZonedDateTime local = ZonedDateTime.ofInstant(hour, zone);
        return (local.getDayOfWeek().getValue() - 1) * UsualShape.HOURS + local.getHour();
    }

    private static List<List<Double>> weeks(UsualHistory known) {
        return known.getWeek().isEmpty()
                ? Collections.nCopies(UsualShape.WEEK_HOURS, List.of())
                : known.getWeek();
    }

    static List<Double> zeros() {
        return Collections.nCopies(UsualSign.values().length, 0.0);
    }

    /// How well each shape told this hour before it was learned.
    private static List<UsualFit> fits(UsualHistory known, List<List<Double>> week, int weeks, int slot, double mean) {
        List<UsualFit> fits = new ArrayList<>();
        UsualFit level = known.getFits().isEmpty() ? NOTHING : known.getFits().getFirst();
        double farthest = level.getHours() > KNOWN_HOURS
                ? FARTHEST_ERROR * level.getError() + TINY
                : Double.MAX_VALUE;
        double alone = level.getHours() == 0 ? 0 : Math.min(Math.abs(mean - level.getLevel()), farthest);
        for (UsualShape shape : UsualShape.values()) {
            UsualFit before = known.getFits().isEmpty() ? NOTHING : known.getFits().get(shape.place());
            UsualFit begun = shape == UsualShape.LEVEL && before.getHours() == 0
                    ? new UsualFit(mean, 0.0, 0.0, 0L)
                    : before;
            fits.add(shape.hours(week, weeks).map(hours -> fit(begun, mean - hours[slot], farthest, alone))
                    .orElse(before));
        }
        return List.copyOf(fits);
    }

    /// @param rest the hour less what the shape says of it
    /// @param farthest how far off an hour counts at most
    /// @param alone how far it is from the level alone
    private static UsualFit fit(UsualFit before, double rest, double farthest, double alone) {
        double off = rest - before.getLevel();
        long hours = before.getHours() + 1;
        double share = 1 / Math.min((double) hours, ERROR_HOURS);
        double error = before.getError() + (Math.min(Math.abs(off), farthest) - before.getError()) * share;
        double limit = hours > KNOWN_HOURS ? FARTHEST_LEVEL * error + TINY : Double.MAX_VALUE;
        return new UsualFit(before.getLevel() + Math.clamp(off, -limit, limit) / Math.min((double) hours, LEVEL_HOURS),
                error,
                before.getAlone() + (alone - before.getAlone()) * share, hours);
    }

    /// How far hours are from a shape as a share of how far the same hours are from the level alone.
    private static double ratio(UsualFit fit) {
        return fit.getAlone() <= 0 ? 1 : fit.getError() / fit.getAlone();
    }

    /// The simplest shape that no other is clearly better than; one that is in use stays while it is better at all.
    private static UsualShape choose(UsualHistory known, List<UsualFit> fits, List<List<Double>> week, int weeks) {
        UsualShape best = UsualShape.LEVEL;
        for (UsualShape shape : List.of(UsualShape.DAY, UsualShape.WEEK)) {
            UsualFit fit = fits.get(shape.place());
            double gain = known.getInUse() >= shape.place() ? GAIN_TO_STAY : GAIN;
            if (fit.getHours() >= (long) KNOWN_HOURS * shape.place() && shape.hours(week, weeks).isPresent()
                    && ratio(fit) < gain * ratio(fits.get(best.place()))) {
                best = shape;
            }
        }
        return best;
    }

    private static List<Double> scaled(List<Double> largest, double scale) {
        return scale == 1 ? largest
                : Stream.of(UsualSign.values()).map(
                        sign -> sign.isOfHour() ? largest.get(sign.place()) * scale : largest.get(sign.place()))
                        .toList();
    }

    /// Adds the largest of a stretch to those of past ones; what the next begins with.
    private static List<Double> closed(List<List<Double>> largest, List<Double> under, long stretches, int days) {
        List<Double> next = new ArrayList<>();
        for (UsualSign sign : UsualSign.values()) {
            int number = sign.place();
            boolean goesOn = sign.isEver() && stretches % UsualSign.TOGETHER != 0;
            if (!goesOn) {
                largest.set(number, newest(largest.get(number), under.get(number), sign.kept(days)));
            }
            next.add(goesOn ? under.get(number) : 0.0);
        }
        return next;
    }

    private static UsualFigures figures(UsualHistory history, UsualStretch stretch, UsualShape shape, int weeks,
            int slot) {
        UsualFit fit = history.getFits().get(shape.place());
        boolean learned = history.getStretches() >= LEAST_STRETCHES;
        double spread = Stream.of(UsualSign.EVER_UP, UsualSign.EVER_DOWN)
                .mapToDouble(sign -> Quantiles.of(history.getLargest().get(sign.place()), 0.75)).sum();
        double least = Math.max(Math.max(LEAST_SHARE * Math.abs(history.getMean()), LEAST_SPREAD * spread), TINY);
        List<Double> limits = Stream.of(UsualSign.values()).map(sign -> {
            List<Double> largest = withUnderWay(history.getLargest().get(sign.place()), sign, history, stretch);
            return !learned && sign.isLeap()
                    ? EARLY_LEAP * largest.stream().mapToDouble(Double::doubleValue).max().orElse(0)
                    : sign.limit(largest, least);
        }).toList();
        Optional<double[]> hours = shape == UsualShape.LEVEL
                ? Optional.empty()
                : shape.hours(history.getWeek(), weeks);
        return UsualFigures.newBuilder().setLimits(limits).setLearned(learned)
                .setShape(hours.map(all -> Stream.of(slot - 1, slot, slot + 1)
                        .map(one -> all[Math.floorMod(one, UsualShape.WEEK_HOURS)]).toList()).orElse(List.of()))
                .setCentre(history.getCentre()).setLevel(fit.getLevel()).setMean(history.getMean())
                .setError(fit.getError()).build();
    }

    /// What was learned of a sign, with what the stretches bring that are not over yet where it is learned by several.
    private static List<Double> withUnderWay(List<Double> largest, UsualSign sign, UsualHistory history,
            UsualStretch stretch) {
        return sign.isEver() && history.getStretches() % UsualSign.TOGETHER != 0
                ? newest(largest, stretch.getLargest().get(sign.place()), largest.size() + 1)
                : largest;
    }

    private static List<Double> newest(List<Double> values, double value, int most) {
        List<Double> longer = new ArrayList<>(values);
        longer.add(value);
        return List.copyOf(longer.subList(Math.max(0, longer.size() - most), longer.size()));
    }
}
