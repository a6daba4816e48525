package tocsin.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A series of readings and the stretches of it in which something is unusual.
///
/// @param name what it is
/// @param points the readings, oldest first, no two at one time
/// @param windows where something is unusual, in order; empty where nothing is
record Labelled(String name, List<Point> points, List<Window> windows) {
    /// One reading.
    record Point(Instant at, double value) {}

    /// From the first to the last moment at which an alarm is a right one.
    record Window(Instant from, Instant until) {
        boolean holds(Instant at) {
            return !at.isBefore(from) && !at.isAfter(until);
        }
    }

    /// Says at which points an alarm is raised, by their numbers.
    interface Detector {
        List<Integer> alarms(List<Point> points);
    }

    /// One alarm an episode: what is unusual again within six hours is the same.
    private static final Duration EPISODE = Duration.ofHours(6);
    private static final double PROBATION = 0.15;
    private static final int PROBATION_MOST = 750;
    private static final int Z_LEAST = 50;
    private static final double Z_MOST = 3;

    /// A static threshold: beyond the extremes of the first 15 % by a tenth of their range.
    static List<Integer> staticThreshold(List<Point> points) {
        int first = Math.max(1, Math.min(PROBATION_MOST, (int) (PROBATION * points.size())));
        double least = points.subList(0, first).stream().mapToDouble(Point::value).min().orElseThrow();
        double most = points.subList(0, first).stream().mapToDouble(Point::value).max().orElseThrow();
        double margin = (most - least) / 10;
        return episodes(points, points.stream()
                .map(point -> point.value() > most + margin || point.value() < least - margin).toList());
    }

    /// A z-score: more than three standard deviations from the mean of all before.
    static List<Integer> zScore(List<Point> points) {
        List<Boolean> unusual = new ArrayList<>();
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < points.size(); i++) {
            double value = points.get(i).value();
            unusual.add(i > Z_LEAST && squares > 0 && Math.abs(value - mean) / Math.sqrt(squares / i) > Z_MOST);
            double off = value - mean;
            mean += off / (i + 1);
            squares += off * (value - mean);
        }
        return episodes(points, unusual);
    }

    private static List<Integer> episodes(List<Point> points, List<Boolean> unusual) {
        List<Integer> alarms = new ArrayList<>();
        Instant last = null;
        for (int i = 0; i < points.size(); i++) {
            if (unusual.get(i)) {
                if (last == null || Duration.between(last, points.get(i).at()).compareTo(EPISODE) > 0) {
                    alarms.add(i);
                }
                last = points.get(i).at();
            }
        }
        return alarms;
    }
}
