/// The serde and the registry client: Confluent's wire format and REST protocol, spoken by code of our own.
///
/// In: generated records, or bytes of the form `0`, four bytes of schema id, Avro body. Out: the other of the two.
/// Kept: schema ids, in memory and in a folder, for good; an id never changes its meaning. On failure: a registry that
/// cannot be reached is a [tocsin.schemas.RegistryUnavailableException] (wait and try again), everything else an
/// [tocsin.schemas.UndecodableException] with its cause named (trying again will not help).
@NullMarked
package tocsin.schemas;

import org.jspecify.annotations.NullMarked;
