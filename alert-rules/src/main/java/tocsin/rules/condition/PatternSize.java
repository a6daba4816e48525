package tocsin.rules.condition;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many steps a pattern comes to when it is compiled, repetitions counted, told from its text alone.
public final class PatternSize {
    /// More is not told apart.
    private static final long MOST = 1_000_000;
    private static final Pattern REPETITION = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");

    private PatternSize() {}

    /// About as many steps, rather too many than too few; a million is a million or more.
    public static long of(String pattern) {
        Deque<Long> around = new ArrayDeque<>();
        Matcher repetition = REPETITION.matcher(pattern);
        long before = 0;
        long last = 0;
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c == '(') {
                around.push(before + last);
                before = 0;
                last = 0;
                at++;
            } else if (c == ')') {
                last += before + 1;
                before = around.isEmpty() ? 0 : around.pop();
                at++;
            } else if (c == '{' && repetition.region(at, pattern.length()).lookingAt()) {
                String most = repetition.group(2) == null || repetition.group(2).isEmpty()
                        ? repetition.group(1)
                        : repetition.group(2);
                last = Math.min(MOST, last * Math.max(1, Long.parseLong(most)));
                at = repetition.end();
            } else if ("*+?".indexOf(c) >= 0) {
                last++;
                at++;
            } else {
                before = Math.min(MOST, before + last);
                last = 1;
                at = next(pattern, at);
            }
        }
        return Math.min(MOST, before + last);
    }

    /// Behind this character, escape or class of characters.
    private static int next(String pattern, int at) {
        if (pattern.charAt(at) == '\\') {
            return at + 2;
        }
        if (pattern.charAt(at) != '[') {
            return at + 1;
        }
        // A bracket that stands first is a character of the class.
        int end = pattern.startsWith("[^]", at) ? at + 3 : pattern.startsWith("[]", at) ? at + 2 : at + 1;
        while (end < pattern.length() && pattern.charAt(end) != ']') {
            end += pattern.charAt(end) == '\\' ? 2 : 1;
        }
        return end + 1;
    }
}
