package tocsin.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.Activated;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.PackArchive;
import tocsin.rules.PackFiles;
import tocsin.rules.PackReader;
import tocsin.rules.directory.DirectoryReader;
import tocsin.wire.PackArchives;
import tocsin.wire.Serdes;
import tocsin.wire.Topic;
import tocsin.wire.Topics;

/// Publishes a pack and puts it in force on every partition of the inbox, in one transaction.
public final class Activation {
    private final Topics topics;
    private final Serdes serdes;
    private final Map<String, Object> clients;

    public Activation(Topics topics, Serdes serdes, Map<String, Object> clients) {
        this.topics = topics;
        this.serdes = serdes;
        this.clients = Map.copyOf(clients);
    }

    /// Activates this pack. Throws [tocsin.yaml.InvalidFileException] if it does not read, and then nothing is changed.
    ///
    /// @param by who orders it
    public void activate(PackFiles files, String by) {
        activate(files, by, null);
    }

    /// Activates this pack in a recording.
    ///
    /// @param at the recorded instant from which it is in force; null where the broker tells the time
    @SuppressWarnings("FutureReturnValueIgnored") // committing throws what a send failed with
    public void activate(PackFiles files, String by, @Nullable Instant at) {
        PackReader.read(files);
        Set<String> desks = DirectoryReader.read(files).desks();
        PackArchive rules = PackArchives.of(files.rules());
        PackArchive directory = PackArchives.of(files.directory());
        try (Producer<byte[], byte[]> producer = producer()) {
            producer.initTransactions();
            List<PartitionInfo> partitions = producer.partitionsFor(topics.inbox.name());
            producer.beginTransaction();
            put(producer, topics.rules, rules);
            put(producer, topics.directory, directory);
            InboxRecord record = new InboxRecord("", null,
                    new Activated(rules.getHash(), directory.getHash(), by, null));
            byte[] value = serdes.of(topics.inbox).serializer().serialize(topics.inbox.name(), record);
            for (PartitionInfo partition : partitions) {
                producer.send(new ProducerRecord<>(topics.inbox.name(), partition.partition(),
                        at == null ? null : at.toEpochMilli(), new byte[0], value));
            }
            // Each desk is told by a record of its own, so that it can plan what its calendar asks.
            for (String desk : desks) {
                InboxRecord toDesk = new InboxRecord(desk, null,
                        new Activated(rules.getHash(), directory.getHash(), by, null));
                producer.send(new ProducerRecord<>(topics.inbox.name(), null, at == null ? null : at.toEpochMilli(),
                        desk.getBytes(StandardCharsets.UTF_8),
                        serdes.of(topics.inbox).serializer().serialize(topics.inbox.name(), toDesk)));
            }
            producer.commitTransaction();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // committing throws what a send failed with
    private void put(Producer<byte[], byte[]> producer, Topic<PackArchive> topic, PackArchive archive) {
        Serializer<PackArchive> serializer = serdes.of(topic).serializer();
        for (String key : List.of(archive.getHash(), TopicPackLibrary.ACTIVE)) {
            producer.send(new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8),
                    serializer.serialize(topic.name(), archive)));
        }
    }

    private Producer<byte[], byte[]> producer() {
        Map<String, Object> configs = new HashMap<>(clients);
        configs.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.applicationId("activation"));
        configs.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        configs.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) Duration.ofSeconds(9).toMillis());
        configs.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        configs.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return new KafkaProducer<>(configs, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
