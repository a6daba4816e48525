/// Correlation: which incident this evidence belongs to.
///
/// In: one piece of evidence and the incidents it could belong to. Out: the incident it joins and why, or none. Nothing
/// is kept here; the desk keeps the indexes that find candidates.
@NullMarked
package tocsin.correlation;

import org.jspecify.annotations.NullMarked;
