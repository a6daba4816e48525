package tocsin.persons;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tocsin.internal.v1.PersonCredential;
import tocsin.internal.v1.PersonSession;

/// How long sessions last.
///
/// @param longest from sign-in to its end, whatever is done
/// @param idle from its last use to its end
public record SessionRules(Duration longest, Duration idle) {
    /// What holds where nothing is configured.
    public static final SessionRules USUAL = new SessionRules(Duration.ofHours(12), Duration.ofMinutes(30));

    /// A use is written down this often at most; other instances may think it idle so much longer.
    private static final Duration SEEN_EVERY = Duration.ofMinutes(1);

    /// A new session of a person.
    ///
    /// @param step the time step of the code that was shown; 0 for none
    PersonSession begun(PersonCredential credential, long step, Instant now) {
        return PersonSession.newBuilder().setPerson(credential.getPerson()).setGeneration(credential.getGeneration())
                .setSecondFactor(step > 0).setStep(step).setBeganAt(now).setSeenAt(now).setEndsAt(now.plus(longest))
                .build();
    }

    /// What the person of this session may do now; empty where it has ended. A shorter time than it began with counts at
    /// once.
    Optional<Terms> terms(PersonSession session, PersonCredential credential, Instant now) {
        boolean lasts = session.getGeneration() == credential.getGeneration() && isInTime(session, now);
        return lasts
                ? Terms.of(credential)
                        .filter(terms -> session.getSecondFactor() || !Terms.needsSecondFactor(terms.role()))
                : Optional.empty();
    }

    /// Whether neither its time nor its idle time is over.
    boolean isInTime(PersonSession session, Instant now) {
        return now.isBefore(session.getEndsAt()) && now.isBefore(session.getBeganAt().plus(longest))
                && now.isBefore(session.getSeenAt().plus(idle));
    }

    /// The session after a use of it, where that is to be written down.
    Optional<PersonSession> seen(PersonSession session, Instant now) {
        return session.getSeenAt().plus(SEEN_EVERY).isAfter(now)
                ? Optional.empty()
                : Optional.of(PersonSession.newBuilder(session).setSeenAt(now).build());
    }
}
