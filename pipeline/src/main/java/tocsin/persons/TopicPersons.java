package tocsin.persons;

import tocsin.wire.TopicTail;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.internal.v1.PersonCredential;
import tocsin.internal.v1.PersonSession;
import tocsin.internal.v1.SealedRow;
import tocsin.observe.Meters;
import tocsin.observe.SparingLog;
import tocsin.schemas.FingerprintedSerde;
import tocsin.wire.OwnClients;
import tocsin.wire.Serdes;
import tocsin.wire.Topic;
import tocsin.wire.Topics;

/// The rows of `tocsin.persons` and `tocsin.sessions`, read on a thread of its own, and written.
///
/// Changes of persons come one after the other, also those of several instances: to begin one ends those under way
/// elsewhere, which then fail as a whole and may be tried again. Safe for several threads.
public final class TopicPersons implements PersonRows, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicPersons.class);
    private static final SparingLog SPARING = new SparingLog(LOG);
    private static final Duration WITHIN = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Topics topics;
    private final Map<String, Object> clients;
    private final PersonBook book = new PersonBook();
    private final RowSeal seal;
    private final FingerprintedSerde<SealedRow> sealed = FingerprintedSerde.of(SealedRow.class);
    private final FingerprintedSerde<PersonCredential> credentials = FingerprintedSerde.of(PersonCredential.class);
    private final FingerprintedSerde<PersonSession> sessions = FingerprintedSerde.of(PersonSession.class);
    private final Deserializer<SealedRow> deserializer;
    private final KafkaProducer<String, byte[]> producer;
    private final TopicTail tail;

    /// @param secret the secret the instances share
    public TopicPersons(Topics topics, Serdes serdes, Map<String, Object> clients, byte[] secret) {
        this.topics = topics;
        this.clients = Map.copyOf(clients);
        this.seal = new RowSeal(secret, new SecureRandom());
        this.deserializer = serdes.of(topics.persons).deserializer();
        Map<String, Object> writing = producerConfigs("sessions");
        writing.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        writing.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 3_000);
        writing.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 7_000);
        writing.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        this.producer = new KafkaProducer<>(writing, new StringSerializer(), new ByteArraySerializer());
        this.tail = new TopicTail("persons", List.of(topics.persons.name(), topics.sessions.name()), clients,
                this::takeIfOurs);
    }

    /// Starts reading, and waits until what is there has been read.
    public void start() throws InterruptedException {
        tail.start();
    }

    /// The persons of these rows.
    ///
    /// @param isInDirectory whether the directory in force holds a person of this id
    public Persons persons(Predicate<String> isInDirectory, Persons.Bounds bounds, Meters meters,
            InstantSource clock) {
        return new Persons(book, this, seal, isInDirectory, bounds, meters, clock);
    }

    private Map<String, Object> producerConfigs(String what) {
        Map<String, Object> configs = new HashMap<>(clients);
        configs.put(ProducerConfig.CLIENT_ID_CONFIG, OwnClients.id(topics.applicationId(what)));
        configs.put(ProducerConfig.ACKS_CONFIG, "all");
        configs.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return configs;
    }

    /// What others wrote there, or instances with another secret, is passed over.
    private void takeIfOurs(ConsumerRecord<String, byte[]> record) {
        if (record.key() != null) {
            take(record.topic(), record.key(), record.value());
        }
    }

    private void take(String topic, String key, byte @Nullable [] value) {
        boolean ofPersons = topic.equals(topics.persons.name());
        byte[] row = value == null ? null : seal.open(topic, key, deserializer.deserialize(topic, value)).orElse(null);
        if (value != null && row == null) {
            SPARING.error("other secret", "a row of {} was not sealed with this instance's secret and is passed over:"
                    + " every instance needs the same intake.signing-secret, or somebody else writes there", topic);
        } else if (ofPersons) {
            book.takeCredential(key, row == null ? null : credentials.decode(row));
        } else if (!book.takeSession(key, row == null ? null : sessions.decode(row))) {
            note(key, null);
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // committing throws what a send failed with
    public synchronized void change(String person,
            Function<Optional<PersonCredential>, Optional<PersonCredential>> decide) {
        Map<String, Object> configs = producerConfigs("persons");
        configs.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.applicationId("persons"));
        configs.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        configs.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) Duration.ofSeconds(9).toMillis());
        configs.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        configs.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        configs.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        try (KafkaProducer<String, byte[]> changing = new KafkaProducer<>(configs, new StringSerializer(),
                new ByteArraySerializer())) {
            changing.initTransactions();
            tail.catchUp(WITHIN);
            Optional<PersonCredential> decided = decide.apply(book.credential(person));
            changing.beginTransaction();
            changing.send(row(topics.persons, person, decided.map(credentials::encode).orElse(null)));
            changing.commitTransaction();
        }
        tail.catchUp(WITHIN);
    }

    @Override
    public void write(String hash, @Nullable PersonSession session) {
        try {
            producer.send(row(topics.sessions, hash, session == null ? null : sessions.encode(session)))
                    .get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new KafkaException("the session cannot be written", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
        book.takeSession(hash, session);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // what is lost is written again, or ends by itself
    public void note(String hash, @Nullable PersonSession session) {
        try {
            producer.send(row(topics.sessions, hash, session == null ? null : sessions.encode(session)));
        } catch (KafkaException e) {
            SPARING.warn("note", "a session could not be noted: {}", e.toString());
        }
    }

    private <V extends SpecificRecord> ProducerRecord<String, byte[]> row(Topic<V> topic, String key,
            byte @Nullable [] row) {
        byte[] value = row == null ? null : sealed.encode(seal.seal(topic.name(), key, row));
        return new ProducerRecord<>(topic.name(), key, value);
    }

    @Override
    public void close() {
        tail.close();
        producer.close(PATIENCE);
    }
}
