package tocsin.listening;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tocsin.listening.Corpus.Kind;
import tocsin.listening.LinearModel.Example;

/// Whether a post tells of an event that happens, and does not only use its words or talk about it: a linear model,
/// learned from sentences this project makes ([Corpus]), one of characters for Chinese and one of signs ([Signs]) for
/// every other language. The same sentences give the same model; each is learned when the first text in its language is
/// looked at. Safe for several threads.
public final class Relevance {
    /// How sure the model must be of a text in which no word of any event stands, and of one in which such a word does:
    /// chosen on labelled posts, each event by the others (docs/evidence.md).
    private static final double WITHOUT_A_WORD = 0;
    private static final double WITH_A_WORD = -1.25;
    /// The same in Chinese, whose model knows words by their characters.
    private static final double CHINESE_WITHOUT_A_WORD = 0.5;
    private static final double CHINESE_WITH_A_WORD = -5;

    private static final long SEED = 7;
    private static final int SENTENCES = 4_000;
    /// What the few signs are drawn to nothing by, and what the many characters are.
    private static final double DECAY = 3e-3;
    private static final double CHINESE_DECAY = 1e-5;
    /// How often something else is said in the same breath: what tells of an event also sighs and jokes.
    private static final double SIGHS = 0.1;
    private static final double JOKES = 0.05;
    /// The languages sentences are made in; what is named more often is made more often.
    private static final List<String> LANGUAGES = List.of("en", "en", "en", "en", "en", "en", "es", "es", "es", "it",
            "it", "pt", "pt", "fil", "fil", "fr");

    private final Signs signs = new Signs(Corpus.lines("signs.txt"));
    private final Corpus chinese = Corpus.read("zh");
    private final Learner ofChinese = new Learner(() -> learnChinese(chinese));
    private final Learner ofOthers = new Learner(() -> learnOthers(signs));

    /// A model of the project's own sentences.
    public Relevance() {}

    /// Learns when it is first asked: an instance that hears no posts in a language never does.
    private static final class Learner {
        private final Supplier<LinearModel> learning;
        private @Nullable LinearModel model;

        Learner(Supplier<LinearModel> learning) {
            this.learning = learning;
        }

        synchronized LinearModel model() {
            if (model == null) {
                model = learning.get();
            }
            return model;
        }
    }

    private static LinearModel learnChinese(Corpus corpus) {
        RandomGenerator random = new Random(SEED);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < SENTENCES; i++) {
            for (Kind kind : Kind.values()) {
                examples.add(new Example(Terms.of(corpus.sentence(kind, random)), kind == Kind.EVENT));
            }
        }
        return LinearModel.learn(examples, CHINESE_DECAY);
    }

    private static LinearModel learnOthers(Signs signs) {
        RandomGenerator random = new Random(SEED);
        List<Corpus> corpora = LANGUAGES.stream().distinct().map(Corpus::read).toList();
        List<String> names = LANGUAGES.stream().distinct().toList();
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < SENTENCES; i++) {
            for (Kind kind : Kind.values()) {
                Corpus corpus = corpora.get(names.indexOf(LANGUAGES.get(random.nextInt(LANGUAGES.size()))));
                examples.add(new Example(signs.of(saying(corpus, kind, random)), kind == Kind.EVENT));
            }
        }
        return LinearModel.learn(examples, DECAY);
    }

    private static String saying(Corpus corpus, Kind kind, RandomGenerator random) {
        String sentence = corpus.sentence(kind, random);
        double chance = random.nextDouble();
        if (kind == Kind.EVENT && chance < SIGHS) {
            return sentence + " " + corpus.sentence(Kind.TALK, random);
        }
        if (kind == Kind.EVENT && chance < SIGHS + JOKES || kind == Kind.TALK && chance < JOKES) {
            return corpus.sentence(Kind.OTHER, random) + " " + sentence;
        }
        return sentence;
    }

    /// The language of a text by its script: `zh` where a fifth of its letters are Chinese, else `und` (not determined).
    public static String language(String text) {
        long letters = text.codePoints().filter(Character::isLetter).count();
        long han = text.codePoints().filter(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN).count();
        return han > 0 && han * 5 >= letters ? "zh" : "und";
    }

    /// Whether a text tells of an event that happens.
    ///
    /// @param spoken whether a word of the event it may be about stands in it, known to this model or not
    public boolean tellsOfEvent(String text, boolean spoken) {
        if (isChinese(text)) {
            return ofChinese.model().of(Terms.of(text)) > (spoken ? CHINESE_WITH_A_WORD : CHINESE_WITHOUT_A_WORD);
        }
        Map<String, Double> shown = new LinkedHashMap<>(signs.of(text));
        if (spoken && !showsHazard(shown)) {
            shown.put(Signs.HAZARD, 1.0);
        }
        return ofOthers.model().of(shown) > (spoken ? WITH_A_WORD : WITHOUT_A_WORD);
    }

    /// Whether a text tells of any event that happens.
    public boolean tellsOfAnyEvent(String text) {
        return tellsOfEvent(text, speaksOfHazard(text));
    }

    /// Whether a word for what can happen stands in the text, whatever it means there.
    public boolean speaksOfHazard(String text) {
        return isChinese(text) ? chinese.hazards().stream().anyMatch(text::contains) : showsHazard(signs.of(text));
    }

    private static boolean showsHazard(Map<String, Double> shown) {
        return shown.containsKey(Signs.HAZARD) || shown.containsKey(Signs.TAGGED_HAZARD);
    }

    private static boolean isChinese(String text) {
        return language(text).equals("zh");
    }

    /// How sure the model is, above 0 that it tells of an event: the logarithm of the odds.
    double score(String text) {
        return isChinese(text) ? ofChinese.model().of(Terms.of(text)) : ofOthers.model().of(signs.of(text));
    }
}
