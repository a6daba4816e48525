/// The API over HTTP: a way in for reports, readings, posts and commands, and a way to see what became of them.
///
/// In: requests with an API key or a signed-in session. Out: records on the input topics, signed with the caller's
/// passport, and answers from the read model. Kept: sessions, in memory. Nothing is answered 202 before Kafka has
/// acknowledged it durably; what is refused is answered with every field and reason.
@NullMarked
package tocsin.api;

import org.jspecify.annotations.NullMarked;
