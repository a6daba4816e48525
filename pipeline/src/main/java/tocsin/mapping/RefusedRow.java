package tocsin.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// A row of a file or feed that became no record.
///
/// @param kind what it was to become
/// @param source where it stands, such as `calls.csv:5`
/// @param columns what stands there, by column
/// @param record the record, as far as it could be made
/// @param reasons why it is none, each with its field
public record RefusedRow(Mapping.Kind kind, String source, Map<String, String> columns, ObjectNode record,
        List<String> reasons) {
    private static final Pattern MORE = Pattern.compile("and [0-9]{1,19} more since [-0-9T:.]{1,40}Z: so many rows were"
            + " refused that the others are counted only");

    /// Many rows of which none is kept.
    ///
    /// @param source where they come from
    /// @param count how many
    /// @param since when the first of them was refused, or a little before
    public static RefusedRow more(Mapping.Kind kind, String source, long count, Instant since) {
        return new RefusedRow(kind, source, Map.of(), JsonNodeFactory.instance.objectNode(), List.of("and " + count
                + " more since " + since + ": so many rows were refused that the others are counted only"));
    }

    /// Whether this is a count of rows: it says nothing of any of them.
    public boolean isCount() {
        return columns.isEmpty() && record.isEmpty() && reasons.stream().allMatch(MORE.asMatchPredicate());
    }
}
