/// Audit: whether the record still says what it said (审计).
///
/// In: the timeline, and checkpoints of it. Out: signed checkpoints, and every breach with its place. Kept: the head of each
/// desk's chain. What a checkpoint has seen can be neither changed, moved, taken out nor cut off unseen.
@NullMarked
package tocsin.audit;

import org.jspecify.annotations.NullMarked;
