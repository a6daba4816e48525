/// What every stage knows of the records: the order of grades, distances, identities, tolls.
///
/// In and out: values. Nothing is kept, nothing fails, nothing here knows Kafka.
@NullMarked
package tocsin.model;

import org.jspecify.annotations.NullMarked;
