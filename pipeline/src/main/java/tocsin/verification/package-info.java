/// Verification: the report against its incident, other sources and the grade.
///
/// In: one report and what was stated before it. Out: findings and the score of accuracy. Nothing is kept. A
/// contradiction is found, never resolved: a person decides who is right.
@NullMarked
package tocsin.verification;

import org.jspecify.annotations.NullMarked;
