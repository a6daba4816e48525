package tocsin.doubles.twilio;

/// How many parts a text message takes.
final class DoubleSegments {
    private static final String PLAIN = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final String EXTENDED = "\f^{}\\[~]|€";

    private DoubleSegments() {}

    static int of(String text) {
        boolean gsm = text.chars().allMatch(c -> PLAIN.indexOf(c) >= 0 || EXTENDED.indexOf(c) >= 0);
        int single = gsm ? 160 : 70;
        int part = gsm ? 153 : 67;
        int units = 0;
        int parts = 1;
        int room = part;
        for (int i = 0; i < text.length();) {
            int step = gsm ? 1 : Character.charCount(text.codePointAt(i));
            int size = gsm && EXTENDED.indexOf(text.charAt(i)) >= 0 ? 2 : step;
            units += size;
            if (room < size) {
                parts++;
                room = part;
            }
            room -= size;
            i += step;
        }
        return units <= single ? 1 : parts;
    }
}
