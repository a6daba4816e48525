package tocsin.dispatch;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import tocsin.internal.v1.Receipt;
import tocsin.v1.Notification;
import tocsin.wire.Topic;

/// What a lane reads: its notifications, and the receipts of the same recipients, whose partitions have the same
/// numbers and so the same owner.
final class LaneReader {
    private final Consumer<String, SpecificRecord> consumer;
    private final Topic<Notification> notifications;
    private final Topic<Receipt> receipts;

    LaneReader(Consumer<String, SpecificRecord> consumer, Topic<Notification> notifications,
            Topic<Receipt> receipts) {
        this.consumer = consumer;
        this.notifications = notifications;
        this.receipts = receipts;
    }

    void subscribe(ConsumerRebalanceListener listener) {
        consumer.subscribe(List.of(notifications.name(), receipts.name()), listener);
    }

    /// Reads what there is.
    ///
    /// @param full whether there is no room for further notifications; receipts are read all the same
    void poll(Duration within, boolean full, BiConsumer<TopicPartition, Notification> onNotification,
            BiConsumer<TopicPartition, Receipt> onReceipt) {
        Collection<TopicPartition> mine = ofNotifications(consumer.assignment());
        if (full) {
            consumer.pause(mine);
        } else {
            consumer.resume(mine);
        }
        for (ConsumerRecord<String, SpecificRecord> record : consumer.poll(within)) {
            TopicPartition partition = new TopicPartition(notifications.name(), record.partition());
            switch (record.value()) {
                case Notification notification -> onNotification.accept(partition, notification);
                case Receipt receipt -> onReceipt.accept(partition, receipt);
                default -> throw new IllegalStateException("a lane reads no " + record.topic());
            }
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
