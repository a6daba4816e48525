/// Foreign files: rows of CSV, NDJSON and GeoJSON become our records, as a mapping file says.
///
/// In: a file and its mapping. Out: a record as JSON for each row, with its line and when it arrived. Nothing is kept. A
/// row that cannot be mapped says which field and why, and hinders no other.
@NullMarked
package tocsin.mapping;

import org.jspecify.annotations.NullMarked;
