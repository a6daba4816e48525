package tocsin.rules;

/// The same words in Chinese and English.
///
/// @param zh Chinese
/// @param en English
public record Words(String zh, String en) {
    /// The words in this language: Chinese for `zh` and its regions, English otherwise.
    public String in(String language) {
        return language.startsWith("zh") ? zh : en;
    }
}
