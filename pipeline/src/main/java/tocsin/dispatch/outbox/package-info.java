/// The outbox: a provider that writes what would have been sent.
///
/// In: notifications. Out: one NDJSON line a message in `outbox/` of the data folder. Kept: the file. It reaches nobody,
/// so an exercise may use it freely.
@NullMarked
package tocsin.dispatch.outbox;

import org.jspecify.annotations.NullMarked;
