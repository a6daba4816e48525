package tocsin.dispatch;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import tocsin.internal.v1.Receipt;
import tocsin.schemas.RegistryUnavailableException;
import tocsin.v1.Notification;
import tocsin.wire.Faults;
import tocsin.wire.Serdes;
import tocsin.wire.Topic;

/// What a lane reads: its notifications, and the receipts of the same recipients, whose partitions have the same
/// numbers and so the same owner. A record that cannot be read, or taken in, is refused and keeps nothing else waiting.
final class LaneReader {
    /// The largest notification that is taken: its entry in the ledger holds it, and is written in one record.
    static final int LARGEST = 1024 * 1024;

    private final Consumer<String, byte[]> consumer;
    private final Topic<Notification> notifications;
    private final Topic<Receipt> receipts;
    private final Deserializer<Notification> ofNotifications;
    private final Deserializer<Receipt> ofReceipts;

    LaneReader(Consumer<String, byte[]> consumer, Topic<Notification> notifications, Topic<Receipt> receipts,
            Serdes serdes) {
        this.consumer = consumer;
        this.notifications = notifications;
        this.receipts = receipts;
        this.ofNotifications = serdes.ofStrangers(notifications);
        this.ofReceipts = serdes.ofStrangers(receipts);
    }

    /// Takes what a lane reads.
    interface Taking {
        /// A notification of one of its partitions.
        ///
        /// @param key the record's key, or null
        void accept(TopicPartition partition, @Nullable String key, Notification notification);

        void heard(TopicPartition partition, Receipt receipt);

        /// Whatever failed because of this record.
        void refused(ConsumerRecord<String, byte[]> record, Throwable why);
    }

    void subscribe(ConsumerRebalanceListener listener) {
        consumer.subscribe(List.of(notifications.name(), receipts.name()), listener);
    }

    /// Reads what there is.
    ///
    /// @param full whether there is no room for further notifications; receipts are read all the same
    void poll(Duration within, boolean full, Taking taking) {
        Collection<TopicPartition> mine = ofNotifications(consumer.assignment());
        if (full) {
            consumer.pause(mine);
        } else {
            consumer.resume(mine);
        }
        ConsumerRecords<String, byte[]> records = consumer.poll(within);
        for (TopicPartition partition : records.partitions()) {
            takeUntilUnknown(partition, records.records(partition), taking);
        }
    }

    /// A record whose schema is being asked for is read again, and so is what comes after it on its partition.
    private void takeUntilUnknown(TopicPartition partition, List<ConsumerRecord<String, byte[]>> records,
            Taking taking) {
        for (ConsumerRecord<String, byte[]> record : records) {
            try {
                take(record, taking);
            } catch (RegistryUnavailableException e) {
                consumer.seek(partition, record.offset());
                return;
            } catch (RuntimeException | Error e) {
                if (!Faults.isOfOneRecord(e)) {
                    throw e;
                }
                taking.refused(record, e);
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> record, Taking taking) {
        TopicPartition partition = new TopicPartition(notifications.name(), record.partition());
        byte[] value = record.value();
        if (value == null || value.length > LARGEST) {
            throw new SerializationException(value == null
                    ? "the record has no value"
                    : "the record has " + value.length + " bytes; a notification has " + LARGEST + " at most");
        }
        if (record.topic().equals(notifications.name())) {
            taking.accept(partition, record.key(), ofNotifications.deserialize(record.topic(), value));
        } else {
            taking.heard(partition, ofReceipts.deserialize(record.topic(), value));
        }
    }

    /// The partitions of the lane's notifications among these.
    List<TopicPartition> ofNotifications(Collection<TopicPartition> partitions) {
        return partitions.stream().filter(partition -> partition.topic().equals(notifications.name())).toList();
    }

    /// Where the lane stands in everything it owns.
    Map<TopicPartition, OffsetAndMetadata> positions() {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        consumer.assignment().forEach(
                partition -> positions.put(partition, new OffsetAndMetadata(consumer.position(partition))));
        return positions;
    }

    ConsumerGroupMetadata group() {
        return consumer.groupMetadata();
    }
}
