package tocsin.listening;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What a Chinese text consists of to the relevance model: every one, two and three characters, for Chinese has no spaces,
/// and of what stands between them in other scripts words, and every two that stand together.
final class Terms {
    private static final Pattern ADDRESS = Pattern.compile("https?://\\S{1,300}");
    private static final Pattern MARK = Pattern.compile("\\[\\p{L}{1,20}]|@\\w{1,30}");
    /// Characters of a text that are looked at.
    private static final int LONGEST = 1_000;

    private Terms() {}

    /// The terms of a text, each as much as makes long and short texts weigh the same.
    static Map<String, Double> of(String text) {
        Set<String> terms = terms(text);
        double weight = 1 / Math.sqrt(Math.max(1, terms.size()));
        Map<String, Double> weighed = new LinkedHashMap<>();
        terms.forEach(term -> weighed.put(term, weight));
        return weighed;
    }

    private static Set<String> terms(String text) {
        String head = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
        String plain = MARK.matcher(ADDRESS.matcher(head).replaceAll(" ")).replaceAll(" ").toLowerCase(Locale.ROOT);
        Set<String> terms = new LinkedHashSet<>();
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        StringBuilder han = new StringBuilder();
        int[] characters = plain.codePoints().toArray();
        for (int i = 0; i <= characters.length; i++) {
            int character = i < characters.length ? characters[i] : ' ';
            boolean isHan = Character.UnicodeScript.of(character) == Character.UnicodeScript.HAN;
            boolean isLetter = !isHan && Character.isLetter(character)
                    || character == '\'' && !word.isEmpty();
            if (!isHan) {
                grams(han, terms);
            }
            if (!isLetter && !word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
            if (isLetter) {
                word.appendCodePoint(character);
            } else if (isHan) {
                han.appendCodePoint(character);
            }
        }
        terms.addAll(words);
        for (int i = 0; i + 1 < words.size(); i++) {
            terms.add(words.get(i) + "_" + words.get(i + 1));
        }
        return terms;
    }

    private static void grams(StringBuilder han, Set<String> terms) {
        int[] characters = han.codePoints().toArray();
        for (int length = 1; length <= 3; length++) {
            for (int i = 0; i + length <= characters.length; i++) {
                terms.add(new String(characters, i, length));
            }
        }
        han.setLength(0);
    }
}
