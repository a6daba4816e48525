package tocsin.sensing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.HourValue;
import tocsin.internal.v1.UsualHistory;
import tocsin.internal.v1.UsualHour;
import tocsin.rules.UnusualRule;
import tocsin.v1.WarningLevel;

/// Whether what a sensor says is unusual: how far its values of the last hour were, by their median, from what is usual at
/// their hour of the day, and from the mean of all hours.
///
/// What is usual at an hour is the median of the medians of that hour over the last days. A distance counts in robust
/// deviations: 1.4826 times the median of absolute deviations of that hour, or of all hours where that is more, at least
/// one hundredth of the value itself, so that what never moves is not unusual for moving a little. The mean and its
/// standard deviation take an hour that is more than four deviations off as four off. Three days are learned before
/// anything is unusual. A value that comes late, or again, is not looked at.
public final class Usual {
    private static final int HOURS = 24;
    private static final int LEAST_DAYS = 3;
    private static final int DEVIATIONS = HOURS * 28;
    private static final int VALUES = 400;
    private static final double NORMAL = 1.4826;
    private static final double LEAST_SHARE = 0.01;
    private static final double WINSOR = 4;
    private static final double TINY = 1e-6;

    private Usual() {}

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
        Instant hour = ZonedDateTime.ofInstant(at, zone).truncatedTo(ChronoUnit.HOURS).toInstant();
        UsualHour lately = memory.hour();
        if (lately != null && !lately.getValues().isEmpty() && !at.isAfter(lately.getValues().getLast().getAt())) {
            return Optional.empty();
        }
        if (lately != null && hour.isAfter(lately.getHour())) {
            memory.keep(learned(history(memory), lately, rule, zone));
        }
        UsualHistory history = history(memory);
        List<HourValue> values = new ArrayList<>(lately == null ? List.of() : lately.getValues());
        values.add(new HourValue(at, value, seasonal(history, value, slot(hour, zone)), overall(history, value)));
        Instant compared = at.minus(rule.within());
        values.removeIf(one -> one.getAt().isBefore(hour) && !one.getAt().isAfter(compared));
        List<HourValue> kept = List.copyOf(values.subList(Math.max(0, values.size() - VALUES), values.size()));
        List<HourValue> last = kept.stream().filter(one -> one.getAt().isAfter(compared)).toList();
        double seasonal = Math.abs(median(last.stream().mapToDouble(HourValue::getSeasonal)));
        double overall = Math.abs(median(last.stream().mapToDouble(HourValue::getOverall)));
        Optional<Map<String, Double>> unusual = seasonal > rule.seasonal()
                ? Optional.of(Map.of("usual", median(doubles(history.getHours().get(slot(hour, zone)))), "deviations",
                        seasonal))
                : overall > rule.overall()
                        ? Optional.of(Map.of("usual", history.getMean(), "deviations", overall))
                        : Optional.empty();
        Instant before = lately == null ? null : lately.getUnusualAt();
        boolean lifted = before != null && unusual.isEmpty()
                && Duration.between(before, at).compareTo(rule.mergeGap()) >= 0;
        memory.keep(new UsualHour(hour, kept, unusual.isPresent() ? at : lifted ? null : before));
        if (unusual.isPresent() && before == null) {
            return Optional.of(new Change(rule.level(), null, unusual.get()));
        }
        return lifted ? Optional.of(new Change(null, rule.level(), Map.of("usual", history.getMean())))
                : Optional.empty();
    }

    private static UsualHistory history(Memory memory) {
        UsualHistory kept = memory.history();
        return kept != null ? kept
                : new UsualHistory(Collections.nCopies(HOURS, List.of()), List.of(), 0.0, 0L, 0.0, 0.0);
    }

    private static int slot(Instant hour, ZoneId zone) {
        return ZonedDateTime.ofInstant(hour, zone).getHour();
    }

    private static double seasonal(UsualHistory history, double value, int slot) {
        List<Double> hours = history.getHours().get(slot);
        if (hours.size() < LEAST_DAYS || history.getDeviations().size() < HOURS) {
            return 0;
        }
        double usual = median(doubles(hours));
        double own = NORMAL * median(doubles(hours).map(hour -> Math.abs(hour - usual)));
        double all = NORMAL * history.getDeviation();
        return (value - usual) / Math.max(Math.max(own, all), Math.max(LEAST_SHARE * Math.abs(usual), TINY));
    }

    private static double overall(UsualHistory history, double value) {
        if (history.getCount() < (long) HOURS * LEAST_DAYS) {
            return 0;
        }
        double mean = history.getMean();
        return (value - mean) / Math.max(Math.sqrt(history.getSquares() / history.getCount()),
                Math.max(LEAST_SHARE * Math.abs(mean), TINY));
    }

    /// What is usual after one more hour.
    private static UsualHistory learned(UsualHistory history, UsualHour lately, UnusualRule rule, ZoneId zone) {
        List<HourValue> values = lately.getValues().stream().filter(one -> !one.getAt().isBefore(lately.getHour()))
                .toList();
        if (values.isEmpty()) {
            return history;
        }
        double median = median(values.stream().mapToDouble(HourValue::getValue));
        int slot = slot(lately.getHour(), zone);
        List<Double> hours = history.getHours().get(slot);
        List<Double> deviations = hours.size() < LEAST_DAYS
                ? history.getDeviations()
                : newest(history.getDeviations(), Math.abs(median - median(doubles(hours))), DEVIATIONS);
        List<List<Double>> all = new ArrayList<>(history.getHours());
        all.set(slot, newest(hours, median, rule.days()));
        double spread = history.getCount() == 0 ? 0 : Math.sqrt(history.getSquares() / history.getCount());
        double taken = history.getCount() < HOURS || spread == 0
                ? median
                : Math.clamp(median, history.getMean() - WINSOR * spread, history.getMean() + WINSOR * spread);
        long count = history.getCount() + 1;
        double off = taken - history.getMean();
        double mean = history.getMean() + off / count;
        return new UsualHistory(all, deviations, median(doubles(deviations)), count, mean,
                history.getSquares() + off * (taken - mean));
    }

    private static List<Double> newest(List<Double> values, double value, int most) {
        List<Double> longer = new ArrayList<>(values);
        longer.add(value);
        return List.copyOf(longer.subList(Math.max(0, longer.size() - most), longer.size()));
    }

    private static DoubleStream doubles(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue);
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length == 0
                ? 0
                : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
