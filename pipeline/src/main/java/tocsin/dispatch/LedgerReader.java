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
import tocsin.v1.LedgerEntry;
import tocsin.wire.Topic;

/// Reads a partition of the ledger from its beginning to what is committed at its end.
final class LedgerReader {
    private final Topic<LedgerEntry> topic;
    private final Supplier<Consumer<String, LedgerEntry>> consumers;

    LedgerReader(Topic<LedgerEntry> topic, Supplier<Consumer<String, LedgerEntry>> consumers) {
        this.topic = topic;
        this.consumers = consumers;
    }

    /// The newest entry of each notification, in the order they were first written.
    Collection<LedgerEntry> read(int partition) {
        TopicPartition ledger = new TopicPartition(topic.name(), partition);
        Map<String, LedgerEntry> entries = new LinkedHashMap<>();
        try (Consumer<String, LedgerEntry> consumer = consumers.get()) {
            consumer.assign(List.of(ledger));
            consumer.seekToBeginning(List.of(ledger));
            long end = consumer.endOffsets(List.of(ledger)).getOrDefault(ledger, 0L);
            while (consumer.position(ledger) < end) {
                for (ConsumerRecord<String, LedgerEntry> record : consumer.poll(Duration.ofMillis(500))) {
                    if (record.value() == null) {
                        entries.remove(record.key());
                    } else {
                        entries.put(record.key(), record.value());
                    }
                }
            }
        }
        return entries.values();
    }
}
