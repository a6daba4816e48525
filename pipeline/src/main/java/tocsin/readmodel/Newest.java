package tocsin.readmodel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import tocsin.schemas.FingerprintedSerde;

/// The newest records by id, kept as their bytes; beyond a size the oldest by their own time are forgotten.
///
/// What is older than something forgotten is not taken any more. So the same records are kept in whatever order they are
/// read, and what was forgotten does not come back as less than it was.
final class Newest<V extends SpecificRecord> {
    /// What an entry takes beside its bytes and its id, in bytes: two indices, and what its owner keeps by it.
    private static final int ENTRY = 300;

    private final FingerprintedSerde<V> serde;
    private final Function<V, Instant> at;
    private final long most;
    private final Map<String, Entry> kept = new HashMap<>();
    private final TreeSet<Key> byAge = new TreeSet<>(Comparator.comparing(Key::at).thenComparing(Key::id));
    private Instant forgottenUntil = Instant.MIN;
    private long size;

    private record Entry(Instant at, byte[] bytes) {}

    private record Key(Instant at, String id) {}

    /// @param at what records are in order of
    /// @param most bytes they may take together
    Newest(Class<V> type, Function<V, Instant> at, long most) {
        this.serde = FingerprintedSerde.of(type);
        this.at = at;
        this.most = most;
    }

    /// The record of this id, or empty.
    Optional<V> get(String id) {
        return Optional.ofNullable(kept.get(id)).map(entry -> serde.decode(entry.bytes()));
    }

    /// Keeps a record, in place of the one that had its id before, unless it is older than what was forgotten.
    ///
    /// @return the records forgotten for it, with itself where it is too old
    List<V> put(String id, V record) {
        List<V> forgotten = new ArrayList<>();
        Instant time = at.apply(record);
        if (!time.isAfter(forgottenUntil)) {
            return List.of(record);
        }
        byte[] bytes = serde.encode(record);
        Entry before = kept.put(id, new Entry(time, bytes));
        size += weight(id, bytes);
        if (before != null) {
            size -= weight(id, before.bytes());
            byAge.remove(new Key(before.at(), id));
        }
        byAge.add(new Key(time, id));
        while (size > most && !byAge.isEmpty()) {
            Key oldest = byAge.removeFirst();
            forgottenUntil = oldest.at();
            Entry entry = kept.remove(oldest.id());
            if (entry != null) {
                size -= weight(oldest.id(), entry.bytes());
                forgotten.add(serde.decode(entry.bytes()));
            }
        }
        return forgotten;
    }

    private static long weight(String id, byte[] bytes) {
        return ENTRY + 2L * id.length() + bytes.length;
    }
}
