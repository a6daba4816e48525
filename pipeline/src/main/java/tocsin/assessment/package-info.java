/// Assessment: how grave an incident is, from everything stated about it.
///
/// In: the statements of all agencies and the grading table. Out: the toll, the grade and the reason. Nothing is kept.
/// Two scales that disagree mean the higher.
@NullMarked
package tocsin.assessment;

import org.jspecify.annotations.NullMarked;
