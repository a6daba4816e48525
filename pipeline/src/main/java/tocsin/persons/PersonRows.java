package tocsin.persons;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.PersonCredential;
import tocsin.internal.v1.PersonSession;

/// Where rows of persons and sessions are written, for every instance to read.
interface PersonRows {
    /// Changes a person: nobody else changes them meanwhile, on any instance, and what is decided is durable and known here
    /// when this returns. Throws what the decision throws, and then nothing is changed.
    ///
    /// @param decide what becomes of the person; empty to remove them
    void change(String person, Function<Optional<PersonCredential>, Optional<PersonCredential>> decide);

    /// Writes a session, or that it has ended, durably.
    ///
    /// @param session null where it has ended
    void write(String hash, @Nullable PersonSession session);

    /// The same without waiting for it: what is lost is written again, or ends by itself.
    void note(String hash, @Nullable PersonSession session);
}
