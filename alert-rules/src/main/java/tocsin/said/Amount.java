package tocsin.said;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// A number as read, from here to there in the text, before any word in front of it or behind it widens it.
///
/// @param low the least, inclusive; null is open
/// @param high the most, inclusive; null is open
/// @param to where it ends in the text, exclusive
/// @param sense whether it is a number at all
record Amount(@Nullable BigDecimal low, @Nullable BigDecimal high, int to, Sense sense) {
    /// What the characters amount to.
    enum Sense {
        /// A number.
        NUMBER,
        /// A unit alone, as in 近百人: a number only where a word in front says how it is meant.
        UNIT_ALONE,
        /// Made of digits, but not a count: too long, a time, a fraction, a date.
        NOT_A_COUNT
    }

    private static final BigDecimal NINE_TENTHS = new BigDecimal("0.9");
    private static final BigDecimal ELEVEN_TENTHS = new BigDecimal("1.1");

    static Amount of(BigDecimal value, int to) {
        return new Amount(value, value, to, Sense.NUMBER);
    }

    static Amount between(BigDecimal low, BigDecimal high, int to) {
        return new Amount(low, high, to, Sense.NUMBER);
    }

    static Amount none(int to) {
        return new Amount(null, null, to, Sense.NOT_A_COUNT);
    }

    /// A number followed by 余 or 多, both standing before the unit: more than it, less than its last order would add.
    static Amount andMore(BigDecimal head, BigDecimal unit, int to) {
        BigDecimal stripped = head.stripTrailingZeros();
        BigDecimal order = BigDecimal.ONE.scaleByPowerOfTen(-stripped.scale());
        BigDecimal step = order.multiply(unit).compareTo(BigDecimal.ONE) > 0 ? order : BigDecimal.TEN;
        return between(head.multiply(unit).add(BigDecimal.ONE),
                head.add(step).multiply(unit).subtract(BigDecimal.ONE), to);
    }

    /// This amount ending elsewhere.
    Amount endingAt(int end) {
        return new Amount(low, high, end, sense);
    }

    /// Whether it is exactly this.
    boolean is(BigDecimal value) {
        return low != null && high != null && low.compareTo(value) == 0 && high.compareTo(value) == 0;
    }

    /// This amount as such a word makes it.
    Amount meant(Rough rough) {
        if (low == null || high == null) {
            return this;
        }
        return switch (rough) {
            case ABOUT -> between(low.multiply(NINE_TENTHS), high.multiply(ELEVEN_TENTHS), to);
            case NEARLY -> between(low.multiply(NINE_TENTHS), high, to);
            case AT_LEAST -> new Amount(low, null, to, Sense.NUMBER);
            case MORE_THAN -> new Amount(low.add(BigDecimal.ONE), null, to, Sense.NUMBER);
            case AT_MOST -> new Amount(null, high, to, Sense.NUMBER);
            case LESS_THAN -> new Amount(null, high.subtract(BigDecimal.ONE), to, Sense.NUMBER);
        };
    }
}
