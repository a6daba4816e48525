package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.intake.Role;
import tocsin.schemas.RegistryClient;
import tocsin.schemas.SchemaIds;
import tocsin.v1.IncidentReport;
import tocsin.v1.Via;
import tocsin.wire.Headers;
import tocsin.wire.RecordJson;
import tocsin.wire.Serdes;
import tocsin.wire.Topics;

/// A report arrives when the broker appends it, however long it waits to be read.
@ExtendWith(SharedPair.class)
class ArrivalIT {

    @TempDir
    private Path folder;
    private Place place;
    private Topics topics;
    private Tocsin tocsin;

    @BeforeEach
    void start(Place own) throws InterruptedException {
        place = own;
        topics = own.topics();
        startTocsin();
    }

    private void startTocsin() throws InterruptedException {
        tocsin = new Tocsin(place.settings(folder.resolve("instance"), List.of(Callers.key("officer",
                Role.DUTY_OFFICER, null)), Duration.ofMillis(50)),
                FixedPacks.qingdao(), Clock.systemUTC(), System.out::println);
        tocsin.start();
        assertTrue(tocsin.awaitReady(Duration.ofMinutes(2)));
    }

    @AfterEach
    void stop() {
        tocsin.close();
    }

    private JsonNode ask(String method, String path, String body) throws Exception {
        HttpResponse<String> answer = Callers.ask(tocsin, "officer", method, path, body);
        return answer.statusCode() == 404 ? null : RecordJson.MAPPER.readTree(answer.body());
    }

    private JsonNode verdict(String reportId) throws Exception {
        String path = "/api/v1/reports/" + reportId + "/verdict";
        TocsinProcess.await("a verdict on " + reportId, Duration.ofSeconds(60), () -> {
            try {
                return ask("GET", path, "") != null;
            } catch (java.io.IOException | InterruptedException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        return ask("GET", path, "");
    }

    /// Sends a report as a producer does that claims a time, and the header by which Tocsin marks append times.
    private Instant produce(KafkaProducer<String, byte[]> producer, Serdes serdes, String topic, String reportId,
            Instant claimed) throws Exception {
        IncidentReport report = Reports.fire(reportId, Instant.now()).setAgencyId("qingdao-fire")
                .setIncidentRef("case-" + reportId).build();
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, null, claimed.toEpochMilli(), "k",
                serdes.of(topics.reports).serializer().serialize(topics.reports.name(), report));
        record.headers().add(Headers.APPEND_TIME, "forged".getBytes(StandardCharsets.UTF_8));
        Future<RecordMetadata> sent = producer.send(record);
        return Instant.ofEpochMilli(sent.get().timestamp());
    }

    private KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(new HashMap<>(Map.of("bootstrap.servers", place.bootstrap())),
                new StringSerializer(), new ByteArraySerializer());
    }

    private void createTopic(Admin admin, String name, String timestampType) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, 1, (short) 1)
                .configs(Map.of("message.timestamp.type", timestampType)))).all().get();
    }

    @Test
    void whatWaitedWhileNobodyWasThereArrivedWhenItWasAppended() throws Exception {
        Instant hourAgo = Instant.now().minusSeconds(3_600);
        Serdes serdes = new Serdes(new SchemaIds(new RegistryClient(place.registry(), null), folder.resolve("ids"),
                false), null, Map.of());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", place.bootstrap()));
                KafkaProducer<String, byte[]> producer = producer()) {
            // Given: an agency's own topic as it should be, one that lets times be claimed, and one that is mended later
            String good = topics.reports.name() + ".qingdao-fire";
            String claiming = topics.reports.name() + ".licang-fire";
            String mended = topics.reports.name() + ".shibei-fire";
            createTopic(admin, good, "LogAppendTime");
            createTopic(admin, claiming, "CreateTime");
            createTopic(admin, mended, "CreateTime");

            // When: reports are appended while no instance runs
            tocsin.close();
            Instant shared = produce(producer, serdes, topics.reports.name(), "shared", hourAgo);
            Instant own = produce(producer, serdes, good, "own", hourAgo);
            produce(producer, serdes, claiming, "claims", hourAgo);
            produce(producer, serdes, mended, "before", hourAgo);
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, mended),
                    List.of(new AlterConfigOp(new ConfigEntry("message.timestamp.type", "LogAppendTime"),
                            AlterConfigOp.OpType.SET))))
                    .all().get();
            TocsinProcess.await("append times on the mended topic", Duration.ofSeconds(30), () -> {
                try {
                    return produce(producer, serdes, mended, "probe", hourAgo).isAfter(hourAgo.plusSeconds(60));
                } catch (java.io.IOException | InterruptedException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            Instant after = produce(producer, serdes, mended, "after", hourAgo);
            Instant startedAt = Instant.now();
            startTocsin();

            // Then: each is judged by its own record, and never by what its sender claims
            for (Map.Entry<String, Instant> appended : Map.of("shared", shared, "own", own, "after", after)
                    .entrySet()) {
                JsonNode verdict = verdict(appended.getKey());
                assertEquals(appended.getValue(), Instant.parse(verdict.path("arrivedAt").asText()),
                        verdict::toString);
                assertEquals("APPENDED", verdict.path("arrivalBasis").asText());
                assertTrue(appended.getValue().isBefore(startedAt));
            }
            for (String claimed : List.of("claims", "before")) {
                JsonNode verdict = verdict(claimed);
                assertFalse(Instant.parse(verdict.path("arrivedAt").asText()).isBefore(startedAt), verdict::toString);
                assertEquals("READ", verdict.path("arrivalBasis").asText());
            }
            assertEquals(List.of(claiming), new TopicsAdmin(admin, topics, 1).withClaimedTimes());
        }
    }

    @Test
    void theAnswerTheVerdictTheReceiptAndTheTimelineNameOneInstant() throws Exception {
        // When: more reports at once than a commit interval carries
        ArrayNode many = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < 520; i++) {
            many.add(RecordJson.write(Reports.fire("many-" + i, Instant.now()).setIncidentRef("case-" + i).build()));
        }
        JsonNode answers = ask("POST", "/api/v1/reports", many.toString());
        JsonNode called = ask("POST", "/api/v1/reports", RecordJson.write(Reports.fire("called", Instant.now())
                .setVia(Via.PHONE).setCalledAt(Instant.now().minusSeconds(600)).setIncidentRef("c").build())
                .toString()).get(0);

        // Then
        for (JsonNode answer : List.of(answers.get(0), answers.get(259), answers.get(519), called)) {
            String reportId = answer.path("reportId").asText();
            JsonNode verdict = verdict(reportId);
            assertEquals(answer.path("arrivedAt"), verdict.path("arrivedAt"), reportId);
            assertEquals(called == answer ? "CALLED" : "APPENDED", verdict.path("arrivalBasis").asText());
            assertEquals(answer.path("due").get(0).path("dueAt"), verdict.path("deadlines").get(0).path("dueAt"));
            TocsinProcess.await("the receipt of " + reportId, Duration.ofSeconds(60),
                    () -> tocsin.model().receipt("qingdao-fire", reportId).isPresent());
            assertEquals(Instant.parse(answer.path("arrivedAt").asText()),
                    tocsin.model().receipt("qingdao-fire", reportId).orElseThrow().getArrivedAt());
            JsonNode timeline = ask("GET", "/api/v1/incidents/" + verdict.path("incidentId").asText() + "/timeline",
                    "");
            assertTrue(timeline.toString().contains("\"arrivedAt\":\"" + Instant
                    .parse(answer.path("arrivedAt").asText()) + "\""), timeline::toString);
        }
    }
}
