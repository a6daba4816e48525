/// Stalls: what is stored and reaches nobody.
///
/// In: the positions of every application, the ends of what it reads, and the first unread record. Out: what waits, in
/// health and meters, and a message to the duty desk that does not pass where it waits. On failure: whoever cannot look
/// is silent himself, and `/health/alerting` says so.
@NullMarked
package tocsin.stalls;

import org.jspecify.annotations.NullMarked;
