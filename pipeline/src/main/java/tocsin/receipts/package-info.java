/// Receipts (回执): every report that was judged is answered, and every refusal is told to somebody who can mend it.
///
/// In: verdicts, rejected. Out: signed receipts on their topic, notifications to agencies. Kept: when each agency was last
/// told of a refusal. Slow or stopped, it delays no alert: it is an application of its own.
@NullMarked
package tocsin.receipts;

import org.jspecify.annotations.NullMarked;
