package tocsin.evidence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tocsin.desk.DeskOutput;
import tocsin.replay.Recording;
import tocsin.replay.Sandbox;
import tocsin.replay.Totals;
import tocsin.rules.PackFiles;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.Verdict;

/// Reports with some of what ties them together taken away, and what correlation makes of them.
public final class Blurred {
    private static final double METRES_A_DEGREE = 111_195;

    private Blurred() {}

    /// Moves places, changes times and removes references.
    ///
    /// @param metres how far a place is moved at most
    /// @param time how much a time is changed at most
    /// @param removed the share of references that is removed
    /// @param always whether each is moved and changed by the most
    public static List<Recording.Recorded> blur(List<Recording.Recorded> rows, double metres, Duration time,
            double removed, boolean always, int seed) {
        Random random = new Random(seed);
        return rows.stream().map(row -> {
            IncidentReport report = row.report();
            double bearing = random.nextDouble() * 2 * Math.PI;
            double far = metres * (always ? 1 : Math.sqrt(random.nextDouble()));
            long millis = (long) (time.toMillis()
                    * (always ? (random.nextBoolean() ? 1 : -1) : 2 * random.nextDouble() - 1));
            Location location = report.getLocation();
            IncidentReport.Builder blurred = IncidentReport.newBuilder(report);
            if (location != null && location.getLatitude() != null && location.getLongitude() != null) {
                blurred.setLocation(Location.newBuilder(location)
                        .setLatitude(location.getLatitude() + Math.cos(bearing) * far / METRES_A_DEGREE)
                        .setLongitude(location.getLongitude() + Math.sin(bearing) * far / METRES_A_DEGREE
                                / Math.cos(Math.toRadians(location.getLatitude())))
                        .build());
            }
            if (report.getOccurredAt() != null) {
                blurred.setOccurredAt(report.getOccurredAt().plusMillis(millis));
            }
            if (report.getReceivedAt() != null) {
                blurred.setReceivedAt(report.getReceivedAt().plusMillis(millis));
            }
            if (random.nextDouble() < removed) {
                blurred.setIncidentRef(null);
            }
            return new Recording.Recorded(blurred.build(), row.arrivedAt(), row.row());
        }).toList();
    }

    /// Which incident each row was put in, beside the one it is truly of.
    public static List<Pairs.Grouped> grouped(List<Recording.Recorded> rows, List<Recording.Recorded> truth,
            PackFiles pack) {
        Map<String, String> incidents = new HashMap<>();
        Sandbox sandbox = new Sandbox(pack, rows.getFirst().arrivedAt(), new Totals(), output -> {
            if (output instanceof DeskOutput.OfVerdict(Verdict verdict)) {
                incidents.put(verdict.getReportId(), verdict.getIncidentId());
            }
        });
        rows.forEach(row -> {
            sandbox.passUntil(row.arrivedAt());
            sandbox.report(row);
        });
        List<Pairs.Grouped> grouped = new ArrayList<>();
        truth.forEach(row -> grouped.add(new Pairs.Grouped(String.valueOf(row.report().getIncidentRef()),
                incidents.getOrDefault(row.report().getReportId(), "none " + row.report().getReportId()))));
        return grouped;
    }
}
