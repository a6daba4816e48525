package tocsin.desk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A table in memory, for sandboxes: sorted like a store on disk.
public final class MemoryTable<V> implements Table<V> {
    /// As a store on disk sorts its keys.
    static final Comparator<String> BY_BYTES = (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8),
            b.getBytes(StandardCharsets.UTF_8));

    private final TreeMap<String, V> rows = new TreeMap<>(BY_BYTES);

    @Override
    public @Nullable V get(String key) {
        return rows.get(key);
    }

    @Override
    public void put(String key, V value) {
        rows.put(key, value);
    }

    @Override
    public void remove(String key) {
        rows.remove(key);
    }

    @Override
    public List<Map.Entry<String, V>> range(String from, String to, int limit) {
        return new ArrayList<>(rows.subMap(from, true, to, true).entrySet().stream().limit(limit)
                .map(row -> Map.entry(row.getKey(), row.getValue())).toList());
    }
}
