package tocsin.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The latest events of one instance, each with its number, for all who listen. Bounded by time, count and characters: who
/// falls behind all that is kept has lost events, and is told so. Safe for several threads.
final class EventLog {
    /// Events handed out at a time.
    private static final int AT_ONCE = 100;

    private final String instance;
    private final Capacity capacity;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final TreeMap<Long, Kept> kept = new TreeMap<>();
    private long next;
    private long characters;
    private long listeners;
    private long wantedUntil;

    /// What is kept at most.
    ///
    /// @param time how long an event is kept
    /// @param events how many
    /// @param characters how many characters of them
    record Capacity(Duration time, int events, long characters) {}

    /// What an event is about, by which it is decided who hears it.
    ///
    /// @param incidentId its incident, or null
    /// @param agencyId the one agency it is about; null where it is about its incident as a whole
    record Subject(@Nullable String incidentId, @Nullable String agencyId) {}

    private record Kept(long number, String kind, String json, Subject subject, long at) {}

    /// @param number its number, which is a part of its id
    record Event(long number, String kind, String json, Subject subject) {}

    /// @param instance a word that no other run of any instance has
    /// @param nanos the time
    EventLog(String instance, Capacity capacity, LongSupplier nanos) {
        this.instance = instance;
        this.capacity = capacity;
        this.nanos = nanos;
        this.wantedUntil = nanos.getAsLong();
    }

    /// Somebody begins to listen.
    void joined() {
        locked(() -> listeners++);
    }

    /// Somebody has gone. What happens now is kept for him as long as anything is.
    void left() {
        locked(() -> {
            listeners--;
            wantedUntil = nanos.getAsLong() + capacity.time().toNanos();
        });
    }

    /// Whether anybody listens or may come back for what he missed; otherwise nothing is kept, and numbers are skipped so
    /// that whoever comes back all the same is told.
    boolean isWanted() {
        lock.lock();
        try {
            boolean wanted = listeners > 0 || nanos.getAsLong() < wantedUntil;
            if (!wanted) {
                next++;
                kept.clear();
                characters = 0;
            }
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    /// Keeps an event.
    void add(String kind, String json, Subject subject) {
        locked(() -> {
            kept.put(next, new Kept(next, kind, json, subject, nanos.getAsLong()));
            next++;
            characters += json.length();
            drop();
            news.signalAll();
        });
    }

    private void drop() {
        long oldest = nanos.getAsLong() - capacity.time().toNanos();
        for (Map.Entry<Long, Kept> first = kept.firstEntry(); first != null && (first.getValue().at() < oldest
                || kept.size() > capacity.events() || characters > capacity.characters()); first = kept.firstEntry()) {
            kept.remove(first.getKey());
            characters -= first.getValue().json().length();
        }
    }

    /// The number of the latest event; -1 before the first.
    long latest() {
        lock.lock();
        try {
            return next - 1;
        } finally {
            lock.unlock();
        }
    }

    /// The id of the event with this number.
    String id(long number) {
        return instance + "-" + number;
    }

    /// The number behind an id of this instance whose following events are all kept; empty for any other text.
    OptionalLong resumes(@Nullable String id) {
        if (id == null || !id.matches(instance + "-(-1|[0-9]{1,18})")) {
            return OptionalLong.empty();
        }
        return resumes(Long.parseLong(id.substring(instance.length() + 1)));
    }

    /// The same by the number itself.
    OptionalLong resumes(long number) {
        lock.lock();
        try {
            return number < next && isWhole(number) ? OptionalLong.of(number) : OptionalLong.empty();
        } finally {
            lock.unlock();
        }
    }

    private boolean isWhole(long after) {
        drop();
        return after + 1 >= (kept.isEmpty() ? next : kept.firstKey());
    }

    /// The events after this number, waiting for the first of them for so long; an empty list where none came, and empty
    /// where some after it are not kept any more.
    Optional<List<Event>> after(long number, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (next == number + 1 && left > 0) {
                left = news.awaitNanos(left);
            }
            if (!isWhole(number)) {
                return Optional.empty();
            }
            return Optional.of(kept.tailMap(number, false).values().stream().limit(AT_ONCE)
                    .map(one -> new Event(one.number(), one.kind(), one.json(), one.subject())).toList());
        } finally {
            lock.unlock();
        }
    }

    /// How many events are kept.
    int size() {
        lock.lock();
        try {
            return kept.size();
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }
}
