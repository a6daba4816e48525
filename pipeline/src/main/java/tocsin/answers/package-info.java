/// Answers (回应): what somebody meant by the words he sent back, and which incident he meant.
///
/// In: words, and the incidents their sender was told of. Out: a [tocsin.answers.Resolution]. Nothing is kept.
@NullMarked
package tocsin.answers;

import org.jspecify.annotations.NullMarked;
