package tocsin.desk;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A sorted table of a desk's stores: a Kafka Streams store in service, a map in a sandbox.
///
/// @param <V> what its rows hold
public interface Table<V> {
    /// The row under this key, or null.
    @Nullable
    V get(String key);

    /// Throws where this row could not be kept, and keeps nothing.
    default void check(V value) {}

    /// Writes the row under this key.
    void put(String key, V value);

    /// Removes the row under this key, if there is one.
    void remove(String key);

    /// The rows from a key to another, both included, in the order of their keys' UTF-8 bytes, at most this many.
    List<Map.Entry<String, V>> range(String from, String to, int limit);
}
