package tocsin.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tocsin.desk.FixedPacks;
import tocsin.rules.Pack;
import tocsin.rules.PackFiles;
import tocsin.rules.PackReader;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.DirectoryReader;
import tocsin.schemas.AvroSafety;
import tocsin.sensing.Sensing;
import tocsin.sensing.SensorsInMemory;
import tocsin.v1.SensorReading;
import tocsin.v1.Status;
import tocsin.v1.WarningLevel;
import tocsin.wire.RecordJson;

/// Runs the anomaly rule over labelled series of the Numenta anomaly benchmark, beside two baselines, and prints the score
/// of each: docs/evidence.md holds the figures.
///
/// Argument: the folder of the recordings.
public final class RealNab {
    private static final Duration EPISODE = Duration.ofHours(6);

    private RealNab() {}

    private record Point(Instant at, double value) {}

    private interface Detector {
        List<Integer> alarms(List<Point> points);
    }

    /// @param args the folder
    public static void main(String[] args) throws IOException {
        AvroSafety.ensure();
        Path folder = Path.of(args[0]).resolve("3-sensors/nab");
        if (!Files.exists(folder)) {
            return;
        }
        JsonNode labels = RecordJson.MAPPER.readTree(Files.readString(folder.resolve("labels.json")));
        Map<String, Detector> detectors = Map.of("1 static threshold", RealNab::beyondTheFirstDays, "2 z-score",
                RealNab::zScore, "3 anomaly rule", RealNab::anomalyRule);
        for (String name : detectors.keySet().stream().sorted().toList()) {
            Nab all = new Nab();
            Nab quiet = new Nab();
            List<String> names = new ArrayList<>();
            labels.fieldNames().forEachRemaining(names::add);
            for (String file : names) {
                List<Point> points = points(folder.resolve(file));
                List<Instant> from = new ArrayList<>();
                List<Instant> to = new ArrayList<>();
                labels.path(file).path("windows").forEach(window -> {
                    from.add(at(window.path(0).asText()));
                    to.add(at(window.path(1).asText()));
                });
                List<Integer> alarms = detectors.get(name).alarms(points);
                List<Instant> times = points.stream().map(Point::at).toList();
                all.add(times, from, to, alarms);
                if (from.isEmpty()) {
                    quiet.add(times, from, to, alarms);
                }
            }
            System.out.printf(Locale.ROOT,
                    "%s: NAB %.1f, %d of %d windows found, %d false alarms (%.2f in 1,000 points), %d of them where nothing is unusual%n",
                    name, all.score(), all.found(), all.windows(), all.falseAlarms(), all.falseAlarmsPerThousand(),
                    quiet.falseAlarms());
        }
    }

    private static Instant at(String text) {
        return LocalDateTime.parse(text.substring(0, 19).replace(' ', 'T')).toInstant(ZoneOffset.UTC);
    }

    private static List<Point> points(Path file) throws IOException {
        return Files.readAllLines(file).stream().skip(1).map(line -> line.split(",", -1))
                .map(cells -> new Point(at(cells[0]), Double.parseDouble(cells[1])))
                .sorted(java.util.Comparator.comparing(Point::at)).toList();
    }

    /// One alarm an episode: what is unusual again within six hours is the same.
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

    /// Beyond the extremes of the first 15 % by a tenth of their range.
    private static List<Integer> beyondTheFirstDays(List<Point> points) {
        int first = Math.min(750, (int) (0.15 * points.size()));
        double least = points.subList(0, first).stream().mapToDouble(Point::value).min().orElseThrow();
        double most = points.subList(0, first).stream().mapToDouble(Point::value).max().orElseThrow();
        double margin = (most - least) / 10;
        return episodes(points, points.stream()
                .map(point -> point.value() > most + margin || point.value() < least - margin).toList());
    }

    /// More than three standard deviations from the mean of all before.
    private static List<Integer> zScore(List<Point> points) {
        List<Boolean> unusual = new ArrayList<>();
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < points.size(); i++) {
            double value = points.get(i).value();
            unusual.add(i > 50 && squares > 0 && Math.abs(value - mean) / Math.sqrt(squares / i) > 3);
            double off = value - mean;
            mean += off / (i + 1);
            squares += off * (value - mean);
        }
        return episodes(points, unusual);
    }

    private static List<Integer> anomalyRule(List<Point> points) {
        PackFiles files = FixedPacks.qingdao().with("warnings.yaml", """
                rules: []
                unusual:
                  - {id: U, basis: test, system: test, metric: m, type: medical, level: BLUE}
                """).with("pack.yaml", FixedPacks.qingdao().files().get("pack.yaml").replace("Asia/Shanghai", "UTC"))
                .with("directory/sensors.yaml",
                        "sensors:\n  - {id: s, area: \"370200\", place: p, latitude: 36.07, longitude: 120.38}\n");
        Pack pack = PackReader.read(files);
        Directory directory = DirectoryReader.read(files);
        SensorsInMemory memory = new SensorsInMemory();
        List<Integer> alarms = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            SensorReading reading = SensorReading.newBuilder().setSensorId("s").setMetric("m").setValue(point.value())
                    .setUnit("1").setObservedAt(point.at()).setStatus(Status.ACTUAL).build();
            int number = i;
            Sensing.read(reading, point.at(), pack, directory, memory).changes().stream()
                    .filter(change -> change.getLevel() == WarningLevel.BLUE).forEach(change -> alarms.add(number));
        }
        return alarms;
    }
}
