package tocsin.persons;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.PersonCredential;
import tocsin.persons.PersonRefused.Reason;

/// What may become of a person's credential. Every change is made by somebody else, but the one a link allows. Each
/// throws [PersonRefused] where it may not be.
public final class PersonChanges {
    /// How long a one-time link is good for.
    public static final Duration LINK = Duration.ofHours(24);

    private PersonChanges() {}

    /// A new person, who sets a passphrase by the link.
    ///
    /// Generations begin with the time, so that no session of somebody who was removed and added again comes back.
    ///
    /// @param by who adds them: a person, or a key that belongs to none
    public static PersonCredential added(Optional<PersonCredential> known, String person, Terms terms,
            String linkSha256, String by, Instant now) {
        if (known.isPresent()) {
            throw new PersonRefused(Reason.KNOWN, person + " may sign in already; change what they may do, or make them"
                    + " a new link");
        }
        return PersonCredential.newBuilder(with(PersonCredential.newBuilder().setPerson(person).setRole("")
                .setGeneration(now.toEpochMilli()).setChangedBy(by).setChangedAt(now), terms).build())
                .setLinkSha256(linkSha256)
                .setLinkUntil(now.plus(LINK)).build();
    }

    /// The person with other terms. Their sessions go on under the new ones.
    public static PersonCredential changed(Optional<PersonCredential> known, String person, Terms terms, String by,
            Instant now) {
        return with(touched(others(known, person, by), by, now), terms).build();
    }

    /// The person with a new link, for who has forgotten a passphrase or lost a telephone. What they had stays good until
    /// the link is used.
    public static PersonCredential linked(Optional<PersonCredential> known, String person, String linkSha256, String by,
            Instant now) {
        return touched(others(known, person, by), by, now).setLinkSha256(linkSha256).setLinkUntil(now.plus(LINK))
                .build();
    }

    /// The person without sessions; one may end one's own.
    public static PersonCredential signedOut(Optional<PersonCredential> known, String person, String by, Instant now) {
        PersonCredential credential = here(known, person);
        return touched(credential, by, now).setGeneration(credential.getGeneration() + 1).build();
    }

    /// Checks that this person may be removed by this one.
    public static void requireRemovable(Optional<PersonCredential> known, String person, String by) {
        others(known, person, by);
    }

    /// The person who followed the link: with a passphrase of their own choice, a second factor, and no session. The link
    /// is used up.
    ///
    /// @param passphrase its hash
    /// @param totp the secret of the second factor; null where none was set
    public static PersonCredential setUp(Optional<PersonCredential> known, String linkSha256, String passphrase,
            byte @Nullable [] totp, Instant now) {
        PersonCredential credential = known.filter(one -> isLinked(one, linkSha256, now))
                .orElseThrow(() -> new PersonRefused(Reason.LINK_GONE,
                        "the link was used, has run out, or another has taken its place; ask an administrator for"
                                + " another"));
        return touched(credential, credential.getPerson(), now).setPassphrase(passphrase)
                .setTotp(totp == null ? null : ByteBuffer.wrap(totp)).setLinkSha256(null).setLinkUntil(null)
                .setGeneration(credential.getGeneration() + 1).build();
    }

    /// Whether this link is good for this person now.
    static boolean isLinked(PersonCredential credential, String linkSha256, Instant now) {
        return linkSha256.equals(credential.getLinkSha256()) && credential.getLinkUntil() != null
                && now.isBefore(credential.getLinkUntil());
    }

    private static PersonCredential here(Optional<PersonCredential> known, String person) {
        return known.orElseThrow(
                () -> new PersonRefused(Reason.NOT_KNOWN, person + " is nobody who may sign in here; add them first"));
    }

    private static PersonCredential others(Optional<PersonCredential> known, String person, String by) {
        if (person.equals(by)) {
            throw new PersonRefused(Reason.OWN,
                    "nobody changes what they may do themselves; ask another administrator");
        }
        return here(known, person);
    }

    private static PersonCredential.Builder touched(PersonCredential credential, String by, Instant now) {
        return PersonCredential.newBuilder(credential).setChangedBy(by).setChangedAt(now)
                .setRevision(credential.getRevision() + 1);
    }

    private static PersonCredential.Builder with(PersonCredential.Builder builder, Terms terms) {
        return builder.setRole(terms.role().name()).setAgency(terms.agency()).setAreas(terms.bounds().areas())
                .setAgencies(terms.bounds().agencies());
    }
}
