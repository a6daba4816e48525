package tocsin.sensing;

import java.util.Collection;

/// Quantiles of numbers, between two of them by their distance.
final class Quantiles {
    private Quantiles() {}

    /// A quantile of numbers in ascending order; 0 of none.
    static double of(double[] sorted, double share) {
        if (sorted.length == 0) {
            return 0;
        }
        double at = share * (sorted.length - 1);
        int below = (int) at;
        return below + 1 < sorted.length
                ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below])
                : sorted[below];
    }

    /// A quantile of numbers in any order; 0 of none.
    static double of(Collection<Double> values, double share) {
        return of(values.stream().mapToDouble(Double::doubleValue).sorted().toArray(), share);
    }
}
