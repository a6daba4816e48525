package tocsin.persons;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.internal.v1.PersonCredential;
import tocsin.model.Sha256;
import tocsin.observe.Meters;
import tocsin.persons.PersonRefused.Reason;

/// Who may sign in, and what administrators change about them. Safe for several threads.
public final class Persons {
    private static final Logger LOG = LoggerFactory.getLogger(Persons.class);
    private static final int BYTES = 32;

    private final PersonBook book;
    private final PersonRows rows;
    private final RowSeal seal;
    private final Predicate<String> isInDirectory;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Sessions sessions;
    private final SignInPace pace;
    private final PassphraseSignIn.Seats seats;
    private final PassphraseSignIn signIn;

    /// What it works by.
    ///
    /// @param rules how long sessions last
    /// @param triesPerMinute tries of one address in a minute
    /// @param seats the places in which passphrases are hashed
    public record Bounds(SessionRules rules, int triesPerMinute, PassphraseSignIn.Seats seats) {}

    Persons(PersonBook book, PersonRows rows, RowSeal seal, Predicate<String> isInDirectory, Bounds bounds,
            Meters meters, InstantSource clock) {
        this.book = book;
        this.rows = rows;
        this.seal = seal;
        this.isInDirectory = isInDirectory;
        this.clock = clock;
        this.random = new SecureRandom();
        this.seats = bounds.seats();
        this.pace = new SignInPace(bounds.triesPerMinute(), clock.instant());
        this.sessions = new Sessions(book, rows, bounds.rules(), isInDirectory, clock, random);
        this.signIn = new PassphraseSignIn(book, isInDirectory, pace, seats, meters, clock, random);
    }

    /// A one-time link, as the part of an address that nobody guesses. It is told once and kept nowhere.
    ///
    /// @param token the secret part
    /// @param until when it is worth nothing any more
    public record Link(String token, Instant until) {
        @Override
        public String toString() {
            return "Link[until=" + until + "]";
        }
    }

    /// A person as administrators see them: nothing of what they sign in with.
    ///
    /// @param terms what they may do; empty where a later release knows the role alone
    /// @param ready whether they can sign in
    /// @param secondFactor whether they have a second factor
    /// @param linkUntil when the link that waits for them runs out; null where none waits
    /// @param sessions sessions that have not ended
    /// @param changedBy who changed them last
    public record Seen(String person, Optional<Terms> terms, boolean ready, boolean secondFactor,
            @Nullable Instant linkUntil, int sessions, String changedBy, Instant changedAt) {}

    /// What a link offers to who follows it.
    ///
    /// @param needsSecondFactor whether a second factor must be set, too
    /// @param secret the secret of the second factor, for the person's own authenticator
    public record Offer(String person, boolean needsSecondFactor, byte[] secret) {
        @Override
        public String toString() {
            return "Offer[" + person + "]";
        }
    }

    /// Sign-in by passphrase.
    public SignIn<PassphraseSignIn.Shown> signIn() {
        return signIn;
    }

    /// Who is signed in.
    public Sessions sessions() {
        return sessions;
    }

    /// Everybody who may sign in, by id.
    public List<Seen> all() {
        Instant now = clock.instant();
        return book.credentials().stream().map(one -> seen(one, now)).toList();
    }

    /// One of them.
    public Optional<Seen> one(String person) {
        return book.credential(person).map(one -> seen(one, clock.instant()));
    }

    private Seen seen(PersonCredential one, Instant now) {
        Optional<Terms> terms = Terms.of(one);
        boolean factor = one.getTotp() != null;
        boolean ready = one.getPassphrase() != null && isInDirectory.test(one.getPerson())
                && terms.filter(known -> factor || !Terms.needsSecondFactor(known.role())).isPresent();
        Instant until = one.getLinkUntil() != null && now.isBefore(one.getLinkUntil()) ? one.getLinkUntil() : null;
        return new Seen(one.getPerson(), terms, ready, factor, until, sessions.count(one.getPerson()),
                one.getChangedBy(), one.getChangedAt());
    }

