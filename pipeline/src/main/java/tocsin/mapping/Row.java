package tocsin.mapping;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One row of a file.
///
/// @param line where it stands: the line in the file on which it begins, or the number of the feature or object, from 1
/// @param columns its values by column; what is absent, empty or null is not in it
/// @param numbers the columns whose value is a number of JSON, written with a point and without groups
/// @param lists the columns that are lists of JSON, with their items; of one that holds lists or objects among its values
/// the items are empty, because nobody can say what it lists
/// @param problem why it is no row of its file, such as a cell too many; null for one that is
public record Row(long line, Map<String, String> columns, Set<String> numbers,
        Map<String, Optional<List<String>>> lists, @Nullable String problem) {
    /// A row of texts.
    public Row(long line, Map<String, String> columns) {
        this(line, columns, Set.of(), Map.of(), null);
    }

    /// A row of texts and numbers.
    public Row(long line, Map<String, String> columns, Set<String> numbers) {
        this(line, columns, numbers, Map.of(), null);
    }

    /// What stands there and is no row.
    ///
    /// @param kept what stands there, for whoever looks into it
    static Row refused(long line, Map<String, String> kept, String problem) {
        return new Row(line, kept, Set.of(), Map.of(), problem);
    }
}
