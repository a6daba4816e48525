package tocsin.readmodel;

import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import tocsin.schemas.FingerprintedSerde;

/// Records by id, kept as their bytes, which take a fraction of what objects do; the oldest are forgotten beyond a size.
final class Packed<V extends SpecificRecord> {
    /// What an entry takes beside its bytes and its id, in bytes.
    private static final int ENTRY = 150;

    private final FingerprintedSerde<V> serde;
    private final Function<V, Instant> at;
    private final long most;
    private final Map<String, Entry> kept = new LinkedHashMap<>();
    private long size;

    private record Entry(Instant at, byte[] bytes) {}

    /// @param at what records are in order of
    /// @param most bytes they may take together
    Packed(Class<V> type, Function<V, Instant> at, long most) {
        this.serde = FingerprintedSerde.of(type);
        this.at = at;
        this.most = most;
    }

    /// The record of this id, or empty.
    Optional<V> get(String id) {
        return Optional.ofNullable(kept.get(id)).map(entry -> serde.decode(entry.bytes()));
    }

    /// Whether there is a record of this id.
    boolean has(String id) {
        return kept.containsKey(id);
    }

    /// Keeps a record, in place of the one that had its id before.
    void put(String id, V record) {
        byte[] bytes = serde.encode(record);
        Entry before = kept.put(id, new Entry(at.apply(record), bytes));
        size += weight(id, bytes) - (before == null ? 0 : weight(id, before.bytes()));
        forget(id);
    }

    private void forget(String but) {
        Iterator<Map.Entry<String, Entry>> oldest = kept.entrySet().iterator();
        while (size > most && oldest.hasNext()) {
            Map.Entry<String, Entry> entry = oldest.next();
            if (!entry.getKey().equals(but)) {
                size -= weight(entry.getKey(), entry.getValue().bytes());
                oldest.remove();
            }
        }
    }

    private static long weight(String id, byte[] bytes) {
        return ENTRY + (long) id.length() + bytes.length;
    }

    /// All of them, newest first, those of one instant by their ids; each is read only when it is asked for.
    Stream<V> newestFirst() {
        return newestFirst(id -> true);
    }

    /// The same of those whose id is so.
    Stream<V> newestFirst(Predicate<String> wanted) {
        return kept.entrySet().stream().filter(entry -> wanted.test(entry.getKey()))
                .sorted(Comparator.comparing((Map.Entry<String, Entry> entry) -> entry.getValue().at())
                        .thenComparing(Map.Entry::getKey).reversed())
                .map(entry -> serde.decode(entry.getValue().bytes()));
    }
}
