/// Conditions of rules: CEL expressions over the records' own field names.
///
/// In: the text of a condition, and what is known of a report or a toll. Out: yes, no, or not known, with the fields
/// that are not. Nothing is kept. What does not type-check, or could cost without bound, is refused where it is written;
/// what is not known never counts as zero, false or empty.
@NullMarked
package tocsin.rules.condition;

import org.jspecify.annotations.NullMarked;
