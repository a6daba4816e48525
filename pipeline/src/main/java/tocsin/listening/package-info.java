/// Listening: public posts become bursts.
///
/// In: posts keyed by area, persons removed. Out: a MediaBurst to the area's desk when enough posts speak of the same
/// kind of event. Kept: when each was published, no words. Media alone opens no more than a verification task.
@NullMarked
package tocsin.listening;

import org.jspecify.annotations.NullMarked;
