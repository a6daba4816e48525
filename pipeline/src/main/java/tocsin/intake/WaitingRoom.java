package tocsin.intake;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import tocsin.model.Sortable;
import tocsin.internal.v1.RecordHeader;
import tocsin.internal.v1.WaitingRecord;

/// Records whose schema the registry could not tell yet, whole and in order.
///
/// Bounded: at [#LIMIT] records a task intake stops reading until there is room; at 1 MiB a record that is at most
/// 20 GiB on disk, and with ordinary reports some 20 MiB.
final class WaitingRoom {
    static final int LIMIT = 20_000;
    /// Sorts behind a key and before the next.
    private static final String AFTER = "\u0000";

    private final KeyValueStore<String, WaitingRecord> store;
    private final Map<String, Integer> waitingBySchema = new HashMap<>();
    /// Where the next round of offers goes on; empty for the beginning.
    private String from = "";
    /// Schemas that turned out to be unknown in this round.
    private final Set<String> unknown = new HashSet<>();
    private int size;

    WaitingRoom(KeyValueStore<String, WaitingRecord> store) {
        this.store = store;
        try (KeyValueIterator<String, WaitingRecord> all = store.all()) {
            all.forEachRemaining(entry -> count(schemaOf(entry.value), 1));
        }
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size >= LIMIT;
    }

    /// Whether a record of this source and schema waits already: what comes later must not overtake it.
    boolean holdsSameSchema(Gate.Arrived arrived) {
        return waitingBySchema.containsKey(schemaOf(arrived.topic(), arrived.partition(), arrived.value()));
    }

    void add(Gate.Arrived arrived) {
        List<RecordHeader> headers = new ArrayList<>();
        for (Header header : arrived.headers()) {
            headers.add(new RecordHeader(header.key(),
                    header.value() == null ? null : ByteBuffer.wrap(header.value())));
        }
        WaitingRecord record = new WaitingRecord(arrived.topic(), arrived.partition(), arrived.offset(),
                arrived.appendedAt(), headers, ByteBuffer.wrap(arrived.value()));
        store.put(key(arrived), record);
        count(schemaOf(record), 1);
    }

    private void remove(Gate.Arrived arrived) {
        store.delete(key(arrived));
        count(schemaOf(arrived.topic(), arrived.partition(), arrived.value()), -1);
    }

    /// Offers the records that wait, by source and offset, and takes out those that are admitted: at most this many at a
    /// time, going round. Of a schema that is not known yet only the first is offered in each round, for what comes later
    /// must not overtake it.
    ///
    /// @param admitted whether a record could be decided about
    void offer(int limit, Predicate<Gate.Arrived> admitted) {
        List<Gate.Arrived> next = new ArrayList<>();
        try (KeyValueIterator<String, WaitingRecord> range = store.range(from, null)) {
            while (range.hasNext() && next.size() < limit) {
                next.add(arrived(range.next().value));
            }
            from = range.hasNext() && !next.isEmpty() ? key(next.getLast()) + AFTER : "";
        }
        for (Gate.Arrived arrived : next) {
            String schema = schemaOf(arrived.topic(), arrived.partition(), arrived.value());
            if (!unknown.contains(schema)) {
                if (admitted.test(arrived)) {
                    remove(arrived);
                } else {
                    unknown.add(schema);
                }
            }
        }
        if (from.isEmpty()) {
            unknown.clear();
        }
    }

    private static Gate.Arrived arrived(WaitingRecord record) {
        RecordHeaders headers = new RecordHeaders();
        record.getHeaders().forEach(
                header -> headers.add(header.getName(), header.getValue() == null ? null : bytes(header.getValue())));
        return new Gate.Arrived(record.getTopic(), record.getPartition(), record.getOffset(), record.getAppendedAt(),
                headers, bytes(record.getValue()));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private void count(String schema, int change) {
        size += change;
        waitingBySchema.merge(schema, change, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
    }

    private static String schemaOf(WaitingRecord record) {
        return schemaOf(record.getTopic(), record.getPartition(), bytes(record.getValue()));
    }

    private static String schemaOf(String topic, int partition, byte[] value) {
        return topic + "|" + partition + "|" + (value.length < 5 ? 0 : ByteBuffer.wrap(value, 1, 4).getInt());
    }

    private static String key(Gate.Arrived arrived) {
        return arrived.topic() + "|" + arrived.partition() + "|" + Sortable.of(arrived.offset(), 20);
    }
}
