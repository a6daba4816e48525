package tocsin.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Reads topics once, from an instant to what is there now: committed records, partition by partition.
public final class TopicReader {
    private static final Duration POLL = Duration.ofMillis(200);
    /// A fetch at the end of one partition holds up the next one's for so long, and the end of the reading.
    private static final Duration FETCH_WAIT = Duration.ofMillis(10);

    private final Serdes serdes;
    private final Map<String, Object> clients;

    public TopicReader(Serdes serdes, Map<String, Object> clients) {
        this.serdes = serdes;
        this.clients = Map.copyOf(clients);
    }

    /// Takes what is read.
    ///
    /// @param <V> what the topic holds
    public interface Taking<V> {
        /// A record that reads.
        void take(ConsumerRecord<String, byte[]> record, V value);

        /// A record that does not read: a stranger's, which is passed over unless somebody asks for it.
        default void unreadable(ConsumerRecord<String, byte[]> record, SerializationException why) {}
    }

    /// Reads this topic. A row that was deleted is passed over.
    public <V extends SpecificRecord> void read(Topic<V> topic, Instant since, Taking<V> taking) {
        Map<String, Object> configs = new HashMap<>(clients);
        configs.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configs.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configs.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) FETCH_WAIT.toMillis());
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(configs, new StringDeserializer(),
                new ByteArrayDeserializer()); Deserializer<V> deserializer = serdes.of(topic).deserializer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(partition -> new TopicPartition(topic.name(), partition.partition())).toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            begin(consumer, partitions, since, ends);
            for (TopicPartition partition : partitions) {
                long end = ends.getOrDefault(partition, 0L);
                consumer.pause(partitions);
                consumer.resume(List.of(partition));
                while (consumer.position(partition) < end) {
                    for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL).records(partition)) {
                        if (record.value() != null && record.offset() < end) {
                            take(topic, record, deserializer, taking);
                        }
                    }
                }
            }
        }
    }

    private static <V> void take(Topic<?> topic, ConsumerRecord<String, byte[]> record, Deserializer<V> deserializer,
            Taking<V> taking) {
        V value;
        try {
            value = deserializer.deserialize(topic.name(), record.value());
        } catch (SerializationException e) {
            taking.unreadable(record, e);
            return;
        }
        taking.take(record, value);
    }

    private static void begin(KafkaConsumer<String, byte[]> consumer, List<TopicPartition> partitions, Instant since,
            Map<TopicPartition, Long> ends) {
        if (!since.isAfter(Instant.EPOCH)) {
            consumer.seekToBeginning(partitions);
            return;
        }
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = found.get(partition);
            consumer.seek(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
        }
    }
}
