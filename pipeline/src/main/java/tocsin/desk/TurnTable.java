package tocsin.desk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        write();
        return new ArrayList<>(kept.range(from, to, limit));
    }

    /// Writes what has changed: the turn is over, or somebody reads a range.
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
}
