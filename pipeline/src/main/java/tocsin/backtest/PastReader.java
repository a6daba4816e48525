package tocsin.backtest;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import tocsin.internal.v1.Origin;
import tocsin.model.Sha256;
import tocsin.schemas.CanonicalAvro;
import tocsin.wire.Serdes;
import tocsin.wire.Topic;
import tocsin.wire.Topics;

/// Reads the past from the topics of a deployment: its inboxes, readings and posts as they were appended.
///
/// All of it is held in memory: some 3 kB a record.
public final class PastReader {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Topics topics;
    private final Serdes serdes;
    private final Map<String, Object> clients;

    public PastReader(Topics topics, Serdes serdes, Map<String, Object> clients) {
        this.topics = topics;
        this.serdes = serdes;
        this.clients = Map.copyOf(clients);
    }

    /// What was appended from this instant on, up to what is there now.
    public Past since(Instant since) {
        List<Past.Moment> moments = new ArrayList<>();
        read(topics.readings, since, (record, reading) -> moments.add(new Past.Moment.Reading(reading, record.key(),
                origin(record, reading), at(record))));
        read(topics.posts, since, (record, post) -> moments.add(new Past.Moment.Post(post, record.key(),
                origin(record, post), at(record))));
        read(topics.inbox, since, (record, entry) -> moments.add(new Past.Moment.Inbox(entry, at(record))));
        Map<String, String> openedBy = new HashMap<>();
        read(topics.incidents, Instant.EPOCH,
                (record, incident) -> openedBy.put(incident.getIncidentId(), incident.getOpenedBy()));
        return new Past(moments, openedBy, topics.inbox.name() + " since "
                + since.truncatedTo(ChronoUnit.SECONDS), false);
    }

    private interface Taking<V> {
        void take(ConsumerRecord<String, byte[]> record, V value);
    }

    private <V extends SpecificRecord> void read(Topic<V> topic, Instant since, Taking<V> taking) {
        Map<String, Object> configs = new HashMap<>(clients);
        configs.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configs.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(configs, new StringDeserializer(),
                new ByteArrayDeserializer()); Deserializer<V> deserializer = serdes.of(topic).deserializer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(partition -> new TopicPartition(topic.name(), partition.partition())).toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            begin(consumer, partitions, since, ends);
            for (TopicPartition partition : partitions) {
                consumer.pause(partitions);
                consumer.resume(List.of(partition));
                while (consumer.position(partition) < ends.getOrDefault(partition, 0L)) {
                    consumer.poll(POLL).records(partition).forEach(record -> {
                        if (record.value() != null && record.offset() < ends.getOrDefault(partition, 0L)) {
                            taking.take(record, deserializer.deserialize(topic.name(), record.value()));
                        }
                    });
                }
            }
        }
    }

    private static void begin(KafkaConsumer<String, byte[]> consumer, List<TopicPartition> partitions, Instant since,
            Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, Math.max(0, since.toEpochMilli())));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = found.get(partition);
            consumer.seek(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
        }
    }

    private static Origin origin(ConsumerRecord<String, byte[]> record, SpecificRecord value) {
        return new Origin(record.topic(), record.partition(), record.offset(), Sha256.of(CanonicalAvro.bytes(value)));
    }

    private static Instant at(ConsumerRecord<String, byte[]> record) {
        return Instant.ofEpochMilli(record.timestamp());
    }
}
