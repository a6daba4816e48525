/// The meters of Tocsin: names, units and bounded labels, registered at start so that zero is visible.
///
/// In: what happened. Out: Micrometer meters. Kept: counters. Nothing here fails.
@NullMarked
package tocsin.observe;

import org.jspecify.annotations.NullMarked;
