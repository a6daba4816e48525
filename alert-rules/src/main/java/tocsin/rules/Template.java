package tocsin.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tocsin.text.PlainText;

/// The words of one kind of notification in one language, with places for what is known: `{incident}`.
///
/// @param sms the words of an SMS
/// @param subject the subject of a mail
/// @param email the words of a mail
public record Template(String sms, String subject, String email) {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z-]+)}");

    /// These values as people may see them, for providers that fill a template of their own.
    public static Map<String, String> harmless(Map<String, String> values) {
        Map<String, String> harmless = new HashMap<>();
        values.forEach((name, value) -> harmless.put(name, PlainText.message(value)));
        return harmless;
    }

    /// The names of a text's places.
    public static List<String> places(String text) {
        return PLACE.matcher(text).results().map(place -> place.group(1)).toList();
    }

    /// The text with every place filled; a place nobody knows is left empty. Values may come from strangers, and are what
    /// people may see of them.
    public static String fill(String text, Map<String, String> values) {
        Matcher places = PLACE.matcher(text);
        return places.replaceAll(
                place -> Matcher.quoteReplacement(PlainText.message(values.getOrDefault(place.group(1), ""))));
    }
}
