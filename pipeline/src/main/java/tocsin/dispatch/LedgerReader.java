package tocsin.dispatch;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.LoggerFactory;
import tocsin.observe.SparingLog;
import tocsin.v1.LedgerEntry;
import tocsin.wire.Topic;

/// Reads a partition of the ledger from its beginning to what is committed at its end. Only lanes write there: a row
/// that does not read is told and passed over.
final class LedgerReader {
    private static final SparingLog LOG = new SparingLog(LoggerFactory.getLogger(LedgerReader.class));

    private final Topic<LedgerEntry> topic;
    private final Deserializer<LedgerEntry> deserializer;
    private final Supplier<Consumer<String, byte[]>> consumers;

    LedgerReader(Topic<LedgerEntry> topic, Deserializer<LedgerEntry> deserializer,
            Supplier<Consumer<String, byte[]>> consumers) {
        this.topic = topic;
        this.deserializer = deserializer;
        this.consumers = consumers;
    }

    /// The newest entry of each notification, in the order they were first written.
    Collection<LedgerEntry> read(int partition) {
        TopicPartition ledger = new TopicPartition(topic.name(), partition);
        Map<String, LedgerEntry> entries = new LinkedHashMap<>();
        try (Consumer<String, byte[]> consumer = consumers.get()) {
            consumer.assign(List.of(ledger));
            consumer.seekToBeginning(List.of(ledger));
            long end = consumer.endOffsets(List.of(ledger)).getOrDefault(ledger, 0L);
            while (consumer.position(ledger) < end) {
                consumer.poll(Duration.ofMillis(500)).forEach(record -> take(record, entries));
            }
        }
        return entries.values();
    }

    private void take(ConsumerRecord<String, byte[]> record, Map<String, LedgerEntry> entries) {
        if (record.value() == null) {
            entries.remove(record.key());
            return;
        }
        try {
            LedgerEntry entry = deserializer.deserialize(record.topic(), record.value());
            if (entry.getNotificationId().equals(record.key())) {
                entries.put(entry.getNotificationId(), entry);
                return;
            }
            LOG.error("foreign", "a row of the ledger is another's: partition={} offset={}", record.partition(),
                    record.offset());
        } catch (SerializationException e) {
            LOG.error("foreign", "a row of the ledger does not read: partition={} offset={}", record.partition(),
                    record.offset(), e);
        }
    }
}
