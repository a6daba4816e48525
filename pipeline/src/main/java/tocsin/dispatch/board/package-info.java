/// Display boards: what each shall show now, and the drivers that make it so.
///
/// In: notifications for boards. Out: each board's content. Kept: nothing but what the drivers' connections need: a
/// board's content follows from the notifications that stand. A board that cannot show a text has not been told.
@NullMarked
package tocsin.dispatch.board;

import org.jspecify.annotations.NullMarked;
