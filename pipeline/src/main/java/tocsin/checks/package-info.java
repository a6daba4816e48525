/// Checks: the report alone, before anything else is known.
///
/// In: one accepted report, the pack and the directory. Out: findings, deadlines, and whether it is believed. Nothing is
/// kept. Nothing here ever holds a report back.
@NullMarked
package tocsin.checks;

import org.jspecify.annotations.NullMarked;
