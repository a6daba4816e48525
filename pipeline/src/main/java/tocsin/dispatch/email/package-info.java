/// E-mail by SMTP, with Angus Mail.
///
/// In: notifications. Out: one message per recipient, with a Message-ID made of the notification's id. Kept: a few open
/// connections. Every wait has an end. SMTP cannot say whether a message whose answer was lost was taken: such a claim
/// stays in doubt, and a second copy carries the same Message-ID.
@NullMarked
package tocsin.dispatch.email;

import org.jspecify.annotations.NullMarked;
