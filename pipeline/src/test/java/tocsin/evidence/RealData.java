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
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tocsin.desk.City;
import tocsin.desk.FixedPacks;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.LevelChange;
import tocsin.internal.v1.SensorFaultKind;
import tocsin.rules.Pack;
import tocsin.rules.PackFiles;
import tocsin.rules.PackReader;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.DirectoryReader;
import tocsin.schemas.AvroSafety;
import tocsin.sensing.Sensing;
import tocsin.sensing.SensorsInMemory;
import tocsin.v1.Incident;
import tocsin.v1.Location;
import tocsin.v1.SensorReading;
import tocsin.v1.Status;
import tocsin.v1.WarningLevel;
import tocsin.wire.RecordJson;

/// Runs real recordings of sensors through sensing and a desk, and prints what came out: docs/evidence.md holds the figures.
///
/// Argument: the folder of the recordings. What is not there is left out.
public final class RealData {
    private final Path data;

    private RealData(Path data) {
        this.data = data;
    }

    /// @param args the folder
    public static void main(String[] args) throws IOException {
        AvroSafety.ensure();
        RealData run = new RealData(Path.of(args[0]));
        run.earthquakes();
        run.pollution();
    }

    private static PackFiles pack(String warnings, String sensor) {
        return FixedPacks.qingdao().with("warnings.yaml", warnings).with("directory/sensors.yaml",
                "sensors:\n" + sensor);
    }

    private void earthquakes() throws IOException {
        Path file = data.resolve("2-earthquake/usgs_all_week_2018-02.geojson");
        if (!Files.exists(file)) {
            return;
        }
        PackFiles files = pack("""
                rules: []
                earthquakes:
                  - id: Q
                    basis: magnitudes alone
                    system: test
                    metric: magnitude
                    type: 11C02
                    levels: {RED: {magnitude: 6.4}, ORANGE: {magnitude: 6}, YELLOW: {magnitude: 5}, BLUE: {magnitude: 4.5}}
                """, "  - {id: usgs, area: \"370200\", place: feed, latitude: 36.07, longitude: 120.38}\n");
        Pack pack = PackReader.read(files);
        Directory directory = DirectoryReader.read(files);
        List<JsonNode> features = new ArrayList<>();
        RecordJson.MAPPER.readTree(file.toFile()).path("features").forEach(features::add);
        features.sort(Comparator.comparingLong(feature -> feature.path("properties").path("updated").asLong()));
        SensorsInMemory sensors = new SensorsInMemory();
        City city = new City();
        city.activate(files);
        Map<WarningLevel, Set<String>> alarmed = new EnumMap<>(WarningLevel.class);
        Map<String, Set<String>> sequences = new HashMap<>();
        int alarms = 0;
        // Each twice: the second time as the same revision, which must do nothing
        for (int times = 0; times < 2; times++) {
            for (JsonNode feature : features) {
                if (feature.path("properties").path("mag").isNull()) {
                    continue;
                }
                SensorReading reading = quake(feature);
                for (LevelChange change : Sensing.read(reading, reading.getRevisedAt(), pack, directory, sensors)
                        .changes()) {
                    alarms++;
                    alarmed.computeIfAbsent(change.getLevel(), level -> new HashSet<>()).add(change.getEvent());
                    sequences.computeIfAbsent(change.getSequence(), main -> new HashSet<>()).add(change.getEvent());
                    city.after(Duration.ofSeconds(1));
                    city.append(new InboxRecord("370200", null, LevelChange.newBuilder(change)
                            .setObservedAt(city.now()).setArrivedAt(city.now()).build()));
                }
            }
        }
        System.out.println("earthquakes: " + features.size() + " events, " + alarms + " alarms");
        alarmed.forEach((level, events) -> System.out.println("  " + level + " " + events.size()));
        Map<String, Long> expected = new HashMap<>();
        features.stream().filter(feature -> feature.path("properties").path("type").asText().equals("earthquake"))
                .forEach(feature -> {
                    double magnitude = feature.path("properties").path("mag").asDouble();
                    String level = magnitude >= 6.4 ? "RED"
                            : magnitude >= 6 ? "ORANGE" : magnitude >= 5 ? "YELLOW" : magnitude >= 4.5 ? "BLUE" : "-";
                    expected.merge(level, 1L, Long::sum);
                });
        System.out.println("  expected " + expected);
        sequences.values().stream().filter(events -> events.size() > 3)
                .forEach(events -> System.out
                        .println("  a sequence of " + events.size() + ": " + place(events, features)));
        for (Incident incident : city.incidents().values()) {
            if (incident.getEvidence().size() > 3) {
                System.out.println("  incident " + incident.getIncidentId() + " holds " + incident.getEvidence().size()
                        + ": " + incident.getTitle());
            }
        }
        System.out.println("  " + city.incidents().size() + " incidents of " + sequences.size() + " sequences");
    }

