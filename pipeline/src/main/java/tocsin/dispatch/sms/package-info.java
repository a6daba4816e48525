/// SMS: one channel, whatever provider carries it.
///
/// In: notifications. Out: calls to one [tocsin.dispatch.sms.SmsProvider]. Kept: nothing. What a provider needs is in
/// [tocsin.dispatch.sms.SmsMessage]: the words for one that carries words, the template and its parameters for one that
/// keeps the words itself, as gateways in mainland China must.
@NullMarked
package tocsin.dispatch.sms;

import org.jspecify.annotations.NullMarked;
