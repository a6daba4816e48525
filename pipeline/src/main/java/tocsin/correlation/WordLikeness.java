package tocsin.correlation;

import java.util.HashSet;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/// How alike two short texts are: twice the parts they share over the parts they have (Dice).
///
/// The parts of a text are its words, and of Chinese, which has no spaces, every two characters that stand together.
final class WordLikeness {
    /// Characters of a text that are looked at; a title and an address are shorter.
    private static final int LONGEST = 300;

    private WordLikeness() {}

    /// From 0 to 1; empty where one of them has no words.
    static OptionalDouble of(String one, String other) {
        Set<String> here = parts(one);
        Set<String> there = parts(other);
        if (here.isEmpty() || there.isEmpty()) {
            return OptionalDouble.empty();
        }
        long shared = here.stream().filter(there::contains).count();
        return OptionalDouble.of(2.0 * shared / (here.size() + there.size()));
    }

    private static Set<String> parts(String text) {
        Set<String> parts = new HashSet<>();
        StringBuilder word = new StringBuilder();
        int before = 0;
        String head = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
        for (int character : head.toLowerCase(Locale.ROOT).codePoints().toArray()) {
            boolean han = Character.UnicodeScript.of(character) == Character.UnicodeScript.HAN;
            if (!han && Character.isLetterOrDigit(character)) {
                word.appendCodePoint(character);
            } else if (!word.isEmpty()) {
                parts.add(word.toString());
                word.setLength(0);
            }
            if (han && before != 0) {
                parts.add(new StringBuilder().appendCodePoint(before).appendCodePoint(character).toString());
            }
            before = han ? character : 0;
        }
        if (!word.isEmpty()) {
            parts.add(word.toString());
        }
        return parts;
    }
}
