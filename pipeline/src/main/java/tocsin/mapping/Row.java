package tocsin.mapping;

import java.util.Map;

/// One row of a file.
///
/// @param line where it stands: the line, or the number of the feature, from 1
/// @param columns its values by column; what is absent or null is not in it
public record Row(long line, Map<String, String> columns) {}
