/// Analytics: who reports how fast and how true.
///
/// In: verdicts, findings, and what people decide about them. Out: meters by agency, as it happens, from an application of
/// its own that keeps nothing and delays no alert; and scorecards, made of the records when somebody asks.
@NullMarked
package tocsin.analytics;

import org.jspecify.annotations.NullMarked;
