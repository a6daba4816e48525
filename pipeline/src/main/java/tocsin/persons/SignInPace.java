package tocsin.persons;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tocsin.model.TokenBucket;

/// How often somebody may try to sign in: by person, by address, and all together.
///
/// A person who has signed in from an address before has tries of their own there, which nobody else's use up: so neither
/// ten thousand tries from the same address, nor tries on the same person from other addresses, keep them out. What is
/// refused here costs nothing but the look. It holds 10,000 of each at most, some 200 bytes each. Safe for several threads.
final class SignInPace {
    static final int REMEMBERED = 10_000;
    /// All addresses together may try so many times as much as one.
    static final int ALL_TO_ONE = 20;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /// On one person only so often, once the first are used up: two thousand a day guess nothing.
    private static final Duration ON_ONE_EVERY = Duration.ofSeconds(40);

    private final int perMinute;
    private final TokenBucket all;
    private final Map<String, TokenBucket> byAddress = bounded();
    private final Map<String, TokenBucket> byPerson = bounded();
    private final Map<Seen, TokenBucket> seen = bounded();

    /// A person at an address.
    private record Seen(String person, String address) {}

    /// @param perMinute tries of one address in a minute; at least 1
    SignInPace(int perMinute, Instant now) {
        this.perMinute = perMinute;
        this.all = new TokenBucket(perMinute * ALL_TO_ONE, MINUTE.dividedBy((long) perMinute * ALL_TO_ONE), now);
    }

    /// Takes a try, or says how long to wait.
    ///
    /// @param person whoever is said to sign in, known or not
    synchronized Optional<Duration> take(String person, String address, Instant now) {
        TokenBucket own = seen.get(new Seen(person, address));
        if (own != null) {
            return taken(own, now);
        }
        // Asked first, and made last: what is refused for the person uses up nobody else's tries from this address.
        TokenBucket his = byPerson.get(person);
        if (his != null && !his.wait(now).isZero()) {
            return Optional.of(his.wait(now));
        }
        TokenBucket here = byAddress.computeIfAbsent(address, one -> tries(now));
        for (TokenBucket bucket : new TokenBucket[]{here, all}) {
            if (!bucket.wait(now).isZero()) {
                return Optional.of(bucket.wait(now));
            }
        }
        here.take(now);
        all.take(now);
        return taken(byPerson.computeIfAbsent(person, one -> new TokenBucket(perMinute, ON_ONE_EVERY, now)), now);
    }

    /// Notes that this person has signed in from this address.
    synchronized void good(String person, String address, Instant now) {
        seen.computeIfAbsent(new Seen(person, address), one -> tries(now));
    }

    /// Whether this person has signed in from this address before, as far as that is remembered.
    synchronized boolean isSeen(String person, String address) {
        return seen.containsKey(new Seen(person, address));
    }

    /// What is remembered, all together.
    synchronized int size() {
        return byAddress.size() + byPerson.size() + seen.size();
    }

    private TokenBucket tries(Instant now) {
        return new TokenBucket(perMinute, MINUTE.dividedBy(perMinute), now);
    }

    private static Optional<Duration> taken(TokenBucket bucket, Instant now) {
        return bucket.take(now) ? Optional.empty() : Optional.of(bucket.wait(now));
    }

    private static <K> Map<K, TokenBucket> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, TokenBucket> eldest) {
                return size() > REMEMBERED;
            }
        };
    }
}
