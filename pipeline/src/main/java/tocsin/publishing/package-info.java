/// Publishing: how rules change while Tocsin works (规则发布).
///
/// In: packs that are proposed, and the second person's word. Out: archives and publications in `tocsin.rules` and
/// `tocsin.directory`, and one `Activated` for every partition and desk of the inbox, in one transaction. Kept: nothing;
/// the topics are the memory, and the library reads them.
@NullMarked
package tocsin.publishing;

import org.jspecify.annotations.NullMarked;
