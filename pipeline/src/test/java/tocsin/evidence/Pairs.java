package tocsin.evidence;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How well a grouping of rows agrees with the true one, counted over pairs of rows.
///
/// @param together pairs that are together in both
/// @param claimed pairs that the grouping puts together
/// @param real pairs that belong together
public record Pairs(long together, long claimed, long real) {
    /// A row's true group, and the one it was put in.
    public record Grouped(String real, String claimed) {}

    public static Pairs of(List<Grouped> rows) {
        Map<String, Long> real = new HashMap<>();
        Map<String, Long> claimed = new HashMap<>();
        Map<Grouped, Long> both = new HashMap<>();
        rows.forEach(row -> {
            real.merge(row.real(), 1L, Long::sum);
            claimed.merge(row.claimed(), 1L, Long::sum);
            both.merge(row, 1L, Long::sum);
        });
        return new Pairs(pairs(both), pairs(claimed), pairs(real));
    }

    private static long pairs(Map<?, Long> sizes) {
        return sizes.values().stream().mapToLong(size -> size * (size - 1) / 2).sum();
    }

    public double precision() {
        return claimed == 0 ? 1 : (double) together / claimed;
    }

    public double recall() {
        return real == 0 ? 1 : (double) together / real;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "precision %.4f, recall %.4f (%d pairs together, %d claimed, %d real)",
                precision(), recall(), together, claimed, real);
    }
}
