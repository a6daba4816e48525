/// The demonstration: a story played into a Tocsin through its public intake.
///
/// In: a scenario file and a running Tocsin. Out: requests, and at the end an account in plain words with the books.
/// Nothing is kept.
@NullMarked
package tocsin.demo;

import org.jspecify.annotations.NullMarked;
