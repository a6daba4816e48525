package tocsin.persons;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tocsin.intake.Bounds;
import tocsin.intake.Role;
import tocsin.internal.v1.PersonCredential;
import tocsin.internal.v1.PersonSession;
import tocsin.observe.Meters;

/// Two instances that share their rows as by a topic, at a time that tests set.
final class Household {
    static final String PASSPHRASE = "correct horse battery";
    static final byte[] SECRET = "the same in every instance".getBytes(StandardCharsets.UTF_8);
    static final int PER_MINUTE = 10;

    final Set<String> directory = new HashSet<>(List.of("duty-wang", "duty-li", "leader-zhao", "mayor-wu"));
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Instant now = Instant.parse("2026-12-01T00:00:00Z");
    /// Passphrases that were hashed.
    int hashed;
    /// Whether every place is taken.
    boolean full;
    private final PersonBook here = new PersonBook();
    private final PersonBook there = new PersonBook();
    private final Rows rows = new Rows();
    final Persons first = instance(here);
    final Persons second = instance(there);

    private Persons instance(PersonBook book) {
        return new Persons(book, rows, new RowSeal(SECRET, new SecureRandom()), directory::contains,
                new Persons.Bounds(SessionRules.USUAL, PER_MINUTE, this::seated), new Meters(meters), () -> now);
    }

    private Optional<Boolean> seated(String owner, boolean known, BooleanSupplier work) {
        if (full) {
            return Optional.empty();
        }
        hashed++;
        return Optional.of(work.getAsBoolean());
    }

    /// A topic that everybody reads at once.
    private final class Rows implements PersonRows {
        @Override
        public void change(String person,
                Function<Optional<PersonCredential>, Optional<PersonCredential>> decide) {
            PersonCredential decided = decide.apply(here.credential(person)).orElse(null);
            here.takeCredential(person, decided);
            there.takeCredential(person, decided);
        }

        @Override
        public void write(String hash, @Nullable PersonSession session) {
            here.takeSession(hash, session);
            there.takeSession(hash, session);
        }

        @Override
        public void note(String hash, @Nullable PersonSession session) {
            write(hash, session);
        }
    }

    static Terms terms(Role role) {
        return new Terms(role, role == Role.REPORTER ? "qingdao-fire" : null, Bounds.NONE);
    }

    /// Adds a person who has followed the link; gives the secret of the second factor.
    byte[] person(String id, Role role) {
        return follow(first.add(id, terms(role), "key:console"));
    }

    byte[] follow(Persons.Link link) {
        Persons.Offer offer = first.offer(link.token()).orElseThrow();
        first.setUp(link.token(), PASSPHRASE, offer.needsSecondFactor() ? Totp.code(offer.secret(), now) : "");
        return offer.secret();
    }

    SignIn.Outcome tries(String person, String passphrase, String code, String address) {
        return first.signIn().of(new PassphraseSignIn.Shown(person, passphrase, code, address));
    }

    /// Signs a person in, and gives what the browser holds.
    String signedIn(String person, String code) {
        return first.sessions().begin((SignIn.Known) tries(person, PASSPHRASE, code, "10.0.0.9"));
    }

    void after(Duration time) {
        now = now.plus(time);
    }
}
