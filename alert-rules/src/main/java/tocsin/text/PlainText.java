package tocsin.text;

/// Text from strangers as people may see it.
///
/// What is stored stays as it was sent; what is printed, logged or sent to people goes through here. A terminal obeys
/// control characters, and marks of direction make a text read otherwise than it is. They are shown as `\\u202e`, which is
/// also how JSON writes them, or left out of messages. Chinese, accents, emoji and languages that are written from the right
/// stay as they are.
public final class PlainText {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    /// Signs of Arabic, Syriac and Kaithi that Unicode counts as format characters, and that everybody sees.
    private static final String SEEN_FORMATS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06DD\u070F\u0890\u0891\u08E2";
    /// Letters that show nothing.
    private static final String BLANK_LETTERS = "\u034F\u115F\u1160\u17B4\u17B5\u3164\uFFA0";

    private PlainText() {}

    /// One line: every control character, also of lines and tabs, is shown by its number.
    public static String line(String text) {
        return cleaned(text, false, true);
    }

    /// Lines of text: ends of lines and tabs stay, every other control character is shown by its number.
    public static String lines(String text) {
        return cleaned(text, true, true);
    }

    /// Lines of text for a message to people: what nobody sees is left out, and a control character is a blank.
    public static String message(String text) {
        return cleaned(text, true, false);
    }

    /// Whether every surrogate has its other half, so that the text can be written in UTF-8.
    public static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c) || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /// The first characters of a text, and a mark where there are more; no character is cut in two.
    ///
    /// @param longest characters that stay, 1 or more
    public static String shortened(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "…";
    }

    private static String cleaned(String text, boolean lines, boolean shows) {
        int first = 0;
        while (first < text.length() && isOrdinary(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length() + 16).append(text, 0, first);
        int before = first == 0 ? -1 : text.codePointBefore(first);
        for (int i = first; i < text.length();) {
            int point = text.codePointAt(i);
            int next = i + Character.charCount(point);
            int after = next < text.length() ? text.codePointAt(next) : -1;
            boolean ends = point == '\n' || point == '\t' || point == '\r' && after == '\n';
            if (lines && ends || isSeen(before, point, after)) {
                clean.appendCodePoint(point);
                before = point;
            } else if (shows) {
                escape(clean, point);
                before = -1;
            } else if (Character.getType(point) == Character.CONTROL
                    || Character.getType(point) == Character.LINE_SEPARATOR
                    || Character.getType(point) == Character.PARAGRAPH_SEPARATOR) {
                clean.append(' ');
                before = ' ';
            }
            i = next;
        }
        return clean.toString();
    }

    /// Nearly every text holds nothing else, and stays the same object.
    private static boolean isOrdinary(char c) {
        return c >= ' ' && c < 0x7F || c >= 0xC0 && c < 0x300 || c >= 0x3000 && c <= 0x3130
                || c >= 0x4E00 && c <= 0x9FFF;
    }

    private static boolean isSeen(int before, int point, int after) {
        if (point == ZERO_WIDTH_NON_JOINER || point == ZERO_WIDTH_JOINER) {
            return joins(before) && joins(after);
        }
        if (isSelector(point)) {
            return before >= 0 && !isSelector(before) && !Character.isWhitespace(before);
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            case Character.FORMAT -> SEEN_FORMATS.indexOf(point) >= 0 || point == 0x110BD || point == 0x110CD;
            default -> BLANK_LETTERS.indexOf(point) < 0;
        };
    }

    /// Which of its forms the character before takes.
    private static boolean isSelector(int point) {
        return point >= 0xFE00 && point <= 0xFE0F || point >= 0xE0100 && point <= 0xE01EF;
    }

    /// Whether a joiner beside it has a meaning: in scripts whose letters join, and between the parts of an emoji.
    private static boolean joins(int point) {
        if (point < 0x300) {
            return false;
        }
        return switch (Character.getType(point)) {
            case Character.OTHER_LETTER, Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK,
                    Character.OTHER_SYMBOL, Character.MODIFIER_SYMBOL ->
                Character.UnicodeScript.of(point) != Character.UnicodeScript.HAN;
            default -> false;
        };
    }

    private static void escape(StringBuilder clean, int point) {
        for (char unit : Character.toChars(point)) {
            clean.append("\\u").append(Character.forDigit(unit >> 12, 16))
                    .append(Character.forDigit(unit >> 8 & 15, 16))
                    .append(Character.forDigit(unit >> 4 & 15, 16)).append(Character.forDigit(unit & 15, 16));
        }
    }
}
