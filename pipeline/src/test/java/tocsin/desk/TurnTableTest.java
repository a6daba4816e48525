package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TurnTableTest {
    /// A store that notes what it is asked to do.
    private static final class Noting implements Table<String> {
        private final MemoryTable<String> rows = new MemoryTable<>();
        private final List<String> done = new ArrayList<>();

        @Override
        public String get(String key) {
            done.add("get " + key);
            return rows.get(key);
        }

        @Override
        public void put(String key, String value) {
            done.add("put " + key + "=" + value);
            rows.put(key, value);
        }

        @Override
        public void remove(String key) {
            done.add("remove " + key);
            rows.remove(key);
        }

        @Override
        public List<Map.Entry<String, String>> range(String from, String to, int limit) {
            return rows.range(from, to, limit);
        }
    }

    private final Noting store = new Noting();
    private final TurnTable<String> table = new TurnTable<>(store);

    @Test
    void aRowWrittenSeveralTimesInATurnIsKeptOnceAsItStandsInTheEnd() {
        table.put("a", "1");
        table.put("b", "1");
        table.put("a", "2");
        table.remove("b");

        assertEquals(List.of(), store.done);
        assertEquals("2", table.get("a"));
        assertNull(table.get("b"));
        table.write();
        assertEquals(List.of("put a=2", "remove b"), store.done);
    }

    @Test
    void aRowJustUsedIsNotReadAgain() {
        store.rows.put("a", "1");

        assertEquals("1", table.get("a"));
        assertEquals("1", table.get("a"));
        assertEquals(List.of("get a"), store.done);
    }

    @Test
    void aRowThatIsRemovedIsForgotten() {
        store.rows.put("a", "1");
        table.get("a");

        table.remove("a");
        table.write();

        assertNull(table.get("a"));
    }

    @Test
    void aRangeShowsWhatTheTurnHasChanged() {
        store.rows.put("a", "1");
        store.rows.put("b", "1");

        table.put("c", "1");
        table.remove("a");

        assertEquals(List.of(Map.entry("b", "1"), Map.entry("c", "1")), table.range("a", "z", 10));
    }

    @Test
    void whatIsForgottenToMakeRoomIsReadAgain() {
        for (int i = 0; i < 1_500; i++) {
            table.put("k" + i, "v" + i);
        }
        table.write();

        assertEquals("v0", table.get("k0"));
        assertEquals("get k0", store.done.getLast());
    }

    @Test
    void aTurnThatFailsLeavesNothingNotEvenAfterARange() {
        // Given
        store.rows.put("a", "1");
        table.put("a", "2");
        table.put("b", "1");
        List<Map.Entry<String, String>> seen = table.range("a", "z", 10);

        // When
        table.forget();

        // Then
        assertEquals(List.of(Map.entry("a", "2"), Map.entry("b", "1")), seen);
        assertEquals("1", table.get("a"));
        assertNull(table.get("b"));
        assertEquals(List.of(Map.entry("a", "1")), table.range("a", "z", 10));
    }

    @Test
    void aRangeHasWhatTheTurnAddedAndNotWhatItRemovedUpToItsLimit() {
        // Given
        List.of("b", "d", "f").forEach(key -> store.rows.put(key, key));

        // When
        table.remove("b");
        table.put("c", "c");
        table.put("z", "outside");

        // Then
        assertEquals(List.of("c", "d"), table.range("a", "g", 2).stream().map(Map.Entry::getKey).toList());
        assertEquals(List.of(), store.done);
    }
}
