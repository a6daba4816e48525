package tocsin.evidence;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tocsin.evidence.MadeSeries.Kind;
import tocsin.schemas.AvroSafety;

/// Runs the anomaly rule over made series of every kind, beside two baselines, and prints what each comes to by kind:
/// docs/evidence.md holds the figures.
///
/// Arguments: the first seed, 3001 if left out, and how many, 20 if left out. The rule was chosen on the seeds from 101 to
/// 120.
public final class MadeUnusual {
    private static final long FIRST = 3_001;
    private static final int SEEDS = 20;

    private MadeUnusual() {}

    /// @param args the first seed, and how many
    public static void main(String[] args) {
        AvroSafety.ensure();
        long first = args.length > 0 ? Long.parseLong(args[0]) : FIRST;
        int seeds = args.length > 1 ? Integer.parseInt(args[1]) : SEEDS;
        PrintStream out = System.out;
        for (Kind kind : Kind.values()) {
            judged(kind, first, seeds).forEach((name, judged) -> out.println(kind + ", " + name + ": " + judged));
        }
    }

    /// What each detector comes to on series of a kind, by its name.
    static Map<String, Judged> judged(Kind kind, long first, int seeds) {
        Map<String, Labelled.Detector> detectors = detectors();
        Map<String, Judged> all = new TreeMap<>();
        for (long seed = first; seed < first + seeds; seed++) {
            Labelled series = MadeSeries.of(kind, seed);
            detectors.forEach((name, detector) -> all.computeIfAbsent(name, any -> new Judged()).add(series,
                    List.copyOf(detector.alarms(series.points()))));
        }
        return all;
    }

    static Map<String, Labelled.Detector> detectors() {
        return Map.of("1 static threshold", Labelled::staticThreshold, "2 z-score", Labelled::zScore, "3 anomaly rule",
                new AnomalyRule());
    }
}
