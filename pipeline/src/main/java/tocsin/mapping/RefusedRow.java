package tocsin.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/// A row of a file or feed that became no record.
///
/// @param kind what it was to become
/// @param source where it stands, such as `calls.csv:5`
/// @param columns what stands there, by column
/// @param record the record, as far as it could be made
/// @param reasons why it is none, each with its field
public record RefusedRow(Mapping.Kind kind, String source, Map<String, String> columns, ObjectNode record,
        List<String> reasons) {}
