package tocsin.rules;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The words of one kind of notification in one language, with places for what is known: `{incident}`.
///
/// @param sms the words of an SMS
/// @param subject the subject of a mail
/// @param email the words of a mail
public record Template(String sms, String subject, String email) {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z-]+)}");

    /// The names of a text's places.
    public static List<String> places(String text) {
        return PLACE.matcher(text).results().map(place -> place.group(1)).toList();
    }

    /// The text with every place filled; a place nobody knows is left empty.
    public static String fill(String text, Map<String, String> values) {
        Matcher places = PLACE.matcher(text);
        return places.replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), "")));
    }
}
