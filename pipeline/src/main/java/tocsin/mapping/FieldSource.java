package tocsin.mapping;

import com.google.re2j.Pattern;
import java.util.Map;
import java.util.Optional;

/// Where a field's value comes from.
public sealed interface FieldSource {
    /// What a value is in the record.
    enum As {
        /// A text.
        TEXT,
        /// A number; a whole one fills whole-number fields.
        NUMBER,
        /// A time in the mapping's zone and format.
        TIME,
        /// An array of texts, separated by semicolons.
        LIST,
        /// True or false.
        BOOLEAN
    }

    /// How the text of a row becomes a value.
    ///
    /// @param pattern its first group is the value, if there is one
    /// @param map what values become; a value that becomes the empty text is absent
    /// @param otherwise what values become that the map does not name; empty for themselves
    /// @param as what the value is in the record
    record Reading(Optional<Pattern> pattern, Map<String, String> map, Optional<String> otherwise, As as) {}

    /// A column of the row.
    ///
    /// @param column its name
    /// @param optional whether a file may lack it
    record Column(String column, boolean optional, Reading reading) implements FieldSource {}

    /// The same value in every row.
    record Value(String value, As as) implements FieldSource {}

    /// A text with columns in braces; absent where the row has none of them.
    record Text(String text, Reading reading) implements FieldSource {}
}
