package tocsin.mapping;

import java.util.Set;

/// How a file writes its values.
///
/// @param times how it writes times
/// @param numbers how it writes numbers
/// @param missing values that say that there is none, such as "NA"
public record ValueForm(TimeForm times, NumberForm numbers, Set<String> missing) {}
