/// Packs of rules as data: what a city's law and plans say, read from plain files into values that cannot be wrong.
///
/// In: the files of `packs/<pack>/`. Out: [tocsin.rules.Pack] and [tocsin.rules.directory.Directory], immutable and
/// named by hash. Nothing is kept. A pack that does not read is refused whole, with every problem at once. Knows
/// nothing of Kafka.
@NullMarked
package tocsin.rules;

import org.jspecify.annotations.NullMarked;
