package tocsin.api;

import java.util.HashMap;
import java.util.Map;

/// Bytes that may be held at a time, in all and by one owner. Safe for several threads.
final class ByteBudget {
    private final long total;
    private final long perOwner;
    private final Map<String, Long> held = new HashMap<>();
    private long all;

    /// @param total all bytes
    /// @param perOwner bytes of one owner
    ByteBudget(long total, long perOwner) {
        this.total = total;
        this.perOwner = perOwner;
    }

    /// Takes bytes for an owner; false, and nothing taken, where that would be over a bound.
    synchronized boolean take(String owner, long bytes) {
        long his = held.getOrDefault(owner, 0L) + bytes;
        if (all + bytes > total || his > perOwner) {
            return false;
        }
        all += bytes;
        held.put(owner, his);
        return true;
    }

    /// Gives back what was taken.
    synchronized void give(String owner, long bytes) {
        all -= bytes;
        held.compute(owner, (name, his) -> his == null || his <= bytes ? null : his - bytes);
    }

    /// Bytes held now.
    synchronized long held() {
        return all;
    }
}