    /// Adds a person of the directory, and gives the link by which they set what they sign in with. Throws
    /// [PersonRefused].
    ///
    /// @param by who adds them: a person, or a key that belongs to none
    public Link add(String person, Terms terms, String by) {
        if (!isInDirectory.test(person)) {
            throw new PersonRefused(Reason.NOT_IN_DIRECTORY, "\"" + person + "\" is no official of the directory in"
                    + " force; add them to directory/officials.yaml first, or correct the id");
        }
        if (book.credentials().size() >= PersonBook.PERSONS) {
            throw new PersonRefused(Reason.TOO_MANY,
                    "there are " + PersonBook.PERSONS + " persons already; remove those who are gone");
        }
        Link link = link();
        rows.change(person, known -> Optional.of(
                PersonChanges.added(known, person, terms, Sha256.of(link.token()), by, clock.instant())));
        LOG.info("person added: person={} role={} by={}", person, terms.role(), by);
        return link;
    }

    /// Gives a person other terms. Throws [PersonRefused].
    public void change(String person, Terms terms, String by) {
        rows.change(person, known -> Optional.of(PersonChanges.changed(known, person, terms, by, clock.instant())));
        LOG.info("person changed: person={} role={} by={}", person, terms.role(), by);
    }

    /// Makes a new link for a person who has forgotten a passphrase or lost a telephone. Throws [PersonRefused].
    public Link link(String person, String by) {
        Link link = link();
        rows.change(person, known -> Optional
                .of(PersonChanges.linked(known, person, Sha256.of(link.token()), by, clock.instant())));
        LOG.info("person gets a new link: person={} by={}", person, by);
        return link;
    }

    /// Ends every session of a person, on every instance. Throws [PersonRefused].
    public void signOut(String person, String by) {
        rows.change(person, known -> Optional.of(PersonChanges.signedOut(known, person, by, clock.instant())));
        LOG.info("person signed out everywhere: person={} by={}", person, by);
    }

    /// Removes a person: they cannot sign in any more, and their sessions end. Throws [PersonRefused].
    public void remove(String person, String by) {
        rows.change(person, known -> {
            PersonChanges.requireRemovable(known, person, by);
            return Optional.empty();
        });
        LOG.info("person removed: person={} by={}", person, by);
    }

    /// What this link offers; empty where it was used, has run out, or never was.
    public Optional<Offer> offer(String token) {
        return book.linked(Sha256.of(token), clock.instant())
                .flatMap(one -> Terms.of(one).map(terms -> new Offer(one.getPerson(),
                        Terms.needsSecondFactor(terms.role()), seal.secondFactor(token))));
    }

    /// Sets what a person signs in with, and uses the link up. Throws [PersonRefused]; the passphrase has been looked at by
    /// [Passphrases] before.
    ///
    /// @param code what the authenticator shows; empty where no second factor is set
    public void setUp(String token, String passphrase, String code) {
        Offer offer = offer(token).orElseThrow(() -> new PersonRefused(Reason.LINK_GONE,
                "the link was used, or has run out; ask an administrator for another"));
        boolean factor = offer.needsSecondFactor() || !code.isBlank();
        if (factor && Totp.accepted(offer.secret(), code, clock.instant()).isEmpty()) {
            throw new PersonRefused(Reason.WRONG_CODE, "the code is not the one the authenticator shows now; check the"
                    + " telephone's clock, and type the next one");
        }
        String[] hash = new String[1];
        BooleanSupplier hashing = () -> {
            hash[0] = PassphraseHash.of(Passphrases.normal(passphrase), random);
            return true;
        };
        if (seats.seated(offer.person(), true, hashing).isEmpty()) {
            throw new PersonRefused(Reason.TOO_MANY, "too many people sign in at this moment; send it again");
        }
        rows.change(offer.person(), known -> Optional.of(PersonChanges.setUp(known, Sha256.of(token), hash[0],
                factor ? offer.secret() : null, clock.instant())));
        LOG.info("person set a passphrase by a link: person={} secondFactor={}", offer.person(), factor);
    }

    private Link link() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Link(HexFormat.of().formatHex(bytes), clock.instant().plus(PersonChanges.LINK));
    }
}
