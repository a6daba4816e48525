/// Roster: who has which duty at an instant.
///
/// In: rotations, a desk, an instant. Out: a person. Nothing is kept, nothing fails: where nobody is on duty, that is
/// the answer.
@NullMarked
package tocsin.roster;

import org.jspecify.annotations.NullMarked;
