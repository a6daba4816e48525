/// What Tocsin tells of itself: meters by name, unit and bounded labels; health as three questions; logs that say a fault
/// a few times and then how often.
///
/// In: what happened. Out: Micrometer meters, health's answers, lines. Kept: counters and states. Nothing here fails.
@NullMarked
package tocsin.observe;

import org.jspecify.annotations.NullMarked;
