package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.intake.Role;
import tocsin.v1.Grade;
import tocsin.wire.RecordJson;

/// What is stored and reaches nobody is told by the page that is there for it, and keeps nothing else back.
@ExtendWith(SharedPair.class)
class StalledPartitionIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private static Place place;
    @TempDir
    private static Path folder;
    private static Tocsin tocsin;

    @BeforeAll
    static void start(Place own) throws Exception {
        place = own;
        tocsin = new Tocsin(place.settings(folder, List.of(Callers.key("fire", Role.REPORTER, "qingdao-fire"),
                Callers.key("officer", Role.DUTY_OFFICER, null)), Duration.ofMillis(50)), FixedPacks.qingdao(),
                Clock.systemUTC(), System.out::println);
        tocsin.start();
        assertTrue(tocsin.awaitReady(Duration.ofMinutes(4)), () -> "not ready");
    }

    @AfterAll
    static void stop() {
        tocsin.close();
    }

    private static void report(String id) throws Exception {
        String report = RecordJson.write(Reports.fire(id, Instant.now()).setIncidentRef("case of " + id)
                .setCasualties(Reports.tollOf(Grade.III)).build()).toString();
        assertEquals(202, Callers.ask(tocsin, "fire", "POST", "/api/v1/reports", report).statusCode());
    }

    private static JsonNode json(String path) throws IOException, InterruptedException {
        return RecordJson.MAPPER.readTree(Callers.ask(tocsin, "officer", "GET", path, "").body());
    }

    private static String judged(String id) throws Exception {
        TocsinProcess.await("a verdict on " + id, SOON, () -> Callers
                .ask(tocsin, "officer", "GET", "/api/v1/reports/" + id + "/verdict", "").statusCode() == 200);
        return json("/api/v1/reports/" + id + "/verdict").path("incidentId").asText();
    }

    private static void paged(String incident) throws Exception {
        TocsinProcess.await("a page about " + incident, SOON, () -> {
            for (JsonNode told : json("/api/v1/notifications?incident=" + incident)) {
                if (told.toString().contains("HANDED_OVER")) {
                    return true;
                }
            }
            return false;
        });
    }

    private static int status(String page) throws IOException, InterruptedException {
        return TocsinProcess.status(tocsin.url() + page);
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
            report("beside");
            paged(judged("beside"));
            TocsinProcess.await("alerting says so", Duration.ofSeconds(20), () -> status("/health/alerting") == 503);
            Duration red = Duration.ofNanos(System.nanoTime() - began);

            // Then
            JsonNode waiting = json("/health/alerting").path("waiting").path(0);
            assertEquals(place.topics().reports.name() + "-1", waiting.path("partition").asText(), waiting::toString);
            assertEquals("intake", waiting.path("application").asText());
            assertTrue(waiting.path("cause").asText().contains("\"a stranger's\""), waiting::toString);
            assertTrue(red.compareTo(Duration.ofSeconds(17)) < 0, red::toString);
            assertEquals(200, status("/health/ready"));
            JsonNode books = json("/api/v1/books");
            assertEquals(2, books.path("reports").path("unread").asInt(), books::toString);
            assertEquals(false, books.path("balanced").asBoolean(), books::toString);
            stranger.abortTransaction();
        }
        TocsinProcess.await("alerting again", SOON, () -> status("/health/alerting") == 200);
        TocsinProcess.await("the books balance", SOON, () -> json("/api/v1/books").path("balanced").asBoolean());
    }
}
