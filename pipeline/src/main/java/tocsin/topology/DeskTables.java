package tocsin.topology;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes.StringSerde;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import tocsin.desk.DeskStores;
import tocsin.desk.Table;
import tocsin.desk.TurnTable;
import tocsin.internal.v1.Activated;
import tocsin.internal.v1.DeskBook;
import tocsin.internal.v1.Due;
import tocsin.internal.v1.FindingFile;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.SeenReport;
import tocsin.schemas.FingerprintedSerde;

/// The desk's tables as Kafka Streams stores.
///
/// @param stores the tables by what they hold
/// @param all the same, to be written when a turn is over
record DeskTables(DeskStores stores, List<TurnTable<?>> all) {
    private static final String BOOKS = "desk-books";
    private static final String SEEN = "desk-seen";
    private static final String INCIDENTS = "desk-incidents";
    private static final String INDEX = "desk-index";
    private static final String DUE = "desk-due";
    private static final String FINDINGS = "desk-findings";
    private static final String ACTIVATED = "desk-activated";

    static List<StoreBuilder<?>> builders() {
        return List.of(TocsinTopology.store(BOOKS, FingerprintedSerde.of(DeskBook.class)),
                TocsinTopology.store(SEEN, FingerprintedSerde.of(SeenReport.class)),
                TocsinTopology.store(INCIDENTS, FingerprintedSerde.of(IncidentFile.class)),
                TocsinTopology.store(INDEX, new StringSerde()),
                TocsinTopology.store(DUE, FingerprintedSerde.of(Due.class)),
                TocsinTopology.store(FINDINGS, FingerprintedSerde.of(FindingFile.class)),
                TocsinTopology.store(ACTIVATED, FingerprintedSerde.of(Activated.class)));
    }

    /// The stores of one task.
    static DeskTables of(ProcessorContext<?, ?> context) {
        List<TurnTable<?>> all = new ArrayList<>();
        return new DeskTables(new DeskStores(table(context, BOOKS, all), table(context, SEEN, all),
                table(context, INCIDENTS, all), table(context, INDEX, all), table(context, DUE, all),
                table(context, FINDINGS, all), table(context, ACTIVATED, all)), List.copyOf(all));
    }

    private static <V> Table<V> table(ProcessorContext<?, ?> context, String name, List<TurnTable<?>> all) {
        TurnTable<V> table = new TurnTable<>(
                new StoreTable<>(context.<KeyValueStore<String, V>>getStateStore(name)));
        all.add(table);
        return table;
    }

    /// Writes what a turn has changed.
    void turnIsOver() {
        all.forEach(TurnTable::write);
    }

    private record StoreTable<V>(KeyValueStore<String, V> store) implements Table<V> {
        @Override
        public @Nullable V get(String key) {
            return store.get(key);
        }

        @Override
        public void put(String key, V value) {
            store.put(key, value);
        }

        @Override
        public void remove(String key) {
            store.delete(key);
        }

        @Override
        public List<Map.Entry<String, V>> range(String from, String to, int limit) {
            List<Map.Entry<String, V>> rows = new ArrayList<>();
            try (KeyValueIterator<String, V> range = store.range(from, to)) {
                while (range.hasNext() && rows.size() < limit) {
                    var row = range.next();
                    rows.add(new SimpleImmutableEntry<>(row.key, row.value));
                }
            }
            return rows;
        }
    }
}
