package tocsin.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.model.TokenBucket;
import tocsin.observe.Meters;

/// Slows those who try wrong keys, by address and all together. A right key is never asked about here, so that nobody is
/// locked out by what others try from the same address. Safe for several threads.
final class WrongKeys {
    private static final Logger LOG = LoggerFactory.getLogger(WrongKeys.class);
    /// Addresses that are remembered, the latest; some 150 bytes each.
    private static final int ADDRESSES = 10_000;
    /// All addresses together may try so many times as much as one.
    private static final int ALL_TO_ONE = 20;
    private static final Duration LOGGED_EVERY = Duration.ofSeconds(10);

    private final int perMinute;
    private final InstantSource clock;
    private final Meters meters;
    private final TokenBucket all;
    private final TokenBucket logged;
    private final Map<String, TokenBucket> byAddress = new LinkedHashMap<>(16, 0.75f, true);
    private long notLogged;

    /// @param perMinute wrong keys of one address in a minute
    WrongKeys(int perMinute, InstantSource clock, Meters meters) {
        this.perMinute = perMinute;
        this.clock = clock;
        this.meters = meters;
        this.all = new TokenBucket(perMinute * ALL_TO_ONE,
                Duration.ofMinutes(1).dividedBy((long) perMinute * ALL_TO_ONE),
                clock.instant());
        this.logged = new TokenBucket(1, LOGGED_EVERY, clock.instant());
    }

    /// Notes a wrong key and says what it is answered with: 401, or 429 with the time to wait.
    ///
    /// @param way how it came: `bearer` or `session`
    synchronized ApiException tried(String address, String way) {
        Instant now = clock.instant();
        TokenBucket his = byAddress.computeIfAbsent(address,
                one -> new TokenBucket(perMinute, Duration.ofMinutes(1).dividedBy(perMinute), now));
        if (byAddress.size() > ADDRESSES) {
            byAddress.remove(byAddress.keySet().iterator().next());
        }
        boolean slowed = !his.take(now) || !all.take(now);
        meters.signInFailure(way, slowed);
        if (logged.take(now)) {
            LOG.warn("a key that nobody has: address={} way={} slowed={} others since the last line={}", address, way,
                    slowed, notLogged);
            notLogged = 0;
        } else {
            notLogged++;
        }
        if (!slowed) {
            return new Callers.Refusal401();
        }
        Duration wait = his.wait(now).compareTo(all.wait(now)) > 0 ? his.wait(now) : all.wait(now);
        return new ApiException(429, "too many wrong keys", "more than " + perMinute
                + " wrong keys a minute came from this address; a right key is answered at once")
                .retryAfter(wait.plusMillis(999));
    }
}
