package tocsin.said;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the number that starts at a place of a plain text, in digits or Chinese numerals.
///
/// Every run of digits is taken whole, so a text is passed over once.
final class AmountReader {
    private static final int LONGEST_DIGITS = 15;
    private static final String MORE = "余餘多";
    private static final String SOME = "几幾数數";
    private static final String BEFORE_UNIT_ALONE = "上成";

    private AmountReader() {}

    /// The number starting here, or null.
    static @Nullable Amount at(String text, int from) {
        Amount first = one(text, from);
        if (first == null) {
            return null;
        }
        int to = first.to();
        int second = rangeAt(text, to);
        Amount last = second > to ? one(text, second) : null;
        if (last == null) {
            return isPartOfSomethingElse(text, from, to) ? Amount.none(to) : first;
        }
        if (isPartOfSomethingElse(text, from, last.to()) || first.low() == null || last.high() == null) {
            return Amount.none(last.to());
        }
        BigDecimal low = first.low().multiply(scaleBorrowed(text, first, second, last));
        return low.compareTo(last.high()) < 0 ? Amount.between(low, last.high(), last.to()) : Amount.none(last.to());
    }

    /// The unit that 2至3万 says once and means twice.
    private static BigDecimal scaleBorrowed(String text, Amount first, int from, Amount last) {
        int at = last.to();
        BigDecimal scale = BigDecimal.ONE;
        while (at > from && ChineseNumerals.unit(text.charAt(at - 1)) > 0) {
            at--;
            scale = scale.multiply(BigDecimal.valueOf(ChineseNumerals.unit(text.charAt(at))));
        }
        boolean saidOnce = ChineseNumerals.unit(text.charAt(first.to() - 1)) == 0;
        return saidOnce && at > from && first.low() != null && last.low() != null
                && first.low().multiply(scale).compareTo(last.low()) < 0 ? scale : BigDecimal.ONE;
    }

    /// Where the second number of a range would start, or this place if no range goes on here.
    private static int rangeAt(String text, int at) {
        int sign = at;
        while (sign < text.length() && sign < at + 2 && "-–—~～－至到".indexOf(text.charAt(sign)) >= 0) {
            sign++;
        }
        return sign < text.length() && (Characters.isDigit(text, sign) || ChineseNumerals.digit(text.charAt(sign)) >= 0
                || text.charAt(sign) == '十') ? sign : at;
    }

    private static boolean isPartOfSomethingElse(String text, int from, int to) {
        char before = from > 0 ? text.charAt(from - 1) : ' ';
        char next = to < text.length() ? text.charAt(to) : ' ';
        boolean digitNext = Characters.isDigit(text, to + 1);
        return ChineseNumerals.digit(before) >= 0 || ChineseNumerals.unit(before) > 0 || before == '/' || before == '第'
                || before == '.' || before == '-' && from > 1 && text.charAt(from - 2) > ' '
                || before == ':' && Characters.isDigit(text, from - 2)
                || next == '/' || next == '%' || next == '％' || next == '-' || next == ':' && digitNext
                || next == '.' && digitNext || Characters.isDigit(text, to) || ChineseNumerals.digit(next) >= 0;
    }

    private static @Nullable Amount one(String text, int from) {
        if (Characters.isDigit(text, from)) {
            return digits(text, from);
        }
        char c = text.charAt(from);
        if (SOME.indexOf(c) >= 0) {
            int units = endOfUnits(text, from + 1);
            BigDecimal unit = product(text, from + 1, units);
            return c == '数' && from > 0 && "人多少总半无户次岁个件起".indexOf(text.charAt(from - 1)) >= 0
                    ? null
                    : Amount.between(unit.add(unit), unit.multiply(BigDecimal.TEN).subtract(BigDecimal.ONE), units);
        }
        if (BEFORE_UNIT_ALONE.indexOf(c) >= 0) {
            int units = endOfUnits(text, from + 1);
            BigDecimal unit = product(text, from + 1, units);
            return units == from + 1 || ChineseNumerals.digit(charAt(text, units)) >= 0
                    ? null
                    : Amount.between(unit, unit.multiply(BigDecimal.TEN).subtract(BigDecimal.ONE), units);
        }
        return numerals(text, from);
    }

    private static @Nullable Amount digits(String text, int from) {
        int at = from;
        int count = 0;
        while (Characters.isDigit(text, at) || charAt(text, at) == ',' && isGroup(text, at)
                || charAt(text, at) == '.' && Characters.isDigit(text, at + 1)) {
            at++;
            count++;
        }
        Optional<BigDecimal> value = count > LONGEST_DIGITS
                ? Optional.empty()
                : ChineseNumerals.value(text.substring(from, at));
        int unitsFrom = charAt(text, at) == ' ' && ChineseNumerals.unit(charAt(text, at + 1)) > 10 ? at + 1 : at;
        boolean more = MORE.indexOf(charAt(text, unitsFrom)) >= 0;
        int units = endOfUnits(text, more ? unitsFrom + 1 : unitsFrom);
        BigDecimal unit = product(text, more ? unitsFrom + 1 : unitsFrom, units);
        if (value.isEmpty()) {
            return Amount.none(units);
        }
        if (more) {
            return Amount.andMore(value.get(), unit, units);
        }
        if (MORE.indexOf(charAt(text, units)) >= 0) {
            return Amount.andMore(value.get(), unit, units + 1);
        }
        return units > at ? withLowerUnits(text, value.get().multiply(unit), unit, units) : Amount.of(value.get(), at);
    }

