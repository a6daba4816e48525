package tocsin.said;

import java.math.BigDecimal;
import java.util.Optional;

/// Chinese numerals read as numbers: 十二, 两百零三, 2.5万, 壹佰贰拾, 廿三, 二〇二一.
///
/// Digits may be ASCII, full width or Chinese, everyday or formal (壹贰叁). A digit left over after a unit counts tenths
/// of that unit as in speech (一百五 is 150); behind 零 it counts ones. Digits without a unit are read in their places
/// (二〇二一). Two neighbouring digits alone (三四) are no numeral but "three or four", and are refused; so is 半, which
/// in 一个半 needs a measure word between. At most [#LIMIT_CHARACTERS] characters.
public final class ChineseNumerals {
    /// Enough for 九千九百九十九万九千九百九十九亿九千九百九十九万九千九百九十九 and its zeros.
    public static final int LIMIT_CHARACTERS = 40;

    private static final String[] DIGITS = {"〇零○", "一壹幺弌", "二贰貳两兩俩弍", "三叁參仨弎", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖"};
    private static final BigDecimal TEN_THOUSAND = BigDecimal.valueOf(10_000);
    private static final BigDecimal HUNDRED_MILLION = BigDecimal.valueOf(100_000_000);

    private ChineseNumerals() {}

    /// The number this numeral writes; empty if it is none.
    public static Optional<BigDecimal> value(String numeral) {
        if (numeral.isEmpty() || numeral.length() > LIMIT_CHARACTERS) {
            return Optional.empty();
        }
        String plain = Characters.plain(numeral);
        if (isNeighbours(plain)) {
            return Optional.empty();
        }
        return above(plain, '亿', '億', HUNDRED_MILLION).filter(value -> value.signum() >= 0);
    }

    /// The digit this character writes, or -1.
    static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        for (int digit = 0; digit < DIGITS.length; digit++) {
            if (DIGITS[digit].indexOf(c) >= 0) {
                return digit;
            }
        }
        return -1;
    }

    /// The unit this character writes, or 0.
    static int unit(char c) {
        return switch (c) {
            case '十', '拾' -> 10;
            case '百', '佰' -> 100;
            case '千', '仟' -> 1000;
            case '万', '萬' -> 10_000;
            case '亿', '億' -> 100_000_000;
            default -> 0;
        };
    }

    private static boolean isNeighbours(String plain) {
        return plain.length() == 2 && plain.charAt(0) > '9' && digit(plain.charAt(0)) > 0
                && digit(plain.charAt(1)) == digit(plain.charAt(0)) + 1;
    }

    /// What stands before and after the last 亿 or 万: the part before may hold a smaller one of either (一万亿).
    private static Optional<BigDecimal> above(String text, char unit, char formal, BigDecimal worth) {
        int at = Math.max(text.lastIndexOf(unit), text.lastIndexOf(formal));
        boolean hundredMillions = worth.compareTo(HUNDRED_MILLION) == 0;
        if (at < 0) {
            return hundredMillions ? above(text, '万', '萬', TEN_THOUSAND) : belowTenThousand(text);
        }
        Optional<BigDecimal> times = hundredMillions
                ? above(text.substring(0, at), '万', '萬', TEN_THOUSAND)
                : belowTenThousand(text.substring(0, at));
        String rest = text.substring(at + 1);
        if (times.isEmpty() || times.get().signum() == 0) {
            return Optional.empty();
        }
        if (rest.isEmpty()) {
            return Optional.of(times.get().multiply(worth));
        }
        Optional<BigDecimal> added = rest.length() == 1 && digit(rest.charAt(0)) > 0
                ? Optional.of(worth.movePointLeft(1).multiply(BigDecimal.valueOf(digit(rest.charAt(0)))))
                : above(rest, '万', '萬', TEN_THOUSAND);
        return added.filter(less -> less.compareTo(worth) < 0).map(less -> times.get().multiply(worth).add(less));
    }

    private static Optional<BigDecimal> belowTenThousand(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.chars().noneMatch(c -> unit((char) c) > 0) && "廿卅卌".indexOf(text.charAt(0)) < 0) {
            return inPlaces(text);
        }
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal limit = HUNDRED_MILLION;
        boolean zero = false;
        int at = 0;
        while (at < text.length()) {
            if ("〇零○".indexOf(text.charAt(at)) >= 0) {
                zero = true;
                at++;
                continue;
            }
            int tens = "廿卅卌".indexOf(text.charAt(at)) + 2;
            int end = tens >= 2 ? at + 1 : endOfDigits(text, at);
            int unit = tens >= 2 ? 10 : end < text.length() ? unit(text.charAt(end)) : 1;
            Optional<BigDecimal> count = tens >= 2
                    ? Optional.of(BigDecimal.valueOf(tens))
                    : end > at
                            ? inPlaces(text.substring(at, end))
                            : Optional.of(BigDecimal.ONE).filter(one -> unit == 10);
            boolean tenths = unit == 1 && !zero && end == at + 1
                    && limit.compareTo(BigDecimal.TEN) > 0 && limit.compareTo(TEN_THOUSAND) < 0;
            BigDecimal worth = tenths ? limit.movePointLeft(1) : BigDecimal.valueOf(unit);
            if (unit == 0 || count.isEmpty() || count.get().multiply(worth).compareTo(limit) >= 0) {
                return Optional.empty();
            }
            sum = sum.add(count.get().multiply(worth));
            limit = worth;
            zero = false;
            at = tens >= 2 ? end : end + 1;
        }
        return Optional.of(sum);
    }

    /// Where the digits from here on end: a run of ASCII ones, or one Chinese.
    private static int endOfDigits(String text, int from) {
        int at = from;
        while (at < text.length() && (Characters.isDigit(text, at) || text.charAt(at) == ',' || isPoint(text, at))) {
            at++;
        }
        return at == from && digit(text.charAt(at)) > 0 ? at + 1 : at;
    }

    private static boolean isPoint(String text, int at) {
        return text.charAt(at) == '.' && at > 0 && at + 1 < text.length() && digit(text.charAt(at - 1)) >= 0
                && digit(text.charAt(at + 1)) >= 0;
    }

    /// Digits in their places, with a point at most once, thousands apart where there are commas.
    private static Optional<BigDecimal> inPlaces(String text) {
        String digits = text.matches("[0-9]{1,3}(,[0-9]{3})++(\\.[0-9]++)?") ? text.replace(",", "") : text;
        StringBuilder written = new StringBuilder();
        boolean point = false;
        for (int at = 0; at < digits.length(); at++) {
            if (digit(digits.charAt(at)) >= 0) {
                written.append(digit(digits.charAt(at)));
            } else if (isPoint(digits, at) && !point) {
                point = true;
                written.append('.');
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new BigDecimal(written.toString()));
    }
}
