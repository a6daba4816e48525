package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import tocsin.desk.Desk;
import tocsin.desk.DeskOutput;
import tocsin.desk.DeskStores;
import tocsin.internal.v1.AcceptedReport;
import tocsin.internal.v1.Activated;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.Origin;
import tocsin.model.Sha256;
import tocsin.publishing.TopicPackLibrary;
import tocsin.schemas.CanonicalAvro;
import tocsin.schemas.RegistryClient;
import tocsin.schemas.SchemaIds;
import tocsin.v1.Delivery;
import tocsin.v1.IncidentReport;
import tocsin.v1.Notification;
import tocsin.v1.TimelineEvent;
import tocsin.v1.Verdict;
import tocsin.wire.Serdes;
import tocsin.wire.Topic;
import tocsin.wire.Topics;

/// Everything committed to the topics of a Tocsin, read from their beginning.
final class Committed {
    private final Topics topics;
    private final Map<String, Object> clients;
    private final Serdes serdes;

    Committed(String bootstrap, String registry, Path cache) {
        this(bootstrap, new Serdes(new SchemaIds(new RegistryClient(registry, null), cache, false), null, Map.of()),
                new Topics("tocsin.", 3));
    }

    Committed(String bootstrap, Serdes serdes, Topics topics) {
        this(Map.of("bootstrap.servers", bootstrap), serdes, topics);
    }

    /// @param clients settings of Kafka clients
    Committed(Map<String, Object> clients, Serdes serdes, Topics topics) {
        this.clients = Map.copyOf(clients);
        this.serdes = serdes;
        this.topics = topics;
    }

    /// A committed record, where it lies and when it was appended.
    private record At<V>(int partition, long offset, Instant appendedAt, byte[] bytes, V value) {}

    private <V extends SpecificRecord> List<At<V>> read(Topic<V> topic) {
        Map<String, Object> configs = new HashMap<>(clients);
        configs.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        List<At<V>> records = new ArrayList<>();
        var deserializer = serdes.of(topic).deserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(configs, new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(partition -> new TopicPartition(topic.name(), partition.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    records.add(new At<>(record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()),
                            record.value(), deserializer.deserialize(topic.name(), record.value())));
                }
            }
        }
        return records;
    }

    List<IncidentReport> reports() {
        return read(topics.reports).stream().map(At::value).toList();
    }

    List<Verdict> verdicts() {
        return read(topics.verdicts).stream().map(At::value).toList();
    }

    List<Delivery> deliveries() {
        return read(topics.deliveries).stream().map(At::value).toList();
    }

    List<Notification> notifications() {
        List<Notification> notifications = new ArrayList<>(read(topics.urgent).stream().map(At::value).toList());
        read(topics.routine).forEach(one -> notifications.add(one.value()));
        return notifications;
    }

    Set<String> incidentIds() {
        Set<String> ids = new HashSet<>();
        read(topics.incidents).forEach(one -> ids.add(one.value().getIncidentId()));
        return ids;
    }

    /// Finds that every report was judged by the pack in force in its partition when it arrived, and how many packs judged.
    int assertJudgedByThePackInForceAtArrival() {
        Map<String, String> expected = new TreeMap<>();
        Map<Integer, List<At<Activated>>> activations = new HashMap<>();
        for (At<InboxRecord> record : read(topics.inbox)) {
            if (record.value().getBody() instanceof Activated activated) {
                activations.computeIfAbsent(record.partition(), p -> new ArrayList<>()).add(new At<>(
                        record.partition(), record.offset(), record.appendedAt(), record.bytes(), activated));
            } else if (record.value().getBody() instanceof AcceptedReport accepted) {
                activations.get(record.partition()).stream()
                        .filter(one -> !one.appendedAt().isAfter(accepted.getArrivedAt()))
                        .max(java.util.Comparator.comparing(At::appendedAt)).ifPresent(one -> expected
                                .put(accepted.getReport().getReportId(), one.value().getPackHash()));
            }
        }
        Map<String, String> judged = new TreeMap<>();
        verdicts().forEach(verdict -> judged.put(verdict.getReportId(), verdict.getPackHash()));
        assertEquals(expected, judged);
        return Set.copyOf(judged.values()).size();
    }

    /// Reads the inbox with new desks, partition by partition, and finds the very words and ids that were committed.
    void assertDecidedByTheInboxAlone() throws InterruptedException {
        TreeMap<String, String> decided = new TreeMap<>();
        try (TopicPackLibrary packs = new TopicPackLibrary(topics, serdes, clients)) {
            packs.start();
            Map<Integer, Desk> desks = new HashMap<>();
            for (At<InboxRecord> record : read(topics.inbox)) {
                Desk desk = desks.computeIfAbsent(record.partition(), p -> new Desk(DeskStores.inMemory(), packs));
                Origin position = new Origin(topics.inbox.name(), record.partition(), record.offset(),
                        Sha256.of(record.bytes()));
                for (DeskOutput output : desk.read(record.value(), position, record.appendedAt())) {
                    if (output.record() instanceof Notification notification) {
                        decided.put("n " + notification.getNotificationId(),
                                Sha256.of(CanonicalAvro.bytes(notification)));
                    } else if (output.record() instanceof TimelineEvent event) {
                        decided.put("t " + event.getDesk() + event.getSequence(), event.getHash());
                    }
                }
            }
        }
        TreeMap<String, String> committed = new TreeMap<>();
        notifications().forEach(notification -> committed.put("n " + notification.getNotificationId(),
                Sha256.of(CanonicalAvro.bytes(notification))));
        read(topics.timeline).forEach(
                event -> committed.put("t " + event.value().getDesk() + event.value().getSequence(),
                        event.value().getHash()));
        assertEquals(decided, committed);
    }
}
