/// The desk (值班室): one city's whole knowledge of its incidents, and every decision about them.
///
/// In: the records of its inbox, in order, each with its append time. Out: verdicts, findings, incidents, the timeline,
/// notifications, rejects. Kept: its book, the reports it has seen, its incidents, the indexes that find them, and what
/// is due. A desk is a pure function of its inbox: no clock, no random number, no table but its own. What it cannot
/// act on becomes a Rejected; it never stops.
@NullMarked
package tocsin.desk;

import org.jspecify.annotations.NullMarked;
