/// Replay: recorded reports through the real desk, in a sandbox, by their own arrival times.
///
/// In: files and a mapping. Out: totals, the books, and what the desk put out. Kept: nothing in memory; a sandboxed
/// broker keeps its folder, and goes on where it stopped. Nothing ever leaves: every notification is held.
@NullMarked
package tocsin.replay;

import org.jspecify.annotations.NullMarked;
