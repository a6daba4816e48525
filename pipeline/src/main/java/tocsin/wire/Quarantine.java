package tocsin.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Records whose outputs could not be written, again and again: after some attempts a record is set aside, so that one
/// record nobody foresaw cannot silence a whole city. Safe for several threads; the last [#REMEMBERED] are known.
///
/// Only failures of one record count ([Faults]). A broker or registry that is away is waited for, however long.
public final class Quarantine {
    /// Weight at which a record is set aside.
    private static final int LIMIT = 12;
    /// Three failures are enough: each is a thread replaced and the record read anew.
    private static final int FAILURE = 4;
    /// What a record waits for may come yet: twelve times, of some seconds each.
    private static final int IN_VAIN = 1;
    static final int REMEMBERED = 10_000;

    private final Map<Place, Failing> failing = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Failing> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Place(String topic, int partition, long offset) {}

    private record Failing(int weight, String why) {}

    /// Notes that this record failed.
    ///
    /// @param why in a few words
    public void failed(String topic, int partition, long offset, String why) {
        note(new Place(topic, partition, offset), FAILURE, why);
    }

    /// Notes that this record waited in vain for something that a record names.
    ///
    /// @param why in a few words
    public void waitedInVain(String topic, int partition, long offset, String why) {
        note(new Place(topic, partition, offset), IN_VAIN, why);
    }

    private synchronized void note(Place place, int weight, String why) {
        failing.merge(place, new Failing(weight, why),
                (before, now) -> new Failing(before.weight() + weight, why));
    }

    /// Why this record must be set aside, in a few words; empty for one that has not failed so often.
    public synchronized Optional<String> holds(String topic, int partition, long offset) {
        return Optional.ofNullable(failing.get(new Place(topic, partition, offset)))
                .filter(known -> known.weight() >= LIMIT).map(Failing::why);
    }
}
