/// Who and what a pack speaks of: areas, desks, agencies, officials, rosters, sensors.
///
/// In: the files of `directory/`. Out: [tocsin.rules.directory.Directory], immutable and named by hash, with the
/// outlines of its areas indexed. Nothing is kept. What does not read is refused whole.
@NullMarked
package tocsin.rules.directory;

import org.jspecify.annotations.NullMarked;
