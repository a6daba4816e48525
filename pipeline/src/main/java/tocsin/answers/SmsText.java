package tocsin.answers;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// A text as it is compared.
final class SmsText {
    static final Pattern ASK = Pattern.compile("\\?+|help|info|list|帮助|查询|清单");
    /// Twilio's own list of words, and the Chinese ones carriers use.
    static final Set<String> STOP = Set.of("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke",
            "optout", "td", "退订", "t退订", "td退订", "退订t");
    static final Set<String> START = Set.of("start", "unstop", "恢复");
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cf}\\p{Cc}&&[^\\n\\r\\t]]");
    /// A digit in a square is the digit.
    private static final Pattern KEYCAP = Pattern.compile("(?<=[0-9])\\uFE0F?\\u20E3|\\uFE0F");
    private static final String END = ".。!！,，、;；:：~";
    /// What turns the direction of reading, or parts two digits unseen: what is seen is not what is sent.
    private static final Pattern DECEIVING = Pattern
            .compile("[\\u202A\\u202B\\u202D\\u202E]|\\p{N}[\\p{Cf}]+\\p{N}");

    private SmsText() {}

    /// The text in lower case and compatibility form, without what nobody sees.
    static String plain(String text) {
        String seen = UNSEEN.matcher(text.replace('№', '#')).replaceAll("");
        return Normalizer.normalize(KEYCAP.matcher(seen).replaceAll(""), Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT).strip();
    }

    /// A plain text without the punctuation at its end; question marks stay.
    static String withoutEnd(String plain) {
        int end = plain.length();
        while (end > 0 && (END.indexOf(plain.charAt(end - 1)) >= 0 || Character.isWhitespace(plain.charAt(end - 1)))) {
            end--;
        }
        return plain.substring(0, end);
    }

    /// Whether a text may look otherwise than it reads.
    static boolean deceives(String text) {
        return DECEIVING.matcher(text).find();
    }
}
