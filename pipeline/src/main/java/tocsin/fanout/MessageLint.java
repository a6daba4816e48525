package tocsin.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tocsin.rules.Accuracy;
import tocsin.rules.SmsParts;

/// Rule A9: whether a message says what a warning must say before it is sent.
///
/// The five contents of a complete warning are source, hazard, location, guidance and time (domain 13.1). A message that
/// lacks one is not held back: the pack's words are replaced by the least ones, which have them all.
public final class MessageLint {
    /// Parts a message may take at most (catalogue 3.2).
    private static final int PARTS = 5;

    private MessageLint() {}

    /// What this text lacks, by name; empty if it is complete.
    ///
    /// @param words what fills the places of templates
    /// @param sms whether it is an SMS, whose length is limited
    public static List<String> lacks(String text, Map<String, String> words, String language, boolean sms,
            Accuracy.MessageRule rule) {
        List<String> lacks = new ArrayList<>();
        Map.of("source", "issuer", "hazard", "type", "location", "place", "time", "time").forEach((content, place) -> {
            String value = words.getOrDefault(place, "");
            if (value.isEmpty() || !text.contains(value)) {
                lacks.add(content);
            }
        });
        Set<String> guidance = rule.guidance().getOrDefault(language.startsWith("zh") ? "zh" : "en", Set.of());
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        if (!guidance.isEmpty()
                && guidance.stream().noneMatch(word -> lower.contains(word.toLowerCase(java.util.Locale.ROOT)))) {
            lacks.add("guidance");
        }
        if (sms && SmsParts.of(text).parts() > PARTS) {
            lacks.add("brevity");
        }
        lacks.sort(null);
        return lacks;
    }

    /// The least words that say everything.
    static String least(Map<String, String> words, String language) {
        String grade = words.getOrDefault("grade", "");
        return language.startsWith("zh")
                ? words.get("drill") + "【" + words.get("issuer") + "】请核实并处置：" + grade + words.get("type") + "，"
                        + words.get("place") + "，" + words.get("time") + "。" + words.get("incident") + "。"
                : words.get("drill") + words.get("issuer") + ": please verify and respond. " + grade + " "
                        + words.get("type") + ", " + words.get("place") + ", " + words.get("time") + ". Ref "
                        + words.get("incident") + ".";
    }
}
