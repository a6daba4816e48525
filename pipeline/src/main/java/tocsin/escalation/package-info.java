/// Escalation: who must be told now, and what happens if nobody answers.
///
/// In: where an escalation stands, a signal, the pack. Out: where it stands after, and who is paged. Nothing is kept
/// here. Time is a signal like any other: it passes only when the desk's clock says so.
@NullMarked
package tocsin.escalation;

import org.jspecify.annotations.NullMarked;
