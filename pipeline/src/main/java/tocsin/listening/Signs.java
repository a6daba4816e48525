package tocsin.listening;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a text shows to the relevance model in any language but Chinese: signs of an event (what happened, whom it hurt,
/// what it broke, who helps, what is warned of), signs of something else (laughter, play, selling, figures of speech),
/// and its form (addresses, numbers, questions). A sign is the same in every language, so what is learned of it in one
/// holds for all. Immutable.
final class Signs {
    /// The sign of what can happen.
    static final String HAZARD = "hazard";
    /// The same within a tag, by which people also file what only speaks of an event.
    static final String TAGGED_HAZARD = "#" + HAZARD;

    /// Signs that are looked for within a tag, where words stand without spaces.
    private static final Set<String> WITHIN_TAGS = Set.of(HAZARD, "loose", "response", "warning", "help", "sympathy");
    /// Letters below which a word is not looked for within another.
    private static final int SHORTEST_WITHIN = 4;
    /// Letters of a word that are looked at.
    private static final int LONGEST_WORD = 40;
    /// Characters of a text that are looked at.
    private static final int LONGEST = 1_000;

    private static final Pattern ADDRESS = Pattern.compile("https?://\\S{0,300}|\\[url]");
    private static final Pattern HANDLE = Pattern.compile("@\\w{1,30}|\\[(?:user|name|handle)]");
    private static final Pattern TAG = Pattern.compile("#([\\p{L}\\p{N}_]{1,60})");
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z])(?=[A-Z])");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern PART = Pattern.compile("<\\w+>|#|\\p{N}[\\p{N}.,:]*|\\p{L}+(?:'\\p{L}+)*");
    private static final Pattern FACE = Pattern.compile("[:;=xX8]-?[)(DdPpOo3/|*]+(?!\\w)|<3|:'\\("
            + "|[\\x{1F300}-\\x{1FAFF}\\x{2600}-\\x{27BF}]");
    private static final Pattern WORD = Pattern.compile("\\p{L}+(?:'\\p{L}+)*\\*?(?: \\p{L}+(?:'\\p{L}+)*\\*?)*");
    private static final Set<String> FORMS = Set.of("<link>", "<user>", "<num>", "#", "rt");

    private final Map<String, Set<String>> words = new HashMap<>();
    private final Map<String, Set<String>> beginnings = new HashMap<>();
    private final Map<String, List<Phrase>> phrases = new HashMap<>();

    /// Words in an order, the first without a star.
    private record Phrase(List<String> words, String sign) {
        boolean standsAt(List<String> parts, int at) {
            if (at + words.size() > parts.size()) {
                return false;
            }
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                String part = parts.get(at + i);
                if (!(word.endsWith("*") ? part.startsWith(word.substring(0, word.length() - 1)) : part.equals(word))) {
                    return false;
                }
            }
            return true;
        }
    }

    /// @param lines `[sign]`, and below it `language: word|begin*|two words`
    /// @throws IllegalArgumentException if a line is not so, naming it
    Signs(List<String> lines) {
        String sign = "";
        for (String line : lines) {
            if (line.startsWith("[")) {
                sign = line.substring(1, line.length() - 1);
                continue;
            }
            for (String word : line.substring(line.indexOf(':') + 1).split("\\|", -1)) {
                String plain = word.strip();
                if (sign.isEmpty() || !WORD.matcher(plain).matches() || !plain.equals(folded(plain))) {
                    throw new IllegalArgumentException("under [" + sign + "]: '" + plain
                            + "' is not words in small letters without accents");
                }
                add(sign, List.of(plain.split(" ", -1)));
            }
        }
    }

    private void add(String sign, List<String> parts) {
        String first = parts.getFirst();
        if (parts.size() > 1) {
            phrases.computeIfAbsent(first, unknown -> new ArrayList<>()).add(new Phrase(parts, sign));
        } else if (first.endsWith("*")) {
            beginnings.computeIfAbsent(first.substring(0, first.length() - 1), unknown -> new TreeSet<>()).add(sign);
        } else {
            words.computeIfAbsent(first, unknown -> new TreeSet<>()).add(sign);
        }
    }

    /// How much of each sign a text shows: 1 for once, and less for each time more.
    Map<String, Double> of(String text) {
        String head = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
        List<String> parts = parts(head);
        Map<String, Integer> counts = new LinkedHashMap<>();
        boolean tag = false;
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (FORMS.contains(part)) {
                counts.merge(part, 1, Integer::sum);
                tag = part.equals("#");
                continue;
            }
            Set<String> shown = signs(part);
            if (tag) {
                within(part, shown);
                shown.forEach(sign -> counts.merge(WITHIN_TAGS.contains(sign) ? "#" + sign : sign, 1, Integer::sum));
            } else {
                for (Phrase phrase : phrases.getOrDefault(part, List.of())) {
                    if (phrase.standsAt(parts, i)) {
                        shown.add(phrase.sign());
                    }
                }
                shown.forEach(sign -> counts.merge(sign, 1, Integer::sum));
            }
            tag = false;
        }
        Map<String, Double> amounts = new LinkedHashMap<>();
        counts.forEach((sign, count) -> amounts.put(sign, StrictMath.log1p(count) / StrictMath.log(2)));
        mark(amounts, ":)", FACE.matcher(head).find());
        mark(amounts, "!", head.indexOf('!') >= 0);
        mark(amounts, "?", head.indexOf('?') >= 0);
        return amounts;
    }

    private static void mark(Map<String, Double> amounts, String form, boolean stands) {
        if (stands) {
            amounts.put(form, 1.0);
        }
    }

    /// The words of a text in small letters without accents; tags are taken apart where a capital letter begins a word.
    private static List<String> parts(String text) {
        String named = HANDLE.matcher(ADDRESS.matcher(text).replaceAll(" <link> ")).replaceAll(" <user> ")
                .replace("[number]", " 5 ").replace('’', '\'');
        String apart = TAG.matcher(named).replaceAll(tag -> Matcher.quoteReplacement(" # "
                + HUMP.matcher(tag.group(1)).replaceAll(" ") + " "));
        List<String> parts = new ArrayList<>();
        Matcher found = PART.matcher(folded(apart));
        while (found.find()) {
            String part = found.group();
            parts.add(Character.isDigit(part.codePointAt(0)) ? "<num>" : part);
        }
        return parts;
    }

    private static String folded(String text) {
        return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("").toLowerCase(Locale.ROOT);
    }

    private Set<String> signs(String part) {
        Set<String> shown = new TreeSet<>(words.getOrDefault(part, Set.of()));
        for (int length = 2; length <= Math.min(part.length(), LONGEST_WORD); length++) {
            shown.addAll(beginnings.getOrDefault(part.substring(0, length), Set.of()));
        }
        return shown;
    }

    /// Adds the signs of what stands anywhere in a tag.
    private void within(String part, Set<String> shown) {
        int end = Math.min(part.length(), LONGEST_WORD);
        for (int from = 0; from + SHORTEST_WITHIN <= end; from++) {
            for (int to = from + SHORTEST_WITHIN; to <= end; to++) {
                String some = part.substring(from, to);
                addWithin(words.getOrDefault(some, Set.of()), shown);
                addWithin(beginnings.getOrDefault(some, Set.of()), shown);
            }
        }
    }

    private static void addWithin(Set<String> signs, Set<String> shown) {
        for (String sign : signs) {
            if (WITHIN_TAGS.contains(sign)) {
                shown.add(sign);
            }
        }
    }
}
