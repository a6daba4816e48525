/// SMS by Twilio, through its official SDK.
///
/// In: messages, and what Twilio tells by webhook. Out: calls of the Messages API. Kept: a few connections. A call is
/// made once: neither the SDK nor the HTTP client beneath it repeats one by itself, since a repeated create is a
/// second SMS.
@NullMarked
package tocsin.dispatch.sms.twilio;

import org.jspecify.annotations.NullMarked;
