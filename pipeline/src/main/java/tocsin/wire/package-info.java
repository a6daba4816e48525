/// What travels: topics, serdes, headers, and the JSON of every record.
///
/// In: records or bytes. Out: the other. Kept: nothing but schema ids and packs by hash, which never change. A byte
/// that cannot be read fails with its reason named.
@NullMarked
package tocsin.wire;

import org.jspecify.annotations.NullMarked;
