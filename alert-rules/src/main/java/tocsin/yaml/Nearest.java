package tocsin.yaml;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/// The known name a mistyped one was probably meant to be.
public final class Nearest {
    /// A word longer than this was never meant to be a name.
    private static final int LONGEST = 100;

    private Nearest() {}

    /// The known name fewest edits away, if it is at most a third of the word's length (and at least two) away.
    public static Optional<String> to(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        return known.stream().filter(word::equalsIgnoreCase).findFirst()
                .or(() -> within(Math.max(2, word.length() / 3), word, known));
    }

    /// The known name fewest edits away, if it is at most so many away.
    public static Optional<String> within(int limit, String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        return known.stream().filter(name -> Math.abs(name.length() - word.length()) <= limit)
                .map(name -> Map.entry(edits(word, name), name)).filter(near -> near.getKey() <= limit)
                .min(Map.Entry.<Integer, String>comparingByKey().thenComparing(Map.Entry::getValue))
                .map(Map.Entry::getValue);
    }

    /// " (did you mean X?)", or nothing.
    public static String hint(String word, Collection<String> known) {
        return to(word, known).map(name -> " (did you mean " + name + "?)").orElse("");
    }

    private static int edits(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
