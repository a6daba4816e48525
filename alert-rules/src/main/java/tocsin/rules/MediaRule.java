package tocsin.rules;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import tocsin.v1.Category;

/// The words by which a public post speaks of one type of event, and how many posts make a burst.
///
/// @param provenance where it comes from
/// @param category the category of what the words speak of
/// @param type the type of what the words speak of
/// @param words the words, lower case
/// @param posts posts in one area that make a burst
/// @param window the time they must fall in, by publication
public record MediaRule(Provenance provenance, Category category, String type, List<String> words, int posts,
        Duration window) {
    /// Whether this text speaks of it.
    public boolean speaksOfIt(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return words.stream().anyMatch(lower::contains);
    }
}
