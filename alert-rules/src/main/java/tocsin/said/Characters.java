package tocsin.said;

/// Text with one way to write each character, every character at its old place.
final class Characters {
    private static final int FULL_WIDTH = 0xFEE0;

    private Characters() {}

    /// Full-width forms as ASCII and capitals as small letters. A full-width comma becomes a comma only between
    /// full-width digits, since 死亡3，500人受伤 is not thirty-five hundred.
    static String plain(String text) {
        char[] plain = text.toCharArray();
        for (int at = 0; at < plain.length; at++) {
            char c = text.charAt(at);
            boolean comma = c == '，' && !(at > 0 && isFullWidthDigit(text.charAt(at - 1)) && at + 1 < plain.length
                    && isFullWidthDigit(text.charAt(at + 1)));
            if (c == '\u3000' || c == '\u00a0') {
                plain[at] = ' ';
            } else if (c >= '！' && c <= '～' && !comma) {
                plain[at] = Character.toLowerCase((char) (c - FULL_WIDTH));
            } else {
                plain[at] = Character.toLowerCase(c);
            }
        }
        return new String(plain);
    }

    static boolean isDigit(String text, int at) {
        return at >= 0 && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    static boolean isLetter(String text, int at) {
        return at >= 0 && at < text.length() && text.charAt(at) >= 'a' && text.charAt(at) <= 'z';
    }

    private static boolean isFullWidthDigit(char c) {
        return c >= '０' && c <= '９';
    }
}
