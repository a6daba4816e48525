package tocsin.dispatch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import tocsin.internal.v1.DeliveryOutcome;
import tocsin.internal.v1.InboxRecord;
import tocsin.model.IncidentName;
import tocsin.v1.Delivery;
import tocsin.v1.LedgerEntry;
import tocsin.v1.Rejected;
import tocsin.wire.Serdes;
import tocsin.wire.Topics;

/// What one round of a lane changes, written in one transaction with the lane's position.
///
/// The position is written even if it has not moved: it proves to the broker that this lane still owns its partitions,
/// so that one that was pushed out cannot write.
final class LedgerBatch {
    private final Topics topics;
    private final Serializer<LedgerEntry> entries;
    private final Serializer<Delivery> deliveries;
    private final Serializer<InboxRecord> inbox;
    private final Serializer<Rejected> rejected;
    private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final List<Applied> unwritten = new ArrayList<>();
    private final Map<String, Applied> applied = new LinkedHashMap<>();

    /// An entry to take over into the ledger of a partition once the transaction is committed.
    record Applied(TopicPartition partition, LedgerEntry entry) {}

    LedgerBatch(Topics topics, Serdes serdes) {
        this.topics = topics;
        this.entries = serdes.of(topics.ledger).serializer();
        this.deliveries = serdes.of(topics.deliveries).serializer();
        this.inbox = serdes.of(topics.inbox).serializer();
        this.rejected = serdes.of(topics.rejected).serializer();
    }

    /// Writes this entry; of several in one round only the last is written.
    void add(TopicPartition partition, LedgerEntry entry) {
        applied.put(entry.getNotificationId(), new Applied(partition, entry));
    }

    void add(TopicPartition partition, Transition transition) {
        add(partition, transition.entry());
        String id = transition.delivery().getNotificationId();
        records.add(new ProducerRecord<>(topics.deliveries.name(), key(id),
                deliveries.serialize(topics.deliveries.name(), transition.delivery())));
        transition.outcome().flatMap(LedgerBatch::desk).ifPresent(outcome -> records.add(new ProducerRecord<>(
                topics.inbox.name(), key(outcome.getDesk()), inbox.serialize(topics.inbox.name(), outcome))));
    }

    /// Takes this entry over without writing it: what a restart may find out again.
    void stand(TopicPartition partition, LedgerEntry entry) {
        if (applied.containsKey(entry.getNotificationId())) {
            applied.put(entry.getNotificationId(), new Applied(partition, entry));
        } else {
            unwritten.add(new Applied(partition, entry));
        }
    }

    /// Keeps a record that could not be taken in.
    void reject(Rejected record) {
        records.add(new ProducerRecord<>(topics.rejected.name(), key(record.getSourceTopic()),
                rejected.serialize(topics.rejected.name(), record)));
    }

    void forget(TopicPartition partition, String notificationId) {
        records.add(new ProducerRecord<>(topics.ledger.name(), partition.partition(), key(notificationId), null));
    }

    private static Optional<InboxRecord> desk(DeliveryOutcome outcome) {
        return IncidentName.parse(outcome.getDelivery().getIncidentId())
                .map(name -> new InboxRecord(name.desk(), null, outcome));
    }

    private static byte[] key(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /// Whether there is anything to write.
    boolean isPending() {
        return !records.isEmpty() || !applied.isEmpty();
    }

    /// Writes and commits, if there is anything to write; gives the entries that now stand.
    ///
    /// @param position whether the lane's position is written even where there is nothing else
    List<Applied> commit(Producer<byte[], byte[]> producer, LaneReader reader, boolean position) {
        if (position || isPending()) {
            write(producer, reader);
        }
        List<Applied> standing = new ArrayList<>(applied.values());
        standing.addAll(unwritten);
        records.clear();
        applied.clear();
        unwritten.clear();
        return standing;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // committing throws what a send failed with
    private void write(Producer<byte[], byte[]> producer, LaneReader reader) {
        producer.beginTransaction();
        applied.values().forEach(standing -> producer.send(new ProducerRecord<>(topics.ledger.name(),
                standing.partition().partition(), key(standing.entry().getNotificationId()),
                entries.serialize(topics.ledger.name(), standing.entry()))));
        records.forEach(producer::send);
        producer.sendOffsetsToTransaction(reader.positions(), reader.group());
        producer.commitTransaction();
    }
}
