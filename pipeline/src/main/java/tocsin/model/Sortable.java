package tocsin.model;

/// Numbers as text that sorts like them, for the keys of stores.
public final class Sortable {
    private Sortable() {}

    /// The number with zeros before it.
    ///
    /// @param number not below 0
    /// @param digits how many it has at least
    public static String of(long number, int digits) {
        String text = Long.toString(number);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }
}
