package tocsin.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tocsin.replay.Calls;
import tocsin.replay.Recording;
import tocsin.rules.PackFiles;
import tocsin.schemas.AvroSafety;

/// Runs a real week of calls, a row for each unit, through correlation, whole and blurred, and prints how well the rows
/// of one call are found together: docs/evidence.md holds the figures.
///
/// Argument: the folder of the recordings.
public final class RealIncidents {
    private RealIncidents() {}

    /// @param args the folder
    public static void main(String[] args) throws IOException {
        AvroSafety.ensure();
        run(Path.of(args[0]).resolve("5-incidents/sf_fire_calls_2020-04-07_13.csv"), Calls.pack(), "the week");
        run(Path.of(args[0]).resolve("5-incidents/sf_fire_calls_2020-04-07_13.csv"), Calls.pack()
                .with("correlation.yaml", Calls.pack().files().get("correlation.yaml")
                        .replace("words: 50", "words: 0")),
                "the week without words");
        run(Path.of(args[0]).resolve("5-incidents/sf_fires_panhandle_2017-2018.csv"), Calls.pack(),
                "fires of two years");
    }

    private static void run(Path file, PackFiles pack, String name) {
        if (!Files.exists(file)) {
            return;
        }
        System.out.println(name);
        List<Recording.Recorded> rows = Recording.of(List.of(file), Calls.mapping()).reports();
        System.out.println("rows as they are: " + Pairs.of(Blurred.grouped(rows, rows, pack)));
        for (int seed = 1; seed <= 5; seed++) {
            System.out.println("blurred, seed " + seed + ": " + Pairs.of(Blurred.grouped(
                    Blurred.blur(rows, 300, Duration.ofMinutes(5), 0.2, false, seed), rows, pack)));
            System.out.println("blurred by the most, seed " + seed + ": " + Pairs.of(Blurred.grouped(
                    Blurred.blur(rows, 300, Duration.ofMinutes(5), 0.2, true, seed), rows, pack)));
        }
    }
}
