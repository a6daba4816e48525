/// Sensing: readings become changes of warning level.
///
/// In: readings keyed by sensor and metric. Out: a LevelChange to the desk of the sensor's area, only when the level
/// changes. Kept: the readings a window still holds. A sensor the directory does not know is kept and never alarms.
@NullMarked
package tocsin.sensing;

import org.jspecify.annotations.NullMarked;
