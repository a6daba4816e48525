package tocsin.listening;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/// What each thing that a text shows says for an event, and how much says it in a text that shows nothing: logistic
/// regression. The same examples give the same model.
///
/// @param weights by what a text shows
/// @param bias the logarithm of the odds of a text that shows nothing
record LinearModel(Map<String, Double> weights, double bias) {
    private static final long SEED = 7;
    private static final int PASSES = 5;
    private static final double RATE = 0.5;
    private static final double BIAS_RATE = 0.05;

    /// A text to learn from.
    ///
    /// @param shown how much of each thing it shows
    /// @param event whether it tells of an event
    record Example(Map<String, Double> shown, boolean event) {}

    /// The logarithm of the odds that a text tells of an event.
    double of(Map<String, Double> shown) {
        double sum = bias;
        for (Map.Entry<String, Double> one : shown.entrySet()) {
            sum += weights.getOrDefault(one.getKey(), 0.0) * one.getValue();
        }
        return sum;
    }

    /// Stochastic gradient descent with a rate of its own for each thing shown (AdaGrad).
    ///
    /// @param decay how far a weight is drawn to nothing at each example that shows its thing
    static LinearModel learn(List<Example> from, double decay) {
        List<Example> examples = new ArrayList<>(from);
        RandomGenerator random = new Random(SEED);
        Map<String, double[]> learned = new HashMap<>();
        double bias = 0;
        for (int pass = 0; pass < PASSES; pass++) {
            Collections.shuffle(examples, random);
            for (Example example : examples) {
                double sum = bias;
                for (Map.Entry<String, Double> one : example.shown().entrySet()) {
                    sum += learned.computeIfAbsent(one.getKey(), unknown -> new double[2])[0] * one.getValue();
                }
                double error = (example.event() ? 1 : 0) - 1 / (1 + StrictMath.exp(-sum));
                bias += BIAS_RATE * error;
                for (Map.Entry<String, Double> one : example.shown().entrySet()) {
                    double[] weight = learned.computeIfAbsent(one.getKey(), unknown -> new double[2]);
                    double gradient = error * one.getValue() - decay * weight[0];
                    weight[1] += gradient * gradient;
                    weight[0] += RATE * gradient / Math.sqrt(weight[1] + 1e-6);
                }
            }
        }
        Map<String, Double> weights = new HashMap<>();
        learned.forEach((thing, weight) -> weights.put(thing, weight[0]));
        return new LinearModel(Map.copyOf(weights), bias);
    }
}
