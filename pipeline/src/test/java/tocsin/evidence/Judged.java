package tocsin.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tocsin.evidence.Labelled.Window;

/// What the alarms of a detector over some series come to: NAB's score, precision, recall and delay. Alarms of the first
/// 15 % of a series, 750 values at most, are not counted as false.
final class Judged {
    private final Nab nab = new Nab();
    private final List<Duration> delays = new ArrayList<>();
    private int right;

    /// Adds a series and the numbers of the points at which an alarm was raised.
    void add(Labelled series, List<Integer> alarms) {
        List<Instant> times = series.points().stream().map(Labelled.Point::at).toList();
        nab.add(times, series.windows().stream().map(Window::from).toList(),
                series.windows().stream().map(Window::until).toList(), alarms);
        for (Window window : series.windows()) {
            List<Instant> inside = alarms.stream().map(times::get).filter(window::holds).toList();
            right += inside.size();
            inside.stream().findFirst().ifPresent(first -> delays.add(Duration.between(window.from(), first)));
        }
    }

    /// NAB's score with its standard weights.
    double nabScore() {
        return nab.score();
    }

    /// Of the alarms, how many were right; 1 where there is none.
    double precision() {
        int alarms = right + nab.falseAlarms();
        return alarms == 0 ? 1 : (double) right / alarms;
    }

    /// Of the windows, in how many an alarm was raised.
    double recall() {
        return (double) nab.found() / Math.max(1, nab.windows());
    }

    /// The harmonic mean of precision and recall.
    double f1() {
        double both = precision() + recall();
        return both == 0 ? 0 : 2 * precision() * recall() / both;
    }

    double falseAlarmsPerThousand() {
        return nab.falseAlarmsPerThousand();
    }

    /// Half of the windows that were found were found after this time, or sooner.
    Duration delay() {
        List<Duration> sorted = delays.stream().sorted().toList();
        return sorted.isEmpty() ? Duration.ZERO : sorted.get(sorted.size() / 2);
    }

    @Override
    public String toString() {
        if (nab.windows() == 0) {
            return String.format(Locale.ROOT, "nothing unusual, %.2f false alarms in 1,000 points",
                    falseAlarmsPerThousand());
        }
        return String.format(Locale.ROOT,
                "NAB %5.1f, precision %.2f, recall %.2f, F1 %.2f, %.2f false alarms in 1,000 points, delay %.1f h",
                nabScore(), precision(), recall(), f1(), falseAlarmsPerThousand(), delay().toMinutes() / 60.0);
    }
}
