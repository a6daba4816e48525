package tocsin.mapping;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import tocsin.yaml.Numbers;

/// How a file writes numbers.
///
/// A mark of thousands counts only where the mapping names it and every group behind it has three digits. Full-width digits
/// and signs are read like the others.
///
/// @param decimalMark what stands before the fraction: a point or a comma
/// @param thousandsMark what stands between groups of three digits; empty where nothing may
public record NumberForm(char decimalMark, Optional<Character> thousandsMark) {
    /// A point, and no groups: what programs write.
    public static final NumberForm PLAIN = new NumberForm('.', Optional.empty());

    private static final String FULL_WIDTH = "０１２３４５６７８９．，－＋";
    private static final String ASCII = "0123456789.,-+";
    /// What stands for a blank between groups, and for an apostrophe.
    private static final String BLANKS = "\u00A0\u2007\u2009\u202F";
    private static final String APOSTROPHES = "\u2019\u02BC";
    /// What stands for a mark of thousands while a number is read; no number holds it.
    private static final String GROUP = "\u0001";
    /// What programs and people write where there is no number.
    private static final Pattern NOTHING = Pattern
            .compile("(?i)[-–—.*/\\\\]{1,5}|n/?a|#n/a|nan|null|none|nil|无|暂无|不详|未知|缺测");
    private static final Pattern GROUPED = Pattern.compile("[+-]?[1-9][0-9]{0,2}(\u0001[0-9]{3})+(\\.[0-9]+)?");

    /// The number in this text. Throws [NumberFormatException] whose message says what is wrong, as "it holds a comma ...".
    public BigDecimal number(String text) {
        String plain = text.strip();
        if (plain.length() > 2 * Numbers.LONGEST) {
            throw wrong("it has more than " + Numbers.LONGEST + " digits");
        }
        StringBuilder written = new StringBuilder();
        boolean grouped = false;
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            char sign = ascii(c);
            if (c < ' ') {
                throw wrong("it holds a control character");
            }
            if (thousandsMark.isPresent() && sign == thousandsMark.get()) {
                grouped = true;
                written.append(GROUP);
            } else if (sign == decimalMark) {
                written.append('.');
            } else if (sign == ',') {
                throw wrong(
                        "it holds a comma, and the mapping does not say what that means; say thousands-mark: \",\" or"
                                + " decimal-mark: \",\" in the mapping");
            } else if (sign == '.') {
                throw wrong("it holds a point, and the mapping's decimal-mark is a comma");
            } else {
                written.append(sign);
            }
        }
        if (grouped && !GROUPED.matcher(written).matches()) {
            throw wrong(
                    "the mark " + thousandsMark.map(String::valueOf).orElse("") + " does not stand between groups of"
                            + " three digits");
        }
        try {
            return Numbers.decimal(written.toString().replace(GROUP, ""));
        } catch (NumberFormatException e) {
            throw wrong("write digits, " + Numbers.LONGEST + " at most" + (NOTHING.matcher(plain).matches()
                    ? "; if it means that there is none, say missing: [\"" + plain + "\"] in the mapping"
                    : ""));
        }
    }

    private static NumberFormatException wrong(String reason) {
        return new NumberFormatException(reason);
    }

    private static char ascii(char c) {
        int wide = FULL_WIDTH.indexOf(c);
        return wide >= 0 ? ASCII.charAt(wide)
                : BLANKS.indexOf(c) >= 0 ? ' '
                        : APOSTROPHES.indexOf(c) >= 0 ? '\'' : c == '\u2212' ? '-' : c;
    }
}
