package tocsin.answers;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;

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
}
