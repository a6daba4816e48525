/// Sensing: readings become changes of warning level, and news of sensors that do not tell.
///
/// In: readings keyed by sensor and metric. Out: a LevelChange to the desk of the sensor's area, only when the level
/// changes; a SensorFault; what cannot be, rejected. Kept: the values that windows hold, each with where every rule stood
/// at it. A sensor the directory does not know is kept and never alarms.
@NullMarked
package tocsin.sensing;

import org.jspecify.annotations.NullMarked;