    /// 1亿2000万, 3万5000, 1千2百: one part more, smaller than the unit before it.
    private static Amount withLowerUnits(String text, BigDecimal value, BigDecimal unit, int at) {
        int end = at;
        while (Characters.isDigit(text, end) && end <= at + LONGEST_DIGITS) {
            end++;
        }
        if (end == at || end > at + LONGEST_DIGITS) {
            return Amount.of(value, at);
        }
        int units = endOfUnits(text, end);
        BigDecimal lower = new BigDecimal(text.substring(at, end)).multiply(product(text, end, units));
        return lower.compareTo(unit) < 0 ? Amount.of(value.add(lower), units) : Amount.none(units);
    }

    private static @Nullable Amount numerals(String text, int from) {
        int at = from;
        int mark = -1;
        while (at < text.length() && !Characters.isDigit(text, at)) {
            char c = text.charAt(at);
            boolean numeral = ChineseNumerals.digit(c) >= 0 || ChineseNumerals.unit(c) > 0 || "廿卅卌".indexOf(c) >= 0;
            boolean marked = mark < 0 && at > from && (MORE.indexOf(c) >= 0 || "几幾".indexOf(c) >= 0);
            if (!numeral && !marked) {
                break;
            }
            mark = marked ? at : mark;
            at++;
        }
        if (at == from) {
            return null;
        }
        if (at - from > ChineseNumerals.LIMIT_CHARACTERS) {
            return Amount.none(at);
        }
        if (mark >= 0) {
            return marked(text, from, mark, at);
        }
        String run = text.substring(from, at);
        Amount either = thisOrTheNext(run, at);
        if (either != null) {
            return either;
        }
        if (endOfUnits(text, from) == at && run.charAt(0) != '十') {
            return new Amount(product(text, from, at), product(text, from, at), at, Amount.Sense.UNIT_ALONE);
        }
        int end = at;
        return ChineseNumerals.value(run).map(value -> Amount.of(value, end)).orElseGet(() -> Amount.none(end));
    }

    /// 二十余万, 三百多, 十几.
    private static Amount marked(String text, int from, int mark, int to) {
        int units = endOfUnits(text, mark + 1);
        BigDecimal unit = product(text, mark + 1, units);
        BigDecimal head = endOfUnits(text, from) == mark
                ? product(text, from, mark)
                : ChineseNumerals.value(text.substring(from, mark)).orElse(BigDecimal.ZERO);
        boolean some = MORE.indexOf(text.charAt(mark)) < 0;
        boolean roundTens = head.signum() > 0 && head.remainder(BigDecimal.TEN).signum() == 0;
        if (units != to || !roundTens || some && head.compareTo(BigDecimal.valueOf(100)) >= 0) {
            return Amount.none(to);
        }
        return Amount.andMore(head, unit, to);
    }

    /// 三四, 十七八, 三四十, 一两千: two neighbouring digits, the second instead of the first.
    private static @Nullable Amount thisOrTheNext(String run, int to) {
        for (int at = 0; at + 1 < run.length(); at++) {
            int digit = ChineseNumerals.digit(run.charAt(at));
            int next = ChineseNumerals.digit(run.charAt(at + 1));
            if (digit > 0 && next == digit + 1 && (at == 0 || ChineseNumerals.digit(run.charAt(at - 1)) < 0)
                    && (at + 2 == run.length() || ChineseNumerals.digit(run.charAt(at + 2)) < 0)) {
                Optional<BigDecimal> low = ChineseNumerals.value(run.substring(0, at + 1) + run.substring(at + 2));
                Optional<BigDecimal> high = ChineseNumerals.value(run.substring(0, at) + run.substring(at + 1));
                return low.isPresent() && high.isPresent()
                        ? Amount.between(low.get(), high.get(), to)
                        : Amount.none(to);
            }
        }
        return null;
    }

    private static boolean isGroup(String text, int comma) {
        return Characters.isDigit(text, comma + 1) && Characters.isDigit(text, comma + 2)
                && Characters.isDigit(text, comma + 3) && !Characters.isDigit(text, comma + 4);
    }

    private static char charAt(String text, int at) {
        return at < text.length() ? text.charAt(at) : ' ';
    }

    /// Three units at most: 千万亿 is the longest anybody writes.
    private static int endOfUnits(String text, int from) {
        int at = from;
        while (at < from + 3 && ChineseNumerals.unit(charAt(text, at)) > 0) {
            at++;
        }
        return at;
    }

    private static BigDecimal product(String text, int from, int to) {
        BigDecimal product = BigDecimal.ONE;
        for (int at = from; at < to; at++) {
            product = product.multiply(BigDecimal.valueOf(ChineseNumerals.unit(text.charAt(at))));
        }
        return product;
    }
}
