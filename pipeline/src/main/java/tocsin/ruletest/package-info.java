/// Rules tested like code: what a pack decides about records at given times, through the real desk in virtual time; what
/// is valid and wrong all the same; what every rule says of one report, and who would be told.
///
/// In: a pack's files, tests beside them, a report. Out: results with differences, remarks, explanations. Nothing is kept.
@NullMarked
package tocsin.ruletest;

import org.jspecify.annotations.NullMarked;
