package tocsin.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Records whose outputs could not be written, again and again: after some attempts a record is set aside, so that one
/// record nobody foresaw cannot silence a whole city. Safe for several threads; the last [#REMEMBERED] are known.
///
/// Only failures of one record count ([Faults]). A broker or registry that is away is waited for, however long.
public final class Quarantine {
    /// Attempts before a record is set aside: each is a thread replaced and the record read anew.
    private static final int ATTEMPTS = 3;
    static final int REMEMBERED = 10_000;

    private final Map<Place, Failing> failing = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Failing> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Place(String topic, int partition, long offset) {}

    private record Failing(int times, String why) {}

    /// Notes that this record failed, or waited in vain for something it names.
    ///
    /// @param why in a few words
    public synchronized void failed(String topic, int partition, long offset, String why) {
        failing.merge(new Place(topic, partition, offset), new Failing(1, why),
                (before, now) -> new Failing(before.times() + 1, why));
    }

    /// Why this record must be set aside, in a few words; empty for one that has not failed so often.
    public synchronized Optional<String> holds(String topic, int partition, long offset) {
        return Optional.ofNullable(failing.get(new Place(topic, partition, offset)))
                .filter(known -> known.times() >= ATTEMPTS).map(Failing::why);
    }
}
