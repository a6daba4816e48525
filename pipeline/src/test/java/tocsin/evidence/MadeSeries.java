package tocsin.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import tocsin.evidence.Labelled.Point;
import tocsin.evidence.Labelled.Window;

/// Series that are made by kind and seed, with what is unusual in them. The same seed gives the same series.
///
/// A series has 14 days or more, in steps of 5 to 60 minutes. Nothing unusual happens in its first fifth. A window begins
/// with what is unusual and is a twentieth of the series long, or as long as it lasts.
final class MadeSeries {
    private static final Instant BEGINNING = Instant.parse("2026-03-02T00:00:00Z");
    private static final int[] STEPS = {5, 5, 10, 15, 30, 60};
    private static final double DAY = 1_440;
    private static final double WEEK = 7 * DAY;

    /// The kinds: what is usual in them, and what is unusual.
    enum Kind {
        /// Noise, with single values or a few far off.
        SPIKES,
        /// Noise, with a level that leaps and stays for a day or for good.
        STEPS,
        /// Noise, with a level that leaves slowly, over half a day to two.
        DRIFTS,
        /// A day like every day, with a peak that is missing, a bump at night, a spike.
        DAILY,
        /// Weekdays and weekends of four weeks or more, with what is unusual on days.
        WEEKLY,
        /// Noise with far values now and then, with a level that leaps or values farther still.
        HEAVY_TAILS,
        /// Noise that is loud by day and low by night, with a level that leaps.
        CHANGING_NOISE,
        /// A day like every day with values missing, one by one and for hours, with bumps and spikes.
        GAPS,
        /// Waves that are no days: nine hours to three days, with spikes and leaps beyond them.
        SLOW_WAVES,
        /// Counts, most of them none, more by day, with bursts.
        COUNTS,
        /// Two hundred to five hundred values, with a spike or a leap.
        SHORT,
        /// Noise that is four times as loud for hours.
        VARIANCE,
        /// Values that stay the same for half a day or more, or drop to nothing.
        STUCK,
        /// A machine that is idle but for jobs at set times, with a load that stays or a stop.
        JOBS,
        /// A level that wanders, with leaps and spikes.
        WANDERING,
        /// Counts of talk: by day more than by night, in waves, with outbreaks.
        TALK,
        /// Nothing unusual at all: days, noise, waves, jobs, wandering levels.
        NOTHING
    }

    private final Random random;
    private final int step;
    private final int count;
    private final double[] values;
    private final boolean[] missing;
    private final List<Window> windows = new ArrayList<>();
    private final double level;
    private final double sigma;

    private MadeSeries(Kind kind, Random random) {
        this.random = random;
        this.step = kind == Kind.WEEKLY ? 30 : STEPS[random.nextInt(STEPS.length)];
        int days = kind == Kind.WEEKLY ? 35 : 14 + random.nextInt(14);
        this.count = kind == Kind.SHORT ? 200 + random.nextInt(300)
                : Math.max((int) (days * DAY / step), 700);
        this.values = new double[count];
        this.missing = new boolean[count];
        this.sigma = Math.exp(random.nextGaussian());
        this.level = sigma * (5 + 40 * random.nextDouble());
    }

