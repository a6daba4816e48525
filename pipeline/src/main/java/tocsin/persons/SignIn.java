package tocsin.persons;

import java.time.Duration;

/// A way to find out which person somebody is: by passphrase and code, and later by another provider's word (OpenID
/// Connect). Whatever the way, what comes of it is a person of the directory, for whom a session begins.
///
/// @param <E> what is shown
public interface SignIn<E> {
    /// Who it is. Nothing tells why somebody is refused.
    Outcome of(E evidence);

    /// What came of it.
    sealed interface Outcome {}

    /// It is this person.
    ///
    /// @param person the id
    /// @param step the time step of the code that was shown as a second factor; 0 for none
    record Known(String person, long step) implements Outcome {}

    /// It is nobody who may sign in.
    record Refused() implements Outcome {}

    /// Nobody has looked: too many were tried.
    ///
    /// @param retryAfter after which it may be tried again
    record Slowed(Duration retryAfter) implements Outcome {}
}
