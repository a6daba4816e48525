/// Intake: foreign bytes become evidence on a desk's inbox.
///
/// In: `tocsin.reports` (and every agency's own topic), `sensors`, `media`, `commands`, as bytes. Out: the inbox of the
/// desk that must act, readings and posts by their own keys, and `rejected`. Kept: records whose schema the registry
/// cannot tell yet, whole. On failure: what cannot be read becomes a Rejected with its bytes (a SECRET one with its
/// hash only); while the registry is away, records wait here and everything else goes on.
@NullMarked
package tocsin.intake;

import org.jspecify.annotations.NullMarked;
