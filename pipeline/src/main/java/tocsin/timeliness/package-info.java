/// Timeliness (信息快): was it in time, and what is still awaited.
///
/// In: a report at its arrival with the incident it belongs to, evidence, orders, and time. Out: every deadline with its
/// result, findings, and what is awaited from whom until when. Nothing is kept here: the desk keeps what is awaited with
/// the incident. A duty starts from something else than what it awaits, and is judged by the rule it began with.
@NullMarked
package tocsin.timeliness;

import org.jspecify.annotations.NullMarked;
