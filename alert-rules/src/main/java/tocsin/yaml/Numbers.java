package tocsin.yaml;

import java.math.BigDecimal;

/// Numbers written as text, bounded before they are believed: reading digits takes time that grows with their square, and
/// an exponent of nine digits asks for all memory as soon as anybody reckons with it.
public final class Numbers {
    /// The longest text that is read as a number: characters, signs, point and exponent included.
    public static final int LONGEST = 40;

    private Numbers() {}

    /// The number in this text. Throws [NumberFormatException] where it is none, is longer than [#LONGEST] characters, or
    /// has more than forty places before or behind the point.
    public static BigDecimal decimal(String text) {
        if (text.length() > LONGEST) {
            throw new NumberFormatException("has more than " + LONGEST + " characters");
        }
        BigDecimal value = new BigDecimal(text);
        if (!isPlain(value)) {
            throw new NumberFormatException("has more than " + LONGEST + " digits when it is written in full");
        }
        return value;
    }

    /// Whether a number has at most forty places before and behind the point, so that it can be scaled, added and written
    /// in full.
    public static boolean isPlain(BigDecimal value) {
        // The length in bits first: counting the decimal digits of a megabyte takes seconds.
        return value.unscaledValue().bitLength() <= 4 * LONGEST && Math.abs((long) value.scale()) <= LONGEST
                && value.precision() <= LONGEST;
    }
}
