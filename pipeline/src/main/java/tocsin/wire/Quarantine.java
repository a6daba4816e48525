package tocsin.wire;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Records on which deciding itself failed, again and again: after some attempts a record is set aside, so that one
/// record nobody foresaw cannot silence a whole city. Safe for several threads; holds one entry a partition.
///
/// Only failures of our own code count. A broker or registry that is away is waited for, however long.
public final class Quarantine {
    /// Attempts before a record is set aside: each is a thread replaced and the record read anew.
    private static final int ATTEMPTS = 3;

    private final Map<String, Failing> failing = new ConcurrentHashMap<>();

    private record Failing(long offset, int times) {}

    /// Notes that deciding on this record failed.
    public void failed(String topic, int partition, long offset) {
        failing.merge(topic + "-" + partition, new Failing(offset, 1),
                (before, now) -> before.offset() == offset ? new Failing(offset, before.times() + 1) : now);
    }

    /// Whether this record has failed so often that it must be set aside.
    public boolean holds(String topic, int partition, long offset) {
        Failing last = failing.get(topic + "-" + partition);
        return last != null && last.offset() == offset && last.times() >= ATTEMPTS;
    }
}
