package tocsin.readmodel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// Divides room among kinds: what one kind does not need, the others have.
final class FairShare {
    private FairShare() {}

    /// At most so many of these: of each kind its first ones, in turn.
    static <V> List<V> of(Stream<V> all, Function<V, String> kind, int limit) {
        Map<String, Deque<V>> byKind = new LinkedHashMap<>();
        all.forEach(one -> {
            Deque<V> kept = byKind.computeIfAbsent(kind.apply(one), name -> new ArrayDeque<>());
            if (kept.size() < limit) {
                kept.add(one);
            }
        });
        List<V> shared = new ArrayList<>();
        while (shared.size() < limit && !byKind.isEmpty()) {
            byKind.values().removeIf(kept -> {
                if (shared.size() < limit) {
                    shared.add(kept.removeFirst());
                }
                return kept.isEmpty();
            });
        }
        return shared;
    }
}
