package tocsin.schemas;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// The schema ids a registry has refused lately: it is not asked again at once. Safe for use by several threads.
final class RefusedIds {
    /// A schema may be registered a moment after the first record that names it.
    static final Duration REMEMBERED = Duration.ofSeconds(10);
    static final int LIMIT = 10_000;

    private final LongSupplier nanoTime;
    private final Map<Integer, Refused> ids = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Refused> eldest) {
            return size() > LIMIT;
        }
    };

    /// Times an id is asked for in vain, while the registry answers for others, until it is refused.
    static final int IN_VAIN = 5;
    /// How long an answer shows that the registry is there.
    static final Duration ANSWERS = Duration.ofSeconds(30);

    private final Map<Integer, Integer> inVain = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Integer> eldest) {
            return size() > LIMIT;
        }
    };
    private long answeredAt;
    private boolean answered;

    private record Refused(long at, RegistryRefusedException why) {}

    RefusedIds(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// Notes that the registry answered for some id.
    synchronized void answered() {
        answered = true;
        answeredAt = nanoTime.getAsLong();
    }

    /// Notes that the registry did not answer for this id; whether that has been so too often, while it answered for
    /// others.
    synchronized boolean isNeverAnswered(int id) {
        boolean there = answered && nanoTime.getAsLong() - answeredAt < ANSWERS.toNanos();
        if (!there) {
            return false;
        }
        return inVain.merge(id, 1, Integer::sum) >= IN_VAIN;
    }

    synchronized void remember(int id, RegistryRefusedException why) {
        ids.remove(id);
        ids.put(id, new Refused(nanoTime.getAsLong(), why));
    }

    synchronized void throwIfKnown(int id) {
        Refused refused = ids.get(id);
        if (refused != null && nanoTime.getAsLong() - refused.at() < REMEMBERED.toNanos()) {
            throw refused.why();
        }
    }
}
