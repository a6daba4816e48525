package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What is stored and reaches nobody is told by the page that is there for it, and keeps nothing else back.
@ExtendWith(SharedPair.class)
class StalledPartitionIT {

    private static Place place;
    @TempDir
    private static Path folder;
    private static FireBrigade fire;

    @BeforeAll
    static void start(Place own) throws Exception {
        place = own;
        fire = new FireBrigade(place, folder);
    }

    @AfterAll
    static void stop() {
        fire.close();
    }

    @Test
    void aForeignTransactionHoldsBackNothingThatCameOverHttpAndIsNamed() throws Exception {
        // Given
        Map<String, Object> configs = new HashMap<>(Map.of("bootstrap.servers", place.bootstrap(), "transactional.id",
                "a stranger's", "transaction.timeout.ms", 50_000));
        try (KafkaProducer<byte[], byte[]> stranger = new KafkaProducer<>(configs, new ByteArraySerializer(),
                new ByteArraySerializer());
                KafkaProducer<byte[], byte[]> behind = new KafkaProducer<>(
                        Map.of("bootstrap.servers", place.bootstrap()), new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            stranger.initTransactions();
            stranger.beginTransaction();
            stranger.send(new ProducerRecord<>(place.topics().reports.name(), 1, null,
                    "open".getBytes(StandardCharsets.UTF_8))).get();
            long began = System.nanoTime();
            behind.send(new ProducerRecord<>(place.topics().reports.name(), 1, null,
                    "behind it".getBytes(StandardCharsets.UTF_8))).get();

            // When
            fire.report("beside");
            fire.paged(fire.judged("beside"));
            TocsinProcess.await("alerting says so", Duration.ofSeconds(20),
                    () -> fire.status("/health/alerting") == 503);
            Duration red = Duration.ofNanos(System.nanoTime() - began);

            // Then
            JsonNode waiting = fire.json("/health/alerting").path("waiting").path(0);
            assertEquals(place.topics().reports.name() + "-1", waiting.path("partition").asText(), waiting::toString);
            assertEquals("intake", waiting.path("application").asText());
            assertTrue(waiting.path("cause").asText().contains("\"a stranger's\""), waiting::toString);
            assertTrue(red.compareTo(Duration.ofSeconds(17)) < 0, red::toString);
            assertEquals(200, fire.status("/health/ready"));
            JsonNode books = fire.json("/api/v1/books");
            assertEquals(2, books.path("reports").path("unread").asInt(), books::toString);
            assertEquals(false, books.path("balanced").asBoolean(), books::toString);
            stranger.abortTransaction();
        }
        TocsinProcess.await("alerting again", FireBrigade.SOON, () -> fire.status("/health/alerting") == 200);
        TocsinProcess.await("the books balance", FireBrigade.SOON,
                () -> fire.json("/api/v1/books").path("balanced").asBoolean());
    }
}
