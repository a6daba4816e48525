/// The embedded pair: a real broker in this process and a real registry in a child process, for the demonstration, for
/// development and for a single machine.
///
/// In: a data folder and ports. Out: addresses. Kept: everything of both, in the data folder. A second process on the
/// same folder is refused; what a crash left behind is found again or ended.
@NullMarked
package tocsin.embedded;

import org.jspecify.annotations.NullMarked;
