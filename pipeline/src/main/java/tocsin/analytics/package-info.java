/// Analytics: who reports how fast and how true.
///
/// In: verdicts. Out: meters by agency. Nothing is kept. Slow or stopped, it delays no alert: it is an application of
/// its own.
@NullMarked
package tocsin.analytics;

import org.jspecify.annotations.NullMarked;
