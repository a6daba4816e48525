package tocsin.said;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads English number words, and the scale words behind digits: three, twenty-five, two hundred, 1.2 million.
final class EnglishNumbers {
    private static final Map<String, Integer> SMALL = Map.ofEntries(Map.entry("zero", 0), Map.entry("one", 1),
            Map.entry("two", 2), Map.entry("three", 3), Map.entry("four", 4), Map.entry("five", 5),
            Map.entry("six", 6), Map.entry("seven", 7), Map.entry("eight", 8), Map.entry("nine", 9),
            Map.entry("ten", 10), Map.entry("eleven", 11), Map.entry("twelve", 12), Map.entry("thirteen", 13),
            Map.entry("fourteen", 14), Map.entry("fifteen", 15), Map.entry("sixteen", 16),
            Map.entry("seventeen", 17), Map.entry("eighteen", 18), Map.entry("nineteen", 19),
            Map.entry("twenty", 20), Map.entry("thirty", 30), Map.entry("forty", 40), Map.entry("fifty", 50),
            Map.entry("sixty", 60), Map.entry("seventy", 70), Map.entry("eighty", 80), Map.entry("ninety", 90));
    private static final Map<String, Long> SCALES = Map.of("dozen", 12L, "hundred", 100L, "thousand", 1000L,
            "million", 1_000_000L, "billion", 1_000_000_000L);
    private static final Map<String, Long> LOOSE = Map.of("dozens of", 12L, "hundreds of", 100L, "thousands of", 1000L);
    private static final int MOST_WORDS = 6;

    private EnglishNumbers() {}

    /// The number whose words start here, or null.
    static @Nullable Amount at(String text, int from) {
        for (Map.Entry<String, Long> loose : LOOSE.entrySet()) {
            if (text.startsWith(loose.getKey(), from)) {
                long unit = loose.getValue();
                return Amount.between(BigDecimal.valueOf(2 * unit),
                        BigDecimal.valueOf((unit == 12 ? 100 : 10 * unit) - 1), from + loose.getKey().length());
            }
        }
        long sum = 0;
        long part = -1;
        int to = from;
        int at = from;
        for (int words = 0; words < MOST_WORDS && Characters.isLetter(text, at); words++) {
            int end = endOfWord(text, at);
            String word = text.substring(at, Math.min(end, at + 12));
            Integer small = SMALL.get(word);
            Long scale = SCALES.get(word);
            if (small != null) {
                if (part > 0 && (part % 10 > 0 || small > 9 && part < 100)) {
                    return Amount.none(end);
                }
                part = Math.max(part, 0) + small;
            } else if (scale != null && (part >= 0 || word.equals("dozen"))) {
                part = Math.max(part, 1) * scale;
                if (scale >= 1000) {
                    sum += part;
                    part = 0;
                }
            } else if (!(word.equals("a") && words == 0 || word.equals("and") && part >= 100)) {
                break;
            } else if (word.equals("a")) {
                part = 1;
                at = end + 1;
                if (!SCALES.containsKey(text.substring(Math.min(at, text.length()), endOfWord(text, at)))) {
                    return null;
                }
                continue;
            }
            to = word.equals("and") ? to : end;
            at = end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '-') ? end + 1 : text.length();
        }
        return to == from ? null : Amount.of(BigDecimal.valueOf(sum + Math.max(part, 0)), to);
    }

    /// This amount with the scale word that follows it, if one does.
    static Amount scaled(String text, Amount amount) {
        int at = amount.to() < text.length() && text.charAt(amount.to()) == ' ' ? amount.to() + 1 : amount.to();
        int end = endOfWord(text, at);
        Long scale = end - at > 12 ? null : SCALES.get(text.substring(Math.min(at, end), end));
        if (scale == null || amount.low() == null || amount.high() == null) {
            return amount;
        }
        BigDecimal times = BigDecimal.valueOf(scale);
        return Amount.between(amount.low().multiply(times), amount.high().multiply(times), end);
    }

    private static int endOfWord(String text, int from) {
        int at = Math.min(from, text.length());
        while (Characters.isLetter(text, at)) {
            at++;
        }
        return at;
    }
}
