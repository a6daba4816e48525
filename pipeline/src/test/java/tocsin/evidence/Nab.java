package tocsin.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The Numenta anomaly benchmark's score with its standard weights (Lavin and Ahmad 2015): what is found early in a window
/// counts 1, at its end 0, a window without any detection -1, and a detection outside of every window up to -0.11.
public final class Nab {
    private static final double FALSE_ALARM = 0.11;
    private static final int PROBATION_MOST = 750;
    private static final double PROBATION = 0.15;

    private double raw;
    private int windows;
    private int found;
    private int falseAlarms;
    private int points;

    /// A window of points by their numbers, both ends included.
    public record Window(int first, int last) {
        boolean holds(int point) {
            return point >= first && point <= last;
        }
    }

    /// Adds a series.
    ///
    /// @param times when its points are, in order
    /// @param from the beginnings of its windows
    /// @param to their ends
    /// @param detections the numbers of the points at which an alarm was raised
    public void add(List<Instant> times, List<Instant> from, List<Instant> to, List<Integer> detections) {
        List<Window> all = new ArrayList<>();
        for (int i = 0; i < from.size(); i++) {
            Instant begin = from.get(i);
            Instant end = to.get(i);
            all.add(new Window((int) times.stream().filter(at -> at.isBefore(begin)).count(),
                    (int) times.stream().filter(at -> !at.isAfter(end)).count() - 1));
        }
        points += times.size();
        windows += all.size();
        for (Window window : all) {
            detections.stream().filter(window::holds).findFirst().ifPresentOrElse(point -> {
                found++;
                raw += sigmoid((double) (point - window.first()) / (window.last() - window.first()) - 1) / sigmoid(-1);
            }, () -> raw--);
        }
        double probation = Math.min(PROBATION_MOST, PROBATION * times.size());
        for (int point : detections) {
            if (point >= probation && all.stream().noneMatch(window -> window.holds(point))) {
                falseAlarms++;
                raw += all.stream().filter(window -> window.last() < point).reduce((one, other) -> other)
                        .map(window -> FALSE_ALARM * sigmoid(
                                (double) (point - window.last()) / (window.last() - window.first())))
                        .orElse(-FALSE_ALARM);
            }
        }
    }

    private static double sigmoid(double y) {
        return 2 / (1 + Math.exp(5 * y)) - 1;
    }

    /// From 100 for what finds everything at once and nothing else, to 0 for what never says anything.
    public double score() {
        return 100 * (raw + windows) / (2.0 * windows);
    }

    public int windows() {
        return windows;
    }

    public int found() {
        return found;
    }

    public int falseAlarms() {
        return falseAlarms;
    }

    public double falseAlarmsPerThousand() {
        return 1_000.0 * falseAlarms / points;
    }
}