    private static String place(Set<String> events, List<JsonNode> features) {
        return features.stream().filter(feature -> events.contains(feature.path("id").asText()))
                .max(Comparator.comparingDouble(feature -> feature.path("properties").path("mag").asDouble()))
                .map(feature -> feature.path("properties").path("title").asText()).orElse("");
    }

    private static SensorReading quake(JsonNode feature) {
        JsonNode properties = feature.path("properties");
        JsonNode at = feature.path("geometry").path("coordinates");
        return new SensorReading(feature.path("id").asText(), "usgs", "magnitude", properties.path("mag").asDouble(),
                "M",
                Instant.ofEpochMilli(properties.path("time").asLong()), null,
                new Location(null, properties.path("place").asText(), at.path(1).asDouble(), at.path(0).asDouble(),
                        null),
                null, Status.ACTUAL, properties.path("type").asText(),
                Instant.ofEpochMilli(properties.path("updated").asLong()), Map.of("depth_km", at.path(2).asDouble()));
    }

    private void pollution() throws IOException {
        Path file = data.resolve("3-sensors/air-quality/beijing_pm25_2012.csv");
        if (!Files.exists(file)) {
            return;
        }
        PackFiles files = pack("""
                rules:
                  - id: PM
                    basis: HJ 633-2012, AQI over 200
                    system: test
                    metric: pm25_ugm3
                    unit: ug/m3
                    aggregate: MEAN
                    window: PT24H
                    type: pollution
                    levels: {YELLOW: 150.000001}
                    least-values: 18
                    hysteresis: 0.1
                    merge-gap: PT24H
                """, """
                  - id: beijing
                    area: "370200"
                    place: station
                    latitude: 36.07
                    longitude: 120.38
                    metrics: {pm25_ugm3: {unit: ug/m3, least: 0, most: 2000, every: PT1H}}
                """);
        Pack pack = PackReader.read(files);
        Directory directory = DirectoryReader.read(files);
        SensorsInMemory sensors = new SensorsInMemory();
        List<LevelChange> changes = new ArrayList<>();
        int gaps = 0;
        int missing = 0;
        int runs = 0;
        boolean wasMissing = false;
        int rows = 0;
        try (Stream<String> lines = Files.lines(file)) {
            for (String line : (Iterable<String>) lines.skip(1)::iterator) {
                String[] cells = line.split(",", -1);
                rows++;
                boolean isMissing = cells[5].equals("NA");
                missing += isMissing ? 1 : 0;
                runs += isMissing && !wasMissing ? 1 : 0;
                wasMissing = isMissing;
                if (!isMissing) {
                    Instant at = LocalDateTime.of(Integer.parseInt(cells[1]), Integer.parseInt(cells[2]),
                            Integer.parseInt(cells[3]), Integer.parseInt(cells[4]), 0).toInstant(ZoneOffset.ofHours(8));
                    Sensing.Read read = Sensing.read(new SensorReading(null, "beijing", "pm25_ugm3",
                            Double.parseDouble(cells[5]), "ug/m3", at, null, null, null, Status.ACTUAL, null, null,
                            Map.of()), at, pack, directory, sensors);
                    changes.addAll(read.changes());
                    gaps += (int) read.faults().stream().filter(fault -> fault.getKind() == SensorFaultKind.GAP)
                            .count();
                }
            }
        }
        System.out.println("pollution: " + rows + " hours, " + missing + " missing in " + runs + " runs; " + gaps
                + " gaps told; " + changes.stream().filter(change -> change.getLevel() != null).count() + " alarms, "
                + changes.stream().filter(change -> change.getLevel() == null).count() + " lifted");
        changes.forEach(change -> System.out.println("  " + change.getObservedAt() + " "
                + (change.getLevel() == null ? "lifted" : change.getLevel().name()) + " "
                + Math.round(change.getValue())));
    }
}
