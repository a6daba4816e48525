package tocsin.replay;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import tocsin.wire.Serdes;
import tocsin.wire.Topic;
import tocsin.wire.Topics;

/// What the desk of a sandboxed broker has put out, committed.
final class SandboxOutputs implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final Map<String, Deserializer<? extends SpecificRecord>> deserializers = new HashMap<>();

    SandboxOutputs(Topics topics, Serdes serdes, Map<String, Object> clients) {
        Map<String, Object> configs = new HashMap<>(clients);
        configs.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configs.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.consumer = new KafkaConsumer<>(configs, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.admin = Admin.create(clients);
        Stream.of(topics.verdicts, topics.findings, topics.incidents, topics.timeline, topics.specialReports,
                topics.specialReportFiles, topics.urgent, topics.routine, topics.rejected,
                topics.commandOutcomes)
                .forEach(topic -> deserializers.put(topic.name(), serdes.of(topic).deserializer()));
        List<TopicPartition> all = deserializers.keySet().stream().map(name -> new TopicPartition(name, 0)).toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /// How many records a topic holds.
    long end(Topic<?> topic) {
        TopicPartition partition = new TopicPartition(topic.name(), 0);
        return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    /// Reads into the totals until this is so.
    void readUntil(Totals totals, BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            read(totals);
        }
    }

    /// Reads into the totals everything there is.
    void readToEnd(Totals totals) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            read(totals);
        }
    }

    private void read(Totals totals) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            Deserializer<? extends SpecificRecord> deserializer = deserializers.get(record.topic());
            if (deserializer != null && record.value() != null) {
                totals.take(deserializer.deserialize(record.topic(), record.value()));
            }
        }
    }

    /// Waits until an application has read a topic up to an offset and committed what came of it.
    void awaitRead(Topic<?> topic, String application, long offset) throws InterruptedException {
        TopicPartition partition = new TopicPartition(topic.name(), 0);
        try {
            OffsetAndMetadata committed = null;
            while (committed == null || committed.offset() <= offset) {
                LockSupport.parkNanos(POLL.toNanos());
                committed = admin.listConsumerGroupOffsets(application).partitionsToOffsetAndMetadata().get()
                        .get(partition);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the sandbox's broker does not say how far " + application + " is",
                    e.getCause());
        }
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
