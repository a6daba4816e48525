package tocsin.persons;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.internal.v1.PersonCredential;
import tocsin.observe.Meters;
import tocsin.observe.SparingLog;

/// Sign-in with a passphrase and, where the role asks for it, a code of the second factor.
///
/// Whoever is not known is looked at as long as who is. Safe for several threads.
public final class PassphraseSignIn implements SignIn<PassphraseSignIn.Shown> {
    private static final Logger LOG = LoggerFactory.getLogger(PassphraseSignIn.class);
    private static final SparingLog SPARING = new SparingLog(LOG);
    private static final int LONGEST_ID = 200;
    private static final int LONGEST_CODE = 20;
    private static final Duration NO_SEAT = Duration.ofSeconds(2);
    private static final String WAY = "person";

    private final PersonBook book;
    private final Predicate<String> isInDirectory;
    private final SignInPace pace;
    private final Seats seats;
    private final Meters meters;
    private final InstantSource clock;
    private final String nobodys;

    PassphraseSignIn(PersonBook book, Predicate<String> isInDirectory, SignInPace pace, Seats seats, Meters meters,
            InstantSource clock, SecureRandom random) {
        this.book = book;
        this.isInDirectory = isInDirectory;
        this.pace = pace;
        this.seats = seats;
        this.meters = meters;
        this.clock = clock;
        this.nobodys = PassphraseHash.of(Long.toHexString(random.nextLong()), random);
    }

    /// What somebody shows.
    ///
    /// @param person who they say they are
    /// @param code the code of the second factor; empty for none
    /// @param address where they are
    public record Shown(String person, String passphrase, String code, String address) {
        @Override
        public String toString() {
            return "Shown";
        }
    }

    /// The places in which passphrases are hashed, of which there are few.
    public interface Seats {
        /// Does this in a place, or not at all where there is none in time.
        ///
        /// @param owner who has a part of the places, at most
        /// @param known whether it is somebody who has signed in from there before, for whom a place is kept
        /// @return what it gives; empty where there was no place
        Optional<Boolean> seated(String owner, boolean known, BooleanSupplier work);
    }

    @Override
    public Outcome of(Shown shown) {
        Instant now = clock.instant();
        String person = shown.person().strip();
        if (person.isEmpty() || person.length() > LONGEST_ID || shown.passphrase().length() > 2 * Passphrases.LONGEST
                || shown.code().length() > LONGEST_CODE) {
            return failed("nobody", shown.address(), "what was typed is nobody's");
        }
        boolean seen = pace.isSeen(person, shown.address());
        Optional<Duration> wait = pace.take(person, shown.address(), now);
        if (wait.isPresent()) {
            return slowed(wait.get());
        }
        Optional<PersonCredential> credential = book.credential(person)
                .filter(one -> one.getPassphrase() != null && isInDirectory.test(person));
        String hash = credential.map(PersonCredential::getPassphrase).orElse(nobodys);
        Optional<Boolean> matches = seats.seated(seen ? person : shown.address(), seen,
                () -> PassphraseHash.matches(Passphrases.normal(shown.passphrase()), hash));
        if (matches.isEmpty()) {
            return slowed(NO_SEAT);
        }
        if (credential.isEmpty() || !matches.get()) {
            return failed(credential.isEmpty() ? "nobody" : person, shown.address(), "no such person and passphrase");
        }
        OptionalLong step = step(credential.get(), shown.code(), now);
        if (step.isEmpty()) {
            return failed(person, shown.address(), "the code is wrong, was used, or is missing");
        }
        pace.good(person, shown.address(), now);
        LOG.info("signed in: person={} address={}", person, shown.address());
        return new Known(person, step.getAsLong());
    }

    /// The time step of the code, which is used up by it; 0 where none is asked for; empty where it is not right.
    private OptionalLong step(PersonCredential credential, String code, Instant now) {
        Optional<Terms> terms = Terms.of(credential);
        if (terms.isEmpty()) {
            return OptionalLong.empty();
        }
        if (credential.getTotp() == null) {
            return Terms.needsSecondFactor(terms.get().role()) ? OptionalLong.empty() : OptionalLong.of(0);
        }
        byte[] secret = new byte[credential.getTotp().remaining()];
        credential.getTotp().duplicate().get(secret);
        OptionalLong step = Totp.accepted(secret, code, now);
        return step.isPresent() && book.use(credential.getPerson(), step.getAsLong()) ? step : OptionalLong.empty();
    }

    private Outcome slowed(Duration wait) {
        meters.signInFailure(WAY, true);
        return new Slowed(wait);
    }

    /// A name that nobody has may be a passphrase in the wrong field, and is not written down.
    private Outcome failed(String person, String address, String why) {
        meters.signInFailure(WAY, false);
        SPARING.warn("refused", "sign-in refused: person={} address={} because={}", person, address, why);
        return new Refused();
    }
}
