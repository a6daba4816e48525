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
        /// A number.
        NUMBER,
        /// A local time of the mapping's zone and format.
        TIME,
        /// An array of texts, separated by semicolons.
        LIST
    }

    /// A column of the row.
    ///
    /// @param column its name
    /// @param pattern its first group is the value, if there is one
    /// @param map what its values become
    /// @param otherwise what values become that the map does not name; empty for themselves
    record Column(String column, Optional<Pattern> pattern, Map<String, String> map, Optional<String> otherwise, As as)
            implements
                FieldSource {}

    /// The same value in every row.
    record Value(String value, As as) implements FieldSource {}

    /// A text with columns in braces.
    record Text(String text) implements FieldSource {}
}
