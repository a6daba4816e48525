package tocsin.model;

/// The short code at the end of an SMS, by which an answer, and a call whose end is not known, find their message.
public final class References {
    /// No letters that are taken for digits or for each other when read out.
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 5;

    private References() {}

    /// The code of a notification: five characters, one in 33 million.
    ///
    /// @param notificationId hexadecimal
    public static String of(String notificationId) {
        long number = Long.parseUnsignedLong(notificationId.substring(0, 15), 16);
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            code.append(ALPHABET.charAt((int) (number & 31)));
            number >>>= 5;
        }
        return code.toString();
    }

    /// The words with the code at their end.
    public static String append(String words, String reference) {
        return words + " #" + reference;
    }

    /// Whether these words end with this code.
    public static boolean marks(String words, String reference) {
        return words.stripTrailing().endsWith("#" + reference);
    }
}
