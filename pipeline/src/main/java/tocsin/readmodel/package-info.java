/// Read models: what the API and the console show, built by each instance from committed topics.
///
/// In: every outward topic, by a plain consumer, from its beginning. Out: answers. Kept: in memory, bounded, newest
/// first; a restart builds it again. It decides nothing and nothing waits for it.
@NullMarked
package tocsin.readmodel;

import org.jspecify.annotations.NullMarked;
