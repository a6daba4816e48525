package tocsin.rules;

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

    /// The text with every place filled; a place nobody knows is left empty.
    public static String fill(String text, Map<String, String> values) {
        Matcher places = PLACE.matcher(text);
        return places.replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), "")));
    }
}
