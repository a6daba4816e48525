/// Listening: public posts become bursts.
///
/// In: posts keyed by the area they are about, persons removed. Out: a MediaBurst to the area's desk when more posts than
/// is usual there tell of the same kind of event, each text counted once. Kept: when each was published and a print of its
/// words, the words of three, and what each hour of the week usually brings. Media alone opens no more than a verification
/// task.
@NullMarked
package tocsin.listening;

import org.jspecify.annotations.NullMarked;
