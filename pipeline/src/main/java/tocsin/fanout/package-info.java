/// Fan-out: an order to tell people becomes one notification per recipient and means.
///
/// In: a page, its incident, the pack and the directory. Out: notifications with deterministic ids, and the audiences
/// that came to nobody. Nothing is kept. No name, summary, cause or contact of a report ever leaves in a message.
@NullMarked
package tocsin.fanout;

import org.jspecify.annotations.NullMarked;
