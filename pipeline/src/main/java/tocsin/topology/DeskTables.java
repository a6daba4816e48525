package tocsin.topology;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes.ByteArraySerde;
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
/// @param checked the bytes of rows that were checked and are not written yet
record DeskTables(DeskStores stores, List<TurnTable<?>> all, Map<Object, byte[]> checked) {
    private static final String BOOKS = "desk-books";
    private static final String SEEN = "desk-seen";
    private static final String INCIDENTS = "desk-incidents";
    private static final String INDEX = "desk-index";
    private static final String DUE = "desk-due";
    private static final String FINDINGS = "desk-findings";
    private static final String ACTIVATED = "desk-activated";

    static List<StoreBuilder<?>> builders() {
        return Stream.of(BOOKS, SEEN, INCIDENTS, INDEX, DUE, FINDINGS, ACTIVATED)
                .<StoreBuilder<?>>map(name -> TocsinTopology.store(name, new ByteArraySerde())).toList();
    }

    /// The stores of one task.
    static DeskTables of(ProcessorContext<?, ?> context) {
        Opened opened = new Opened(context, new ArrayList<>(), new IdentityHashMap<>());
        DeskStores stores = new DeskStores(opened.table(BOOKS, FingerprintedSerde.of(DeskBook.class)),
                opened.table(SEEN, FingerprintedSerde.of(SeenReport.class)),
                opened.table(INCIDENTS, FingerprintedSerde.of(IncidentFile.class)),
                opened.table(INDEX, new StringSerde()), opened.table(DUE, FingerprintedSerde.of(Due.class)),
                opened.table(FINDINGS, FingerprintedSerde.of(FindingFile.class)),
                opened.table(ACTIVATED, FingerprintedSerde.of(Activated.class)));
        return new DeskTables(stores, List.copyOf(opened.all()), opened.checked());
    }

    private record Opened(ProcessorContext<?, ?> context, List<TurnTable<?>> all, Map<Object, byte[]> checked) {
        <V> Table<V> table(String name, Serde<V> serde) {
            TurnTable<V> table = new TurnTable<>(
                    new StoreTable<>(name, context.getStateStore(name), serde, checked));
            all.add(table);
            return table;
        }
    }

    /// Writes what a turn has changed: all of it, or nothing where a row could not be kept.
    void turnIsOver() {
        all.forEach(TurnTable::check);
        all.forEach(TurnTable::write);
        checked.clear();
    }

    /// Drops what a turn has changed.
    void turnFailed() {
        all.forEach(TurnTable::forget);
        checked.clear();
    }

    private record StoreTable<V>(String name, KeyValueStore<String, byte[]> store, Serde<V> serde,
            Map<Object, byte[]> checked) implements Table<V> {
        @Override
        public @Nullable V get(String key) {
            byte[] bytes = store.get(key);
            return bytes == null ? null : serde.deserializer().deserialize(name, bytes);
        }

        @Override
        public void check(V value) {
            byte[] bytes = serde.serializer().serialize(name, value);
            if (bytes.length > Outputs.LARGEST) {
                throw new RecordTooLargeException("a row of " + name + " would have " + bytes.length
                        + " bytes; it has " + Outputs.LARGEST + " at most");
            }
            checked.put(value, bytes);
        }

        @Override
        public void put(String key, V value) {
            byte[] bytes = checked.remove(value);
            store.put(key, bytes != null ? bytes : serde.serializer().serialize(name, value));
        }

        @Override
        public void remove(String key) {
            store.delete(key);
        }

        @Override
        public List<Map.Entry<String, V>> range(String from, String to, int limit) {
            List<Map.Entry<String, V>> rows = new ArrayList<>();
            try (KeyValueIterator<String, byte[]> range = store.range(from, to)) {
                while (range.hasNext() && rows.size() < limit) {
                    var row = range.next();
                    rows.add(new SimpleImmutableEntry<>(row.key, serde.deserializer().deserialize(name, row.value)));
                }
            }
            return rows;
        }
    }
}
