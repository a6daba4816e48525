package tocsin.persons;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tocsin.internal.v1.PersonCredential;
import tocsin.internal.v1.PersonSession;
import tocsin.model.Sha256;

/// The sessions of persons, which all instances share. A browser holds 32 random bytes, of which only a hash is kept. Safe
/// for several threads.
public final class Sessions {
    /// Sessions of one person at most; the oldest ends for a new one.
    static final int OF_ONE = 20;
    private static final int BYTES = 32;
    /// What a browser may hold at all: anything else is not hashed.
    private static final int HELD = 2 * BYTES;

    private final PersonBook book;
    private final PersonRows rows;
    private final SessionRules rules;
    private final Predicate<String> isInDirectory;
    private final InstantSource clock;
    private final SecureRandom random;

    Sessions(PersonBook book, PersonRows rows, SessionRules rules, Predicate<String> isInDirectory, InstantSource clock,
            SecureRandom random) {
        this.book = book;
        this.rows = rows;
        this.rules = rules;
        this.isInDirectory = isInDirectory;
        this.clock = clock;
        this.random = random;
    }

    /// Who is signed in.
    ///
    /// @param person the id
    /// @param terms what they may do
    public record Signed(String person, Terms terms) {}

    /// Begins a session of who has signed in, and gives what the browser shall hold. Throws [PersonRefused] where there are
    /// too many, or the person is gone meanwhile.
    public String begin(SignIn.Known known) {
        Instant now = clock.instant();
        PersonCredential credential = book.credential(known.person()).orElseThrow(
                () -> new PersonRefused(PersonRefused.Reason.NOT_KNOWN, "this person may not sign in any more"));
        List<PersonBook.Held> before = book.sessionsOf(known.person());
        before.stream().limit(Math.max(0, before.size() - OF_ONE + 1L)).forEach(old -> rows.note(old.hash(), null));
        if (book.sessionCount() >= PersonBook.SESSIONS / 2) {
            sweep();
        }
        if (book.sessionCount() >= PersonBook.SESSIONS) {
            throw new PersonRefused(PersonRefused.Reason.TOO_MANY, "too many people are signed in; sign out elsewhere");
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = HexFormat.of().formatHex(bytes);
        rows.write(Sha256.of(token), rules.begun(credential, known.step(), now));
        return token;
    }

    /// How long a session lasts at the longest.
    public Duration longest() {
        return rules.longest();
    }

    /// Who is signed in with this; counts as a use of the session.
    public Optional<Signed> of(String token) {
        Instant now = clock.instant();
        if (token.length() != HELD) {
            return Optional.empty();
        }
        String hash = Sha256.of(token);
        return book.session(hash).flatMap(session -> signed(session, now).map(signed -> {
            rules.seen(session, now).ifPresent(seen -> {
                book.takeSession(hash, seen);
                rows.note(hash, seen);
            });
            return signed;
        }));
    }

    private Optional<Signed> signed(PersonSession session, Instant now) {
        return book.credential(session.getPerson()).filter(one -> isInDirectory.test(one.getPerson()))
                .flatMap(credential -> rules.terms(session, credential, now)
                        .map(terms -> new Signed(session.getPerson(), terms)));
    }

    /// Ends the session of this browser, if it is one.
    public void end(String token) {
        String hash = Sha256.of(token);
        if (book.session(hash).isPresent()) {
            rows.write(hash, null);
        }
    }

    /// How many sessions of a person have not ended.
    int count(String person) {
        Instant now = clock.instant();
        return (int) book.sessionsOf(person).stream().filter(one -> signed(one.session(), now).isPresent()).count();
    }

    /// Lets go of sessions that have ended by themselves. Every instance may do it.
    public void sweep() {
        Instant now = clock.instant();
        book.held().stream().filter(one -> !rules.isInTime(one.session(), now)
                || book.credential(one.session().getPerson())
                        .filter(credential -> credential.getGeneration() <= one.session().getGeneration()).isEmpty())
                .forEach(one -> rows.note(one.hash(), null));
    }
}
