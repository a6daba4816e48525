package tocsin.desk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A table that keeps what a turn writes until the turn is over, and remembers the rows used last.
///
/// A turn keeps an incident several times as its stages add to it; what is durable is how it stands in the end. Rows are
/// values: whoever reads one never changes it. Not safe for several threads.
///
/// @param <V> what its rows hold
public final class TurnTable<V> implements Table<V> {
    /// Rows remembered, some 10 kB each where they are incidents: one that is talked of is read at every report of it.
    private static final int REMEMBERED = 1_000;

    private final Table<V> kept;
    private final Map<String, Optional<V>> changed = new LinkedHashMap<>();
    private final Map<String, V> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > REMEMBERED;
        }
    };

    /// @param kept where rows are when a turn is over
    public TurnTable(Table<V> kept) {
        this.kept = kept;
    }

    @Override
    public @Nullable V get(String key) {
        Optional<V> change = changed.get(key);
        if (change != null) {
            return change.orElse(null);
        }
        V known = remembered.get(key);
        if (known != null) {
            return known;
        }
        V read = kept.get(key);
        if (read != null) {
            remembered.put(key, read);
        }
        return read;
    }

    @Override
    public void put(String key, V value) {
        changed.put(key, Optional.of(value));
    }

    @Override
    public void remove(String key) {
        changed.put(key, Optional.empty());
    }

    @Override
    public List<Map.Entry<String, V>> range(String from, String to, int limit) {
        NavigableMap<String, Optional<V>> inRange = new TreeMap<>(MemoryTable.BY_BYTES);
        changed.forEach((key, value) -> {
            if (MemoryTable.BY_BYTES.compare(from, key) <= 0 && MemoryTable.BY_BYTES.compare(key, to) <= 0) {
                inRange.put(key, value);
            }
        });
        int rows = (int) Math.min(Integer.MAX_VALUE, (long) limit + inRange.size());
        List<Map.Entry<String, V>> keptRows = kept.range(from, to, rows);
        if (inRange.isEmpty()) {
            return new ArrayList<>(keptRows);
        }
        NavigableMap<String, V> all = new TreeMap<>(MemoryTable.BY_BYTES);
        keptRows.forEach(row -> all.put(row.getKey(), row.getValue()));
        inRange.forEach((key, value) -> value.ifPresentOrElse(row -> all.put(key, row), () -> all.remove(key)));
        return new ArrayList<>(all.entrySet().stream().limit(limit)
                .map(row -> Map.entry(row.getKey(), row.getValue())).toList());
    }

    /// Throws where a row that has changed could not be kept.
    public void check() {
        changed.values().forEach(value -> value.ifPresent(kept::check));
    }

    /// Writes what has changed: the turn is over.
    public void write() {
        changed.forEach((key, value) -> {
            if (value.isPresent()) {
                kept.put(key, value.get());
                remembered.put(key, value.get());
            } else {
                kept.remove(key);
                remembered.remove(key);
            }
        });
        changed.clear();
    }

    /// Drops what has changed: the turn failed.
    public void forget() {
        changed.clear();
    }
}
