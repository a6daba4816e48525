package tocsin.rules.directory;

import java.text.Normalizer;
import java.util.regex.Pattern;

/// The one form of a telephone number, however it is written.
public final class TelephoneNumbers {
    private static final Pattern BETWEEN = Pattern.compile("[^0-9+]");
    /// A mobile number as people of mainland China write it.
    private static final Pattern CHINESE_MOBILE = Pattern.compile("1[3-9][0-9]{9}");
    private static final Pattern CHINESE = Pattern.compile("86[0-9]{9,12}");

    private TelephoneNumbers() {}

    /// The number as `+` and digits, where its country can be told: blanks and hyphens are left out, `00` becomes `+`, and a
    /// Chinese mobile number gets the `+86` it lacks. What is no number comes back as its digits, which may be none.
    public static String normal(String number) {
        String bare = BETWEEN.matcher(Normalizer.normalize(number, Normalizer.Form.NFKC)).replaceAll("");
        if (bare.startsWith("+")) {
            return bare;
        }
        if (bare.startsWith("00")) {
            return "+" + bare.substring(2);
        }
        if (CHINESE_MOBILE.matcher(bare).matches()) {
            return "+86" + bare;
        }
        return CHINESE.matcher(bare).matches() ? "+" + bare : bare;
    }

    /// What two numbers have in common that ring the same telephone if one of them was written without its `+86`, or with
    /// the zero that is dialled inside the country. For warnings only: two countries may have numbers of one key.
    static String key(String number) {
        String digits = normal(number).replace("+", "");
        String inside = digits.startsWith("86") && digits.length() > 11 ? digits.substring(2) : digits;
        return inside.startsWith("0") ? inside.substring(1) : inside;
    }
}
