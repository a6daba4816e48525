package tocsin.publishing;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// How long may be waited in a minute for packs that are not there yet: whoever names packs that nobody published would
/// hold up a desk with each of them. Safe for several threads.
final class Patience {
    static final Duration A_MINUTE = Duration.ofSeconds(6);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private long since;
    private long spent;

    Patience(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
    }

    /// Whether any is left in this minute.
    synchronized boolean isLeft() {
        if (nanoTime.getAsLong() - since >= MINUTE.toNanos()) {
            since = nanoTime.getAsLong();
            spent = 0;
        }
        return spent < A_MINUTE.toNanos();
    }

    /// Waits, and counts for how long.
    <T> T spend(Supplier<T> waiting) {
        long began = nanoTime.getAsLong();
        try {
            return waiting.get();
        } finally {
            count(nanoTime.getAsLong() - began);
        }
    }

    private synchronized void count(long nanos) {
        spent += nanos;
    }
}
