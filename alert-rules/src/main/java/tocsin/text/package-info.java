/// Text from strangers as people may see it.
///
/// In: any text. Out: the same text without what a terminal obeys and what nobody sees. Nothing is kept; whatever the text,
/// nothing is thrown.
@NullMarked
package tocsin.text;

import org.jspecify.annotations.NullMarked;
