/// Counts that free text says: people dead, missing, hurt, trapped, moved or at risk, and yuan lost.
///
/// In: the title or summary of a report, Chinese or English. Out: a [tocsin.said.Said] for each figure the text states,
/// in order of appearance. Nothing is kept. Text is never refused: what is not understood, not stated as a fact or not
/// a total is passed over, because a count read wrongly does more harm than one not read. Time grows with the length
/// of the text alone, and the text is cut at [tocsin.said.SaidNumbers#LIMIT_CHARACTERS].
@NullMarked
package tocsin.said;

import org.jspecify.annotations.NullMarked;
