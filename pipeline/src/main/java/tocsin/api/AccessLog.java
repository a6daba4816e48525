package tocsin.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.internal.v1.DataAccess;
import tocsin.observe.Meters;
import tocsin.observe.SparingLog;

/// Notes who was shown what of people. Nobody's answer waits for it: what is noted is stored every second, and what comes
/// again meanwhile is counted. Where it could not be stored for a minute, or where there is no room, nobody is shown anything
/// of people until it can. What was noted within the last second is lost with a machine. Safe for several threads.
final class AccessLog implements AutoCloseable {
    /// How long it may fail to store before nothing of people is shown.
    static final Duration PATIENCE = Duration.ofMinutes(1);
    /// Incidents of one record.
    static final int INCIDENTS = 100;
    /// Records that wait to be stored: some 3 KB each at most.
    static final int WAITING = 2_000;
    private static final Duration STORED_EVERY = Duration.ofSeconds(1);
    private static final Duration END = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final SparingLog SPARING = new SparingLog(LOG);

    private final Sink sink;
    private final InstantSource clock;
    private final Meters meters;
    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable Thread thread;
    private Map<Key, Count> waiting = new LinkedHashMap<>();

    /// Stores records durably, or throws.
    interface Sink {
        void store(List<DataAccess> accesses);
    }

    /// What was asked, and by whom.
    ///
    /// @param caller who asked
    /// @param route method and path of the route
    /// @param personal what it shows
    /// @param reason why, or null
    record Asked(Caller caller, String route, Personal personal, @Nullable String reason) {}

    private record Key(Asked asked, List<String> incidents) {}

    private record Count(int records, int times, Instant first, Instant last) {
        Count and(Count later) {
            return new Count(Math.max(records, later.records), times + later.times,
                    first.isBefore(later.first) ? first : later.first, last.isAfter(later.last) ? last : later.last);
        }
    }

    AccessLog(Sink sink, InstantSource clock, Meters meters) {
        this.sink = sink;
        this.clock = clock;
        this.meters = meters;
    }

    /// Begins to store; once.
    AccessLog started() {
        thread = Thread.ofPlatform().daemon().name("access-log").start(this::work);
        return this;
    }

    /// Whether somebody may be shown something of people now: what others were shown is stored, or will be soon.
    synchronized boolean isOpen() {
        Instant since = clock.instant().minus(PATIENCE);
        return waiting.size() < WAITING && waiting.values().stream().noneMatch(count -> count.first().isBefore(since));
    }

    /// Throws 503 where nobody may be shown anything of people now.
    void requireOpen() {
        if (!isOpen()) {
            meters.overBound("access_log");
            throw new ApiException(503, "access cannot be noted",
                    "who is shown personal data is noted on a topic, and for more than " + PATIENCE.toSeconds()
                            + " s nothing could be stored there; nothing is shown until it can")
                    .retryAfter(
                            Duration.ofSeconds(10));
        }
    }

    /// Notes that a caller was shown something of people.
    ///
    /// @param incidents the incidents it belongs to
    /// @param records how many records it was
    void shown(Asked asked, List<String> incidents, int records) {
        Instant now = clock.instant();
        List<String> distinct = incidents.stream().distinct().sorted().toList();
        synchronized (this) {
            for (int from = 0; from == 0 || from < distinct.size(); from += INCIDENTS) {
                waiting.merge(new Key(asked, distinct.subList(from, Math.min(from + INCIDENTS, distinct.size()))),
                        new Count(records, 1, now, now), Count::and);
            }
        }
    }

    /// Stores what was noted; what cannot be stored waits on.
    void store() {
        Map<Key, Count> storing;
        synchronized (this) {
            storing = waiting;
            waiting = new LinkedHashMap<>();
            // Until it is stored it counts as waiting.
            waiting.putAll(storing);
        }
        if (storing.isEmpty()) {
            return;
        }
        List<DataAccess> accesses = new ArrayList<>();
        storing.forEach((key, count) -> accesses.add(access(key, count)));
        try {
            sink.store(accesses);
        } catch (RuntimeException e) {
            SPARING.warn("access", "who was shown personal data could not be stored, and waits: {}",
                    e.toString());
            return;
        }
        synchronized (this) {
            storing.forEach((key, count) -> {
                Count now = waiting.get(key);
                if (now != null && now.times() > count.times()) {
                    waiting.put(key, new Count(now.records(), now.times() - count.times(), now.last(), now.last()));
                } else {
                    waiting.remove(key);
                }
            });
        }
    }

    private static DataAccess access(Key key, Count count) {
        Caller caller = key.asked().caller();
        return new DataAccess(caller.name(), caller.role().name(), key.asked().route(), key.asked().personal().data(),
                key.incidents(), key.asked().reason(), count.records(), count.times(), count.first(), count.last());
    }

    private void work() {
        try {
            while (!closing.await(STORED_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                store();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store();
    }

    @Override
    public void close() {
        closing.countDown();
        Thread working = thread;
        if (working != null) {
            try {
                working.join(END);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
