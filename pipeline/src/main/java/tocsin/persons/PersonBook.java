package tocsin.persons;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.PersonCredential;
import tocsin.internal.v1.PersonSession;

/// The persons who may sign in and their sessions, as this instance knows them. Rows come from the topics, in any order
/// between the two. Safe for several threads.
final class PersonBook {
    /// Persons at most: some 500 bytes each.
    static final int PERSONS = 10_000;
    /// Sessions at most: some 300 bytes each.
    static final int SESSIONS = 20_000;

    private final Map<String, PersonCredential> credentials = new ConcurrentHashMap<>();
    private final Map<String, PersonSession> sessions = new ConcurrentHashMap<>();
    /// The last time step of a code that counted, by person.
    private final Map<String, Long> steps = new ConcurrentHashMap<>();

    /// Sessions that have ended, the latest.
    private final Map<String, Boolean> ended = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > SESSIONS;
        }
    });

    /// A session with the hash of what its browser holds.
    record Held(String hash, PersonSession session) {}

    /// Takes a row of a person; null where they were removed. An older row than is known is passed over.
    void takeCredential(String person, @Nullable PersonCredential credential) {
        if (credential == null) {
            credentials.remove(person);
            steps.remove(person);
        } else if (person.equals(credential.getPerson())
                && (credentials.containsKey(person) || credentials.size() < PERSONS)) {
            credentials.merge(person, credential,
                    (known, next) -> next.getRevision() < known.getRevision()
                            && next.getGeneration() <= known.getGeneration() ? known : next);
        }
    }

    /// Takes a row of a session; null where it has ended.
    ///
    /// @return false where it had ended before: then another instance noted a use of it a moment too late
    boolean takeSession(String hash, @Nullable PersonSession session) {
        if (session == null) {
            ended.put(hash, true);
            sessions.remove(hash);
        } else if (ended.containsKey(hash)) {
            return false;
        } else if (sessions.containsKey(hash) || sessions.size() < SESSIONS) {
            // Another instance may have seen it later than this row says.
            sessions.merge(hash, session,
                    (known, next) -> next.getSeenAt().isBefore(known.getSeenAt()) ? known : next);
            if (session.getStep() > 0) {
                steps.merge(session.getPerson(), session.getStep(), Math::max);
            }
        }
        return true;
    }

    Optional<PersonCredential> credential(String person) {
        return Optional.ofNullable(credentials.get(person));
    }

    /// Every person, by id.
    List<PersonCredential> credentials() {
        return credentials.values().stream().sorted(Comparator.comparing(PersonCredential::getPerson)).toList();
    }

    /// The person whom this link is for now.
    Optional<PersonCredential> linked(String linkSha256, Instant now) {
        return credentials.values().stream().filter(one -> PersonChanges.isLinked(one, linkSha256, now)).findFirst();
    }

    Optional<PersonSession> session(String hash) {
        return Optional.ofNullable(sessions.get(hash));
    }

    /// How many sessions there are.
    int sessionCount() {
        return sessions.size();
    }

    /// The sessions of a person, the oldest first.
    List<Held> sessionsOf(String person) {
        return held().stream().filter(one -> one.session().getPerson().equals(person))
                .sorted(Comparator.comparing(one -> one.session().getBeganAt())).toList();
    }

    /// Every session.
    List<Held> held() {
        List<Held> all = new ArrayList<>();
        sessions.forEach((hash, session) -> all.add(new Held(hash, session)));
        return all;
    }

    /// Uses a code up: false where it, or a later one, has counted for this person before.
    boolean use(String person, long step) {
        boolean[] used = new boolean[1];
        steps.compute(person, (id, last) -> {
            used[0] = last == null || step > last;
            return used[0] ? Long.valueOf(step) : last;
        });
        return used[0];
    }
}
