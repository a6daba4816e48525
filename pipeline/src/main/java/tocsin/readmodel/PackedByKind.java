package tocsin.readmodel;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import tocsin.schemas.FingerprintedSerde;

/// Records by id, kept as their bytes; beyond a size, the oldest of the kind that takes most are forgotten. So a flood of
/// one kind crowds out none of the others.
final class PackedByKind<V extends SpecificRecord> {
    /// What an entry takes beside its bytes and its id, in bytes.
    private static final int ENTRY = 250;
    /// Kinds beyond this many share the place of one: their names may come from packs.
    private static final int KINDS = 500;
    private static final String OTHERS = "";

    private final FingerprintedSerde<V> serde;
    private final Function<V, Instant> at;
    private final Function<V, String> kind;
    private final long most;
    private final Map<String, String> kinds = new HashMap<>();
    private final Map<String, Kept> byKind = new HashMap<>();
    private long size;

    private record Entry(Instant at, byte[] bytes) {}

    /// What is kept of one kind, the first that came first.
    private static final class Kept {
        private final Map<String, Entry> entries = new LinkedHashMap<>();
        private long size;
    }

    /// @param at what records are in order of
    /// @param kind the kind of a record
    /// @param most bytes they may take together
    PackedByKind(Class<V> type, Function<V, Instant> at, Function<V, String> kind, long most) {
        this.serde = FingerprintedSerde.of(type);
        this.at = at;
        this.kind = kind;
        this.most = most;
    }

    /// The record of this id, or empty.
    Optional<V> get(String id) {
        return Optional.ofNullable(kinds.get(id)).map(byKind::get).map(kept -> kept.entries.get(id))
                .map(entry -> serde.decode(entry.bytes()));
    }

    /// Whether there is a record of this id.
    boolean has(String id) {
        return kinds.containsKey(id);
    }

    /// Keeps a record, in place of the one that had its id before.
    void put(String id, V record) {
        remove(id);
        String name = kind.apply(record);
        String known = byKind.containsKey(name) || byKind.size() < KINDS ? name : OTHERS;
        Entry entry = new Entry(at.apply(record), serde.encode(record));
        Kept kept = byKind.computeIfAbsent(known, begun -> new Kept());
        kept.entries.put(id, entry);
        kinds.put(id, known);
        add(kept, weight(id, entry));
        while (size > most && kinds.size() > 1) {
            byKind.values().stream().max(Comparator.comparingLong((Kept each) -> each.size))
                    .ifPresent(largest -> remove(largest.entries.keySet().iterator().next()));
        }
    }

    private void remove(String id) {
        String name = kinds.remove(id);
        Kept kept = name == null ? null : byKind.get(name);
        Entry entry = kept == null ? null : kept.entries.remove(id);
        if (kept != null && entry != null) {
            add(kept, -weight(id, entry));
            if (kept.entries.isEmpty()) {
                byKind.remove(name);
            }
        }
    }

    private void add(Kept kept, long weight) {
        kept.size += weight;
        size += weight;
    }

    private static long weight(String id, Entry entry) {
        return ENTRY + 2L * id.length() + entry.bytes().length;
    }

    /// All of them, newest first, those of one instant by their ids; each is read only when it is asked for.
    Stream<V> newestFirst() {
        return byKind.values().stream().flatMap(kept -> kept.entries.entrySet().stream())
                .sorted(Comparator.comparing((Map.Entry<String, Entry> entry) -> entry.getValue().at())
                        .thenComparing(Map.Entry::getKey).reversed())
                .map(entry -> serde.decode(entry.getValue().bytes()));
    }
}
