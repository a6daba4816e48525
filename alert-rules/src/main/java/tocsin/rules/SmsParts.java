package tocsin.rules;

/// How many parts an SMS takes, and in which alphabet.
///
/// @param encoding the alphabet of the whole text: one character outside GSM-7 makes it UCS-2
/// @param parts messages it is cut into
public record SmsParts(Encoding encoding, int parts) {
    /// The alphabets of GSM 03.38.
    public enum Encoding {
        GSM_7, UCS_2
    }

    private static final String GSM = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final String GSM_ESCAPED = "^{}\\[~]|€\f";

    /// Counts the parts of this text. An escape pair or surrogate pair is never cut in two, so a part may hold a unit
    /// less (domain 12.1).
    public static SmsParts of(String text) {
        boolean gsm = text.chars().allMatch(c -> GSM.indexOf(c) >= 0 || GSM_ESCAPED.indexOf(c) >= 0);
        return gsm
                ? new SmsParts(Encoding.GSM_7, parts(text, 160, 153, true))
                : new SmsParts(Encoding.UCS_2, parts(text, 70, 67, false));
    }

    private static int parts(String text, int single, int concatenated, boolean gsm) {
        int[] sizes = text.codePoints().map(c -> gsm
                ? GSM_ESCAPED.indexOf(c) >= 0 ? 2 : 1
                : Character.charCount(c)).toArray();
        int units = java.util.Arrays.stream(sizes).sum();
        if (units <= single) {
            return 1;
        }
        int parts = 1;
        int used = 0;
        for (int size : sizes) {
            if (used + size > concatenated) {
                parts++;
                used = 0;
            }
            used += size;
        }
        return parts;
    }
}
