package tocsin.evidence;

import java.util.ArrayList;
import java.util.List;
import tocsin.desk.FixedPacks;
import tocsin.evidence.Labelled.Point;
import tocsin.rules.Pack;
import tocsin.rules.PackFiles;
import tocsin.rules.PackReader;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.DirectoryReader;
import tocsin.sensing.Sensing;
import tocsin.sensing.SensorsInMemory;
import tocsin.v1.SensorReading;
import tocsin.v1.Status;
import tocsin.v1.WarningLevel;

/// The rule `unusual` as it is by default, as a detector over a series: every value goes the way of a reading.
final class AnomalyRule implements Labelled.Detector {
    private final Pack pack;
    private final Directory directory;

    AnomalyRule() {
        PackFiles files = FixedPacks.qingdao().with("warnings.yaml", """
                rules: []
                unusual:
                  - {id: U, basis: test, system: test, metric: m, type: medical, level: BLUE}
                """).with("pack.yaml", FixedPacks.qingdao().files().get("pack.yaml").replace("Asia/Shanghai", "UTC"))
                .with("directory/sensors.yaml",
                        "sensors:\n  - {id: s, area: \"370200\", place: p, latitude: 36.07, longitude: 120.38}\n");
        this.pack = PackReader.read(files);
        this.directory = DirectoryReader.read(files);
    }

    @Override
    public List<Integer> alarms(List<Point> points) {
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
