package tocsin.answers;

import java.util.Set;
import java.util.regex.Pattern;

/// The forms that answers take.
final class Forms {
    static final Set<String> ASK = Set.of("?", "help", "info", "帮助", "查询");
    /// Twilio's own lists of words, and the Chinese ones carriers use.
    static final Set<String> STOP = Set.of("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "td", "退订");
    static final Set<String> START = Set.of("start", "unstop", "恢复");
    private static final String CODE = "(?<code>[a-z0-9]{1,12}-\\d{8}-\\d{4,9}|\\d{4,9})";
    static final Pattern ACKNOWLEDGE = Pattern
            .compile("(?:1|ack|ok|acknowledge|确认|收到)(?:[\\s:：#]*(?:no\\.?\\s*)?" + CODE + ")?");
    static final Pattern ADDRESSED = Pattern.compile(CODE + "[\\s:：,，]+(?<words>.+)",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private Forms() {}
}
