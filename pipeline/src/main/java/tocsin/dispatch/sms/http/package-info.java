/// SMS by any gateway with an HTTP API, described by a file.
///
/// In: messages. Out: one HTTP request each, as the file says. Kept: nothing. A gateway that keeps the words itself, as
/// those in mainland China do, gets its template's code, the parameters and the signature (签名).
@NullMarked
package tocsin.dispatch.sms.http;

import org.jspecify.annotations.NullMarked;
