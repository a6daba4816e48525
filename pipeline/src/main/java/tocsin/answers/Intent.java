package tocsin.answers;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an SMS means by itself.
public sealed interface Intent {
    /// I have it.
    ///
    /// @param code the incident's serial number or its whole name, if one was given
    record Acknowledge(Optional<String> code) implements Intent {}

    /// What is open, and what can I answer?
    record Ask() implements Intent {}

    /// Send me no more SMS.
    record Stop() implements Intent {}

    /// Send me SMS again.
    record Start() implements Intent {}

    /// Words for the desk (批示).
    ///
    /// @param code the incident they begin with, if they do
    record Words(Optional<String> code, String text) implements Intent {}

    /// What these words mean; full-width characters, case, blanks and a last full stop make no difference.
    static Intent of(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).strip();
        String words = plain.replaceAll("[\\s.。!！,，]+$", "").toLowerCase(Locale.ROOT);
        if (words.isEmpty() || Forms.ASK.contains(words)) {
            return new Ask();
        }
        if (Forms.STOP.contains(words)) {
            return new Stop();
        }
        if (Forms.START.contains(words)) {
            return new Start();
        }
        Matcher acknowledged = Forms.ACKNOWLEDGE.matcher(words);
        if (acknowledged.matches()) {
            return new Acknowledge(Optional.ofNullable(acknowledged.group("code")));
        }
        String given = text.strip();
        Matcher addressed = Forms.ADDRESSED.matcher(halfWidth(given));
        return addressed.matches()
                ? new Words(Optional.of(addressed.group("code")), given.substring(addressed.start("words")).strip())
                : new Words(Optional.empty(), given);
    }

    /// The text with full-width letters and digits as half-width ones, each in its place.
    private static String halfWidth(String text) {
        StringBuilder half = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= '\uFF01' && text.charAt(i) <= '\uFF5E') {
                half.setCharAt(i, (char) (text.charAt(i) - 0xFEE0));
            }
        }
        return half.toString();
    }

    /// The forms words can take.
    final class Forms {
        private static final Set<String> ASK = Set.of("?", "help", "info", "帮助", "查询");
        /// Twilio's own lists of words, and the Chinese ones carriers use.
        private static final Set<String> STOP = Set.of("stop", "stopall", "unsubscribe", "cancel", "end", "quit",
                "td", "退订");
        private static final Set<String> START = Set.of("start", "unstop", "恢复");
        private static final String CODE = "(?<code>[a-z0-9]{1,12}-\\d{8}-\\d{4,9}|\\d{4,9})";
        private static final Pattern ACKNOWLEDGE = Pattern
                .compile("(?:1|ack|ok|acknowledge|确认|收到)(?:[\\s:：#]*(?:no\\.?\\s*)?" + CODE + ")?");
        private static final Pattern ADDRESSED = Pattern.compile(CODE + "[\\s:：,，]+(?<words>.+)",
                Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

        private Forms() {}
    }
}
