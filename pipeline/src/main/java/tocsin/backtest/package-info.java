/// Backtest: the past through two packs, and what would have been different (回测).
///
/// In: recorded inboxes, readings and posts, or a file of reports. Out: what changes in verdicts, grades, pages, volumes
/// and cost. Kept: nothing. Everything is paired by identity, so that one extra incident does not shift the rest; the same
/// recording and packs give the same, byte for byte. Nothing ever leaves.
@NullMarked
package tocsin.backtest;

import org.jspecify.annotations.NullMarked;
