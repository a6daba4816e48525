package tocsin.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import tocsin.intake.Passport;
import tocsin.wire.Headers;
import tocsin.wire.OwnClients;
import tocsin.wire.Serdes;
import tocsin.wire.Topic;

/// Puts records on the input topics with the caller's passport, durably.
public final class Publisher implements AutoCloseable {
    private static final Duration WITHIN = Duration.ofSeconds(8);

    private final KafkaProducer<String, byte[]> producer;
    private final Serdes serdes;
    private final byte[] secret;

    public Publisher(Map<String, Object> clients, Serdes serdes, byte[] secret) {
        Map<String, Object> configs = new HashMap<>(clients);
        configs.put(ProducerConfig.CLIENT_ID_CONFIG, OwnClients.id("publisher-" + UUID.randomUUID()));
        configs.put(ProducerConfig.ACKS_CONFIG, "all");
        configs.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        configs.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        configs.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 3_000);
        configs.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        configs.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 7_000);
        configs.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * 1024 * 1024);
        this.producer = new KafkaProducer<>(configs, new StringSerializer(), new ByteArraySerializer());
        this.serdes = serdes;
        this.secret = secret.clone();
    }

    /// A record under way to the broker.
    public static final class Sending {
        private final Future<RecordMetadata> future;

        private Sending(Future<RecordMetadata> future) {
            this.future = future;
        }

        /// The append time, once the broker has acknowledged durably. Throws 503 while it does not; sending the same again
        /// is safe.
        public Instant arrivedAt() {
            return Instant.ofEpochMilli(appended().timestamp());
        }

        /// Where and when it was appended, once the broker has acknowledged durably. Throws 503 while it does not.
        RecordMetadata appended() {
            try {
                return future.get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RecordTooLargeException
                        ? new ApiException(413, "too large",
                                "the record is over the broker's limit; send a smaller one")
                        : unavailable();
            } catch (TimeoutException e) {
                throw unavailable();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw unavailable();
            }
        }
    }

    /// Sends a record, keyed so that what belongs together stays in order.
    public <V extends SpecificRecord> Sending send(Topic<V> topic, String key, V value, Passport passport) {
        byte[] bytes = serdes.of(topic).serializer().serialize(topic.name(), value);
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic.name(), key, bytes);
        record.headers().add(Headers.AUTHENTICATION, passport.sign(bytes, secret).getBytes(StandardCharsets.UTF_8));
        try {
            return new Sending(producer.send(record));
        } catch (KafkaException e) {
            throw unavailable();
        }
    }

    /// Sends a record that nobody has to prove and that must be stored.
    public <V extends SpecificRecord> Sending sendOwn(Topic<V> topic, String key, V value) {
        try {
            return new Sending(producer.send(new ProducerRecord<>(topic.name(), key,
                    serdes.of(topic).serializer().serialize(topic.name(), value))));
        } catch (KafkaException e) {
            throw unavailable();
        }
    }

    /// Sends a record that nobody has to prove.
    @SuppressWarnings("FutureReturnValueIgnored") // a note of a refusal that was answered already
    public <V extends SpecificRecord> void note(Topic<V> topic, String key, V value) {
        producer.send(new ProducerRecord<>(topic.name(), key,
                serdes.of(topic).serializer().serialize(topic.name(), value)));
    }

    private static ApiException unavailable() {
        return new ApiException(503, "the broker is away",
                "nothing was acknowledged; send the same again after Retry-After: it counts once");
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
