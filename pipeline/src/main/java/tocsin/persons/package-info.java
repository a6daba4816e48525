/// Persons: who signs in (登录), with what, and for how long.
///
/// In: passphrases, codes and one-time links; what administrators decide about persons. Out: the person behind a request.
/// Kept: credentials in `tocsin.persons` and sessions in `tocsin.sessions`, sealed with the secret the instances share;
/// every instance reads both. On failure: while the broker is away nobody signs in anew, and who is signed in stays so.
@NullMarked
package tocsin.persons;

import org.jspecify.annotations.NullMarked;
