package tocsin.publishing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
import tocsin.internal.v1.Publication;
import tocsin.internal.v1.PublicationState;
import tocsin.publishing.PublicationLog.Rules;
import tocsin.rules.OwnLimits;
import tocsin.rules.Pack;
import tocsin.rules.PackFiles;
import tocsin.rules.PackReader;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.DirectoryReader;
import tocsin.wire.OwnClients;
import tocsin.wire.PackArchives;
import tocsin.wire.Serdes;
import tocsin.wire.Topic;
import tocsin.wire.Topics;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problem;

/// Changes the rules of a deployment: each change, and everything that makes it so, in one transaction.
///
/// Changes of several instances come one after the other: to begin one ends those under way elsewhere, which then fail as
/// a whole and may be tried again. Safe for several threads.
public final class RulesPublisher {
    private static final Duration WITHIN = Duration.ofSeconds(20);

    private final Topics topics;
    private final Serdes serdes;
    private final Map<String, Object> clients;
    private final TopicPackLibrary library;

    /// @param library knows what is in force, and every publication
    public RulesPublisher(Topics topics, Serdes serdes, Map<String, Object> clients, TopicPackLibrary library) {
        this.topics = topics;
        this.serdes = serdes;
        this.clients = Map.copyOf(clients);
        this.library = library;
    }

    /// Proposes this pack to a second person. Throws [tocsin.yaml.InvalidFileException] if it does not read, and
    /// [PublicationRefused]; then nothing is changed.
    ///
    /// @param by who proposes it
    /// @param evidence what tests and backtest came to
    public Publication propose(PackFiles files, String by, @Nullable String note, List<String> evidence, Instant now) {
        Rules rules = read(files);
        return change(log -> Optional.of(log.proposed(rules, by, note, evidence, now)), files, null).orElseThrow();
    }

    /// Puts a proposed pack in force at every desk. Throws [PublicationRefused].
    public Publication approve(long number, String by, Instant now) {
        return change(log -> Optional.of(log.approved(number, by,
                library.activeDirectory().officials()::containsKey, now)), null, null).orElseThrow();
    }

    /// Rejects a proposal. Throws [PublicationRefused].
    public Publication reject(long number, String by, Instant now) {
        return change(log -> Optional.of(log.rejected(number, by, now)), null, null).orElseThrow();
    }

    /// Puts in force again what was directly before. Throws [PublicationRefused].
    public Publication back(String by, @Nullable String note, Instant now) {
        return change(log -> Optional.of(log.back(by, note, now)), null, null).orElseThrow();
    }

    /// Puts in force the pack an instance is started with, unless it is or has been. Throws
    /// [tocsin.yaml.InvalidFileException] if it does not read, and then nothing is changed.
    ///
    /// @return what was published; empty where nothing changed
    public Optional<Publication> start(PackFiles files, String instance, Instant now) {
        return start(files, instance, now, null);
    }

    /// Puts a pack in force in a recording.
    ///
    /// @param at the recorded instant from which it is in force
    public void startRecording(PackFiles files, String by, Instant at) {
        start(files, by, at, at);
    }

    private Optional<Publication> start(PackFiles files, String by, Instant now, @Nullable Instant recordedAt) {
        Rules rules = read(files);
        return change(log -> log.started(rules, by, now), files, recordedAt);
    }

    private static Rules read(PackFiles files) {
        Pack pack = PackReader.read(files);
        Directory directory = DirectoryReader.read(files);
        List<Problem> between = OwnLimits.problems(pack, directory);
        if (!between.isEmpty()) {
            throw new InvalidFileException(between);
        }
        return new Rules(pack.hash(), directory.hash());
    }

    /// Decides on what is known once no other instance can change it, and writes what was decided.
    @SuppressWarnings("FutureReturnValueIgnored") // committing throws what a send failed with
    private synchronized Optional<Publication> change(Function<PublicationLog, Optional<Publication>> decide,
            @Nullable PackFiles files, @Nullable Instant recordedAt) {
        try (Producer<byte[], byte[]> producer = producer()) {
            producer.initTransactions();
            library.catchUp(WITHIN);
            Optional<Publication> decided = decide.apply(library.publications());
            decided.ifPresent(publication -> {
                producer.beginTransaction();
                if (files != null) {
                    put(producer, topics.rules, publication.getPackHash(), PackArchives.of(files.rules()));
                    put(producer, topics.directory, publication.getDirectoryHash(), PackArchives.of(files.directory()));
                }
                put(producer, topics.rules, PackArchives.key(publication), PackArchives.of(publication));
                if (publication.getState() == PublicationState.ACTIVATED) {
                    activate(producer, publication, files, recordedAt);
                }
                producer.commitTransaction();
            });
            if (decided.isPresent()) {
                library.catchUp(WITHIN);
            }
            return decided;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // committing throws what a send failed with
    private void activate(Producer<byte[], byte[]> producer, Publication publication, @Nullable PackFiles files,
            @Nullable Instant recordedAt) {
        PackFiles rules = files != null ? files.rules() : library.files(publication.getPackHash());
        PackFiles directory = files != null ? files.directory() : library.files(publication.getDirectoryHash());
        put(producer, topics.rules, TopicPackLibrary.ACTIVE, PackArchives.of(rules));
        put(producer, topics.directory, TopicPackLibrary.ACTIVE, PackArchives.of(directory));
        String by = publication.getDecidedBy() == null ? publication.getProposedBy() : publication.getDecidedBy();
        Activated activated = new Activated(publication.getPackHash(), publication.getDirectoryHash(), by, null);
        Long timestamp = recordedAt == null ? null : recordedAt.toEpochMilli();
        for (PartitionInfo partition : producer.partitionsFor(topics.inbox.name())) {
            producer.send(new ProducerRecord<>(topics.inbox.name(), partition.partition(), timestamp, new byte[0],
                    inbox(new InboxRecord("", null, activated))));
        }
        // Each desk is told by a record of its own, so that it can plan what its calendar asks.
        for (String desk : DirectoryReader.readKept(directory).desks()) {
            producer.send(new ProducerRecord<>(topics.inbox.name(), null, timestamp,
                    desk.getBytes(StandardCharsets.UTF_8), inbox(new InboxRecord(desk, null, activated))));
        }
    }

    private byte[] inbox(InboxRecord record) {
        return serdes.of(topics.inbox).serializer().serialize(topics.inbox.name(), record);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // committing throws what a send failed with
    private void put(Producer<byte[], byte[]> producer, Topic<PackArchive> topic, String key, PackArchive archive) {
        Serializer<PackArchive> serializer = serdes.of(topic).serializer();
        producer.send(new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8),
                serializer.serialize(topic.name(), archive)));
    }

    private Producer<byte[], byte[]> producer() {
        Map<String, Object> configs = new HashMap<>(clients);
        configs.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.applicationId("activation"));
        configs.put(ProducerConfig.CLIENT_ID_CONFIG, OwnClients.id(topics.applicationId("activation")));
        configs.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        configs.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) Duration.ofSeconds(9).toMillis());
        configs.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        configs.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // A second batch on its way would overtake one that the broker puts off at the beginning of a transaction.
        configs.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        return new KafkaProducer<>(configs, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
