/// E-mail by SMTP, with Angus Mail.
///
/// In: notifications. Out: one message per recipient, with a Message-ID made of the notification's id. Kept: a few open
/// connections. Every wait has an end. A message whose final dot has not left cannot have been taken, and is tried again.
/// SMTP cannot say whether one whose dot was not answered was taken: such a claim stays in doubt, and a second copy
/// carries the same Message-ID.
@NullMarked
package tocsin.dispatch.email;

import org.jspecify.annotations.NullMarked;
