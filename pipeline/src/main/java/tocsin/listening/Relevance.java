package tocsin.listening;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Whether a post tells of an event that happens, and does not only use its words: a linear model of what a text
/// consists of (logistic regression), learned from sentences this project makes ([Corpus]), one for Chinese and one for
/// every other language. The same sentences give the same model; each is learned when the first text in its language is
/// looked at. Safe for several threads.
public final class Relevance {
    /// How sure the model must be of a text in which no word of any event stands, and how sure of the contrary to overrule
    /// such a word: chosen on labelled tweets (docs/evidence.md), where people say much about an event in words of their own.
    private static final double WITHOUT_A_WORD = 0.5;
    private static final double WITH_A_WORD = -5;

    private static final int SENTENCES = 6_000;
    private static final int PASSES = 5;
    private static final long SEED = 7;
    private static final double RATE = 0.5;
    private static final double BIAS_RATE = 0.05;
    private static final double DECAY = 1e-5;

    private final Learner chinese;
    private final Learner others;
    private final List<String> hazards;

    /// A model of the project's own sentences.
    public Relevance() {
        Corpus zh = Corpus.read("zh");
        Corpus en = Corpus.read("en");
        this.chinese = new Learner(zh);
        this.others = new Learner(en);
        this.hazards = Stream.concat(zh.hazards().stream(), en.hazards().stream()).toList();
    }

    /// Learns when it is first asked: an instance that hears no posts in a language never does.
    private static final class Learner {
        private final Corpus corpus;
        private @Nullable Model model;

        Learner(Corpus corpus) {
            this.corpus = corpus;
        }

        synchronized Model model() {
            if (model == null) {
                model = learn(corpus);
            }
            return model;
        }
    }

    private record Model(Map<String, Double> weights, double bias) {
        double of(Set<String> terms) {
            double sum = 0;
            for (String term : terms) {
                sum += weights.getOrDefault(term, 0.0);
            }
            return bias + sum / Math.sqrt(Math.max(1, terms.size()));
        }
    }

    private record Example(Set<String> terms, boolean event) {}

    /// Stochastic gradient descent with a rate of its own for each term (AdaGrad).
    private static Model learn(Corpus corpus) {
        Random random = new Random(SEED);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < SENTENCES; i++) {
            examples.add(new Example(Terms.of(corpus.sentence(true, random)), true));
            examples.add(new Example(Terms.of(corpus.sentence(false, random)), false));
        }
        Map<String, double[]> learned = new HashMap<>();
        double bias = 0;
        for (int pass = 0; pass < PASSES; pass++) {
            Collections.shuffle(examples, random);
            for (Example example : examples) {
                double scale = Math.sqrt(Math.max(1, example.terms().size()));
                double sum = 0;
                for (String term : example.terms()) {
                    sum += learned.computeIfAbsent(term, unknown -> new double[2])[0];
                }
                double error = (example.event() ? 1 : 0) - 1 / (1 + StrictMath.exp(-(bias + sum / scale)));
                bias += BIAS_RATE * error;
                for (String term : example.terms()) {
                    double[] weight = learned.computeIfAbsent(term, unknown -> new double[2]);
                    double gradient = error / scale - DECAY * weight[0];
                    weight[1] += gradient * gradient;
                    weight[0] += RATE * gradient / Math.sqrt(weight[1] + 1e-6);
                }
            }
        }
        Map<String, Double> weights = new HashMap<>();
        learned.forEach((term, weight) -> weights.put(term, weight[0]));
        return new Model(Map.copyOf(weights), bias);
    }

    /// The language of a text by its script: `zh` where a fifth of its letters are Chinese, else `und` (not determined).
    public static String language(String text) {
        long letters = text.codePoints().filter(Character::isLetter).count();
        long han = text.codePoints().filter(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN).count();
        return han > 0 && han * 5 >= letters ? "zh" : "und";
    }

    /// Whether a text tells of an event that happens.
    ///
    /// @param spoken whether a word of the event it may be about stands in it
    public boolean tellsOfEvent(String text, boolean spoken) {
        return score(text) > (spoken ? WITH_A_WORD : WITHOUT_A_WORD);
    }

    /// Whether a text tells of any event that happens.
    public boolean tellsOfAnyEvent(String text) {
        return tellsOfEvent(text, speaksOfHazard(text));
    }

    /// Whether a word for what can happen stands in the text, whatever it means there.
    public boolean speaksOfHazard(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return hazards.stream().anyMatch(lower::contains);
    }

    /// How sure the model is, above 0 that it tells of an event: the logarithm of the odds.
    double score(String text) {
        return (language(text).equals("zh") ? chinese : others).model().of(Terms.of(text));
    }
}
