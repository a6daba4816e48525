package tocsin.answers;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The only forms in which a text acknowledges: words of acknowledgement and codes, and nothing else.
///
/// A text is taken apart token by token. One token that is none of these makes it a text for the desk.
final class AcknowledgementForm {
    /// Longer texts are looked at by nobody as an acknowledgement, and may have been cut.
    private static final int LONGEST = 200;
    private static final int MOST_CODES = 5;
    private static final String WORD = "(?:已确认|已收到|已收悉|收到|确认|收悉|好的|好"
            + "|(?:acknowledged|acknowledge|ack|okay|ok|received|confirmed|confirm|roger)(?![a-z]))";
    private static final Pattern TOKEN = Pattern.compile("""
            (?<number>(?:编号|#|no\\.)?\\s*(?<code>%s)(?![a-z0-9-])号?)|\
            (?<one>1(?!\\d))|\
            (?<word>%s)|\
            (?<nicety>谢谢|多谢|(?:thank you|thanks|thx)(?![a-z]))|\
            (?<sign>(?:[👍👌🙏🫡✅💪][🏻-🏿]?))|\
            (?<between>[\\s:：,，、;；.。!！~]+)""".formatted(IncidentCodes.CODE, WORD));
    private AcknowledgementForm() {}

    /// The codes this text acknowledges, none for what waits; empty where the text acknowledges nothing.
    ///
    /// @param plain the text in lower case and compatibility form
    static Optional<Set<String>> read(String plain) {
        if (plain.length() > LONGEST) {
            return Optional.empty();
        }
        Set<String> codes = new LinkedHashSet<>();
        int words = 0;
        int ones = 0;
        Matcher token = TOKEN.matcher(plain);
        for (int at = 0; at < plain.length(); at = token.end()) {
            token.region(at, plain.length());
            if (!token.lookingAt()) {
                return Optional.empty();
            }
            String code = token.group("code");
            if (code != null && !codes.add(code)) {
                return Optional.empty();
            }
            words += token.group("word") == null ? 0 : 1;
            ones += token.group("one") == null ? 0 : 1;
        }
        boolean said = words > 0 || ones == 1;
        // "No. 0001" may be a number, and may be a refusal.
        if (!said && plain.startsWith("no")) {
            return Optional.empty();
        }
        return ones <= 1 && codes.size() <= MOST_CODES && (said || codes.size() == 1) ? Optional.of(codes)
                : Optional.empty();
    }

    /// Whether a text holds nothing but numbers, signs and at most a word of acknowledgement.
    static boolean isOnlySuchTokens(String plain) {
        return plain.replaceAll(WORD, "").codePoints().noneMatch(Character::isLetter);
    }
}
