package tocsin.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tocsin.evidence.Labelled.Point;
import tocsin.evidence.Labelled.Window;
import tocsin.schemas.AvroSafety;
import tocsin.wire.RecordJson;

/// Runs the anomaly rule over labelled series of the Numenta anomaly benchmark, beside two baselines, and prints the score
/// of each, by series and of all: docs/evidence.md holds the figures.
///
/// Argument: the folder of the recordings.
public final class RealNab {
    private RealNab() {}

    /// @param args the folder
    public static void main(String[] args) throws IOException {
        AvroSafety.ensure();
        Path folder = Path.of(args[0]).resolve("3-sensors/nab");
        if (!Files.exists(folder)) {
            return;
        }
        PrintStream out = System.out;
        List<Labelled> recordings = recordings(folder);
        new TreeMap<>(MadeUnusual.detectors()).forEach((name, detector) -> {
            Judged all = new Judged();
            for (Labelled recording : recordings) {
                List<Integer> alarms = detector.alarms(recording.points());
                Judged one = new Judged();
                one.add(recording, alarms);
                all.add(recording, alarms);
                out.println(name + ", " + recording.name() + ": " + one);
            }
            out.println(name + ": " + all);
        });
    }

    private static List<Labelled> recordings(Path folder) throws IOException {
        JsonNode labels = RecordJson.MAPPER.readTree(Files.readString(folder.resolve("labels.json")));
        List<Labelled> recordings = new ArrayList<>();
        for (Map.Entry<String, JsonNode> file : labels.properties()) {
            List<Window> windows = new ArrayList<>();
            file.getValue().path("windows").forEach(
                    window -> windows.add(new Window(at(window.path(0).asText()), at(window.path(1).asText()))));
            recordings.add(new Labelled(file.getKey(), points(folder.resolve(file.getKey())), windows));
        }
        return recordings;
    }

    private static Instant at(String text) {
        return LocalDateTime.parse(text.substring(0, 19).replace(' ', 'T')).toInstant(ZoneOffset.UTC);
    }

    private static List<Point> points(Path file) throws IOException {
        return Files.readAllLines(file).stream().skip(1).map(line -> line.split(",", -1))
                .map(cells -> new Point(at(cells[0]), Double.parseDouble(cells[1])))
                .sorted(Comparator.comparing(Point::at)).toList();
    }
}
