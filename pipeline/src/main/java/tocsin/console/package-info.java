/// The console: a page for the desk.
///
/// In: requests for pages. Out: the page, which asks the API for everything it shows. Nothing is kept.
@NullMarked
package tocsin.console;

import org.jspecify.annotations.NullMarked;