    /// A series of a kind.
    static Labelled of(Kind kind, long seed) {
        MadeSeries made = new MadeSeries(kind, new Random(seed * 1_000 + List.of(Kind.values()).indexOf(kind)));
        made.make(kind);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < made.count; i++) {
            if (!made.missing[i]) {
                points.add(new Point(made.at(i), made.values[i]));
            }
        }
        return new Labelled(kind + " " + seed, List.copyOf(points), List.copyOf(made.windows));
    }

    private void make(Kind kind) {
        switch (kind) {
            case SPIKES -> {
                noise();
                places(3, this::spike);
            }
            case STEPS -> {
                noise();
                places(2, this::leap);
            }
            case DRIFTS -> {
                noise();
                places(2, this::drift);
            }
            case DAILY -> {
                noise();
                add(day(sigma * between(4, 12)));
                places(3, this::any);
            }
            case WEEKLY -> {
                noise();
                add(week(sigma * between(4, 12)));
                places(4, this::any);
            }
            case HEAVY_TAILS -> {
                fill(minute -> level + sigma * tail());
                places(2, from -> {
                    if (random.nextBoolean()) {
                        leap(from);
                    } else {
                        bump(from, 1 + random.nextInt(3), between(40, 80));
                    }
                });
            }
            case CHANGING_NOISE -> {
                fill(minute -> level
                        + sigma * (0.3 + 1.4 * Math.pow(Math.sin(Math.PI * minute / DAY), 2)) * random.nextGaussian());
                places(2, this::leap);
            }
            case GAPS -> {
                noise();
                add(day(sigma * between(3, 8)));
                places(3, this::any);
                holes();
            }
            case SLOW_WAVES -> {
                noise();
                double period = between(9 * 60, 3 * DAY);
                double height = sigma * between(4, 10);
                add(minute -> height * Math.sin(2 * Math.PI * minute / period));
                places(2, from -> bump(from, random.nextBoolean() ? 1 + random.nextInt(3) : lasting(6, 24),
                        height / sigma * 2 + between(3, 8)));
            }
            case COUNTS -> {
                double rate = between(0.1, 1.5);
                fill(minute -> poisson(rate * (1 - 0.8 * Math.cos(2 * Math.PI * minute / DAY))));
                places(2, from -> {
                    int lasts = lasting(1, 6);
                    double burst = between(6, 12) * Math.max(1, rate);
                    change(from, lasts, value -> value + poisson(burst));
                });
            }
            case SHORT -> {
                noise();
                places(1, from -> {
                    if (random.nextBoolean()) {
                        spike(from);
                    } else {
                        leap(from);
                    }
                });
            }
            case VARIANCE -> {
                noise();
                places(2, from -> change(from, lasting(6, 24), value -> level + 4 * (value - level)));
            }
            case STUCK -> {
                noise();
                add(day(sigma * between(0, 6)));
                places(2, from -> {
                    double held = random.nextInt(3) == 0 ? 0 : values[from];
                    change(from, lasting(12, 30), value -> held);
                });
            }
            case JOBS -> {
                fill(minute -> level * 0.1 + sigma * 0.2 * random.nextGaussian());
                jobs();
                places(2, from -> {
                    if (random.nextInt(3) == 0) {
                        change(from, lasting(4, 12), value -> 0);
                    } else {
                        double more = level * between(0.5, 1.5);
                        change(from, lasting(4, 30), value -> value + more);
                    }
                });
            }
            case WANDERING -> {
                wander();
                places(2, from -> bump(from, random.nextBoolean() ? 1 + random.nextInt(3) : lasting(8, 30),
                        between(8, 14)));
            }
            case TALK -> {
                talk();
                places(3, from -> {
                    int lasts = lasting(1, 5);
                    double times = between(4, 12);
                    change(from, lasts, value -> poisson((value + 3) * times));
                });
            }
            case NOTHING -> nothing();
        }
    }

    private void nothing() {
        switch (random.nextInt(5)) {
            case 0 -> noise();
            case 1 -> {
                noise();
                add(day(sigma * between(2, 12)));
            }
            case 2 -> {
                noise();
                double period = between(9 * 60, 3 * DAY);
                add(minute -> 5 * sigma * Math.sin(2 * Math.PI * minute / period));
            }
            case 3 -> wander();
            default -> {
                fill(minute -> level * 0.1 + sigma * 0.2 * random.nextGaussian());
                jobs();
            }
        }
    }

    private Instant at(int number) {
        return BEGINNING.plus(Duration.ofMinutes((long) number * step));
    }

    private double between(double least, double most) {
        return least + (most - least) * random.nextDouble();
    }

    /// So many hours as points, five at least.
    private int lasting(double leastHours, double mostHours) {
        return Math.max(5, (int) (between(leastHours, mostHours) * 60 / step));
    }

    private void fill(DoubleUnaryOperator byMinute) {
        for (int i = 0; i < count; i++) {
            values[i] = byMinute.applyAsDouble((double) i * step);
        }
    }

    private void add(DoubleUnaryOperator byMinute) {
        for (int i = 0; i < count; i++) {
            values[i] += byMinute.applyAsDouble((double) i * step);
        }
    }

    private void noise() {
        fill(minute -> level + sigma * random.nextGaussian());
    }

    /// A day with one broad peak and a second wave of its own.
    private DoubleUnaryOperator day(double height) {
        double phase = between(0, DAY);
        double second = between(0, 0.5);
        return minute -> height * (Math.sin(2 * Math.PI * (minute - phase) / DAY)
                + second * Math.sin(4 * Math.PI * minute / DAY));
    }

    private DoubleUnaryOperator week(double height) {
        DoubleUnaryOperator day = day(height);
        double weekend = between(0.1, 0.5);
        return minute -> day.applyAsDouble(minute) * (minute % WEEK >= 5 * DAY ? weekend : 1);
    }

    /// A t distribution with three degrees of freedom.
    private double tail() {
        double squares = 0;
        for (int i = 0; i < 3; i++) {
            squares += Math.pow(random.nextGaussian(), 2);
        }
        return random.nextGaussian() / Math.sqrt(squares / 3);
    }

    private double poisson(double mean) {
        if (mean > 50) {
            return Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double product = random.nextDouble();
        int events = 0;
        while (product > Math.exp(-mean)) {
            product *= random.nextDouble();
            events++;
        }
        return events;
    }

    private void wander() {
        double at = 0;
        for (int i = 0; i < count; i++) {
            at = 0.995 * at + 0.3 * random.nextGaussian();
            values[i] = level + sigma * (at + 0.3 * random.nextGaussian());
        }
    }

    private void jobs() {
        int every = (int) (between(2, 12) * 60 / step) + 3;
        int lasts = 1 + random.nextInt(3);
        double height = level * between(0.5, 2);
        for (int i = random.nextInt(every); i < count; i += every) {
            for (int j = i; j < Math.min(count, i + lasts); j++) {
                values[j] += height * between(0.8, 1.2);
            }
        }
    }

    private void talk() {
        double mood = 0;
        double rate = between(3, 40);
        for (int i = 0; i < count; i++) {
            mood = 0.98 * mood + 0.08 * random.nextGaussian();
            values[i] = poisson(rate * Math.exp(mood) * (1 - 0.7 * Math.cos(2 * Math.PI * i * step / DAY)));
        }
    }

    /// Every fiftieth value is missing, and three stretches of hours.
    private void holes() {
        for (int i = 0; i < count; i++) {
            missing[i] |= random.nextInt(50) == 0;
        }
        for (int hole = 0; hole < 3; hole++) {
            int from = random.nextInt(count);
            for (int i = from; i < Math.min(count, from + lasting(3, 18)); i++) {
                missing[i] |= windows.stream().noneMatch(window -> window.holds(at(from)));
            }
        }
    }

    private interface Happening {
        void happens(int from);
    }

    /// Lets something happen at so many places, each in a part of its own of the last four fifths.
    private void places(int times, Happening happening) {
        int first = count / 5;
        int part = (count - first) / times;
        for (int i = 0; i < times; i++) {
            int from = first + i * part + (int) (part * between(0.1, 0.6));
            int before = windows.size();
            happening.happens(from);
            if (windows.size() == before) {
                mark(from, 1);
            }
        }
    }

    private void mark(int from, int lasts) {
        int last = Math.min(count - 1, from + Math.max(lasts, count / 20));
        windows.add(new Window(at(from), at(last)));
    }

    private void change(int from, int lasts, DoubleUnaryOperator to) {
        for (int i = from; i < Math.min(count, from + lasts); i++) {
            values[i] = to.applyAsDouble(values[i]);
        }
        mark(from, Math.min(lasts, count / 10));
    }

    private void bump(int from, int lasts, double deviations) {
        double more = sigma * deviations * (random.nextBoolean() ? 1 : -1);
        change(from, lasts, value -> value + more);
    }

    private void spike(int from) {
        bump(from, 1 + random.nextInt(3), between(6, 14));
    }

    private void leap(int from) {
        bump(from, random.nextBoolean() ? count : lasting(12, 30), between(4, 9));
    }

    private void drift(int from) {
        int rises = Math.min(lasting(12, 48), count / 10);
        double more = sigma * between(5, 10) * (random.nextBoolean() ? 1 : -1);
        int stays = random.nextBoolean() ? count : rises / 2;
        for (int i = from; i < Math.min(count, from + rises + stays); i++) {
            values[i] += more * Math.min(1, (double) (i - from) / rises);
        }
        mark(from, rises);
    }

    /// A peak that is missing, a bump or a spike.
    private void any(int from) {
        switch (random.nextInt(3)) {
            case 0 -> {
                double held = level;
                double noise = sigma;
                change(from, Math.min(count / 20, (int) (DAY / step)),
                        value -> held + noise * random.nextGaussian());
            }
            case 1 -> bump(from, lasting(3, 12), between(6, 10));
            default -> spike(from);
        }
    }
}
