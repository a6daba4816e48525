/// The commands of `./tocsin`.
///
/// In: words on a command line. Out: what was asked, as text or with `--json` for machines; exit 0 on success, 1 when
/// the thing asked about is not so, 2 on wrong usage. Nothing is kept.
@NullMarked
package tocsin.cli;

import org.jspecify.annotations.NullMarked;
