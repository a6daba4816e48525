package tocsin.readmodel;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import tocsin.schemas.FingerprintedSerde;

/// Lists of records by id, kept as their bytes; beyond a size, the lists that were begun first are forgotten.
final class PackedLists<V extends SpecificRecord> {
    /// What a record takes beside its bytes, in bytes.
    private static final int ENTRY = 40;

    private final FingerprintedSerde<V> serde;
    private final int longest;
    private final long most;
    private final Map<String, List<byte[]>> kept = new LinkedHashMap<>();
    private long size;

    /// @param longest records of one list; what comes later is not kept
    /// @param most bytes they may take together
    PackedLists(Class<V> type, int longest, long most) {
        this.serde = FingerprintedSerde.of(type);
        this.longest = longest;
        this.most = most;
    }

    /// Adds a record to the end of a list.
    void add(String id, V record) {
        List<byte[]> list = kept.computeIfAbsent(id, begun -> new ArrayList<>(4));
        if (list.size() < longest) {
            byte[] bytes = serde.encode(record);
            list.add(bytes);
            size += ENTRY + bytes.length;
        }
        Iterator<Map.Entry<String, List<byte[]>>> oldest = kept.entrySet().iterator();
        while (size > most && oldest.hasNext()) {
            Map.Entry<String, List<byte[]>> entry = oldest.next();
            if (!entry.getKey().equals(id)) {
                size -= entry.getValue().stream().mapToLong(bytes -> ENTRY + bytes.length).sum();
                oldest.remove();
            }
        }
    }

    /// A list, oldest first; empty where there is none.
    List<V> of(String id) {
        return kept.getOrDefault(id, List.of()).stream().map(serde::decode).toList();
    }
}
