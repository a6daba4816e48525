package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tocsin.runtime.Callers.key;
import static tocsin.runtime.Callers.keyOfPerson;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
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
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.ReportKind;
import tocsin.wire.RecordJson;
import tocsin.wire.Serdes;

/// Ordinary nights of a city on a whole Tocsin: what is reported, corrected, closed, and who hears of it.
@ExtendWith(SharedPair.class)
class OrdinaryNightsIT {
    private static final double METRES_A_DEGREE = 111_195;

    @TempDir
    private Path folder;
    private Place place;
    private Tocsin tocsin;

    @BeforeEach
    void start(Place own) throws InterruptedException {
        place = own;
        begin();
    }

    private void begin() throws InterruptedException {
        tocsin = new Tocsin(place.settings(folder, List.of(key("qingdao-fire", Role.REPORTER, "qingdao-fire"),
                key("licang-fire", Role.REPORTER, "licang-fire"),
                keyOfPerson("officer", Role.DUTY_OFFICER, "duty-wang"),
                keyOfPerson("leader", Role.APPROVER, "leader-zhao")), Duration.ofMillis(50)), FixedPacks.qingdao(),
                Clock.systemUTC(),
                System.out::println);
        tocsin.start();
        assertTrue(tocsin.awaitReady(Duration.ofMinutes(2)));
    }

    @AfterEach
    void stop() {
        tocsin.close();
    }

    private HttpResponse<String> send(String as, String method, String path, String body)
            throws IOException, InterruptedException {
        return Callers.ask(tocsin, as, method, path, body);
    }

    private JsonNode ask(String path) throws IOException, InterruptedException {
        return RecordJson.MAPPER.readTree(send("officer", "GET", path, "").body());
    }

    /// The incident a report of an agency is joined to.
    private String report(IncidentReport.Builder report) throws IOException, InterruptedException {
        IncidentReport built = report.build();
        HttpResponse<String> answer = send(built.getAgencyId(), "POST", "/api/v1/reports",
                RecordJson.write(built).toString());
        assertEquals(202, answer.statusCode(), answer::body);
        return verdict(built).path("incidentId").asText();
    }

    private JsonNode verdict(IncidentReport report) throws IOException, InterruptedException {
        String path = "/api/v1/reports/" + report.getReportId() + "/verdict";
        TocsinProcess.await("a verdict on " + report.getReportId(), Duration.ofSeconds(30),
                () -> send("officer", "GET", path, "").statusCode() == 200);
        return ask(path);
    }

    /// What became of an order, once that is known.
    private JsonNode order(String by, String action, String incident, Map<String, String> arguments, String note)
            throws IOException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("action", action).put("note", note);
        ObjectNode named = body.putObject("arguments");
        arguments.forEach(named::put);
        HttpResponse<String> answer = send(by, "POST", "/api/v1/incidents/" + incident + "/commands", body.toString());
        assertEquals(202, answer.statusCode(), answer::body);
        String outcome = RecordJson.MAPPER.readTree(answer.body()).path("outcome").asText();
        TocsinProcess.await("what became of " + action, Duration.ofSeconds(30),
                () -> !ask(outcome).path("state").asText().equals("ACCEPTED"));
        return ask(outcome);
    }

    private JsonNode incident(String id) throws IOException, InterruptedException {
        return ask("/api/v1/incidents/" + id);
    }

    private void awaitIncident(String id, String field, String value) throws IOException, InterruptedException {
        TocsinProcess.await(field + " " + value + " of " + id, Duration.ofSeconds(30),
                () -> incident(id).path(field).asText().equals(value));
    }

    private List<Notification> told(String incident, NotifyReason reason) {
        return tocsin.model().notifications(
                one -> one.getIncidentId().equals(incident) && one.getReason() == reason, 1_000).stream()
                .map(sent -> sent.notification()).toList();
    }

    private void awaitTold(String incident, NotifyReason reason) throws IOException, InterruptedException {
        TocsinProcess.await(reason + " about " + incident, Duration.ofSeconds(30),
                () -> !told(incident, reason).isEmpty());
    }

    private static Set<String> recipients(List<Notification> told) {
        return told.stream().map(Notification::getRecipient).collect(Collectors.toCollection(TreeSet::new));
    }

    private static IncidentReport.Builder fire(String id, String agency, double northMetres, String name) {
        return Reports.fire(id, Instant.now()).setAgencyId(agency).setTitle(name + "起火")
                .setLocation(new Location("370213", name, 36.19 + northMetres / METRES_A_DEGREE, 120.39, null));
    }

    @Test
    void threeDeadCorrectedToOneThenTwelve() throws Exception {
        // Given
        String incident = report(fire("a1", "qingdao-fire", 0, "滨海化工园三号库").setIncidentRef("a")
                .setCasualties(Reports.toll(3, null)));
        awaitTold(incident, NotifyReason.OPENED);
        Set<String> first = recipients(told(incident, NotifyReason.OPENED));

        // When
        report(fire("a2", "qingdao-fire", 0, "滨海化工园三号库").setIncidentRef("a").setKind(ReportKind.CORRECTION)
                .setSequence(2).setCasualties(Reports.toll(1, null)));
        awaitTold(incident, NotifyReason.CORRECTED);

        // Then
        assertEquals(first, recipients(told(incident, NotifyReason.CORRECTED)));
        assertTrue(told(incident, NotifyReason.CORRECTED).stream().allMatch(
                one -> one.getBody().contains("死亡3→1人") || one.getBody().contains("3 to 1 dead")));
        assertEquals("滨海化工园三号库火灾，死亡1人（一般）", incident(incident).path("title").asText());

        // When
        report(fire("a3", "qingdao-fire", 0, "滨海化工园三号库").setIncidentRef("a").setKind(ReportKind.FOLLOW_UP)
                .setSequence(3).setCasualties(Reports.toll(12, null)));
        awaitTold(incident, NotifyReason.GRADE_RAISED);

        // Then
        assertEquals("II", incident(incident).path("grade").asText());
        assertEquals("滨海化工园三号库火灾，死亡12人（重大）", incident(incident).path("title").asText());
        assertEquals("滨海化工园三号库起火", incident(incident).path("openedAs").asText());
        assertTrue(told(incident, NotifyReason.GRADE_RAISED).stream()
                .noneMatch(one -> one.getBody().contains("3人死亡") || one.getBody().contains("1人死亡")));
    }

    @Test
    void aSecondFireOfOneAgencyIsPagedAndMergedByOneOrder() throws Exception {
        // Given
        String village = report(fire("b1", "qingdao-fire", 0, "李沧区张村").setCasualties(Reports.toll(3, null)));

        // When: 1.2 km away, within the hour, without a reference
        String home = report(fire("b2", "qingdao-fire", 1_200, "李沧区王村养老院").setCasualties(Reports.toll(4, null)));
        awaitTold(home, NotifyReason.OPENED);

        // Then
        assertNotEquals(village, home);
        assertEquals("李沧区王村养老院火灾，死亡4人（较大）", incident(home).path("title").asText());
        assertEquals(home, incident(village).path("perhapsSame").path(0).asText());
        assertEquals(village, incident(home).path("perhapsSame").path(0).asText());

        // When
        JsonNode merged = order("officer", "MERGE", home, Map.of("into", village), null);

        // Then
        assertEquals("DONE", merged.path("state").asText(), merged::toString);
        awaitIncident(home, "state", "MERGED");
        assertEquals(0, incident(village).path("perhapsSame").size());
    }

    @Test
    void twoAgenciesNameOneFireOtherwise() throws Exception {
        // Given
        String first = report(fire("c1", "qingdao-fire", 0, "滨海化工园三号库"));

        // When: with coordinates 1.4 km apart, and without any
        String joined = report(fire("c2", "licang-fire", 1_400, "滨海路88号"));
        String offered = report(fire("c3", "licang-fire", 0, "某园区").setIncidentRef("other")
                .setLocation(new Location("370213", "某园区", null, null, null)));

        // Then
        assertEquals(first, joined);
        assertNotEquals(first, offered);
        assertEquals(offered, incident(first).path("perhapsSame").path(0).asText());
    }

    @Test
    void aForgedCorrectionOnTheTopicChangesNothingAndTheDeskIsAsked() throws Exception {
        // Given
        String incident = report(fire("d1", "qingdao-fire", 0, "李沧区张村").setIncidentRef("d")
                .setCasualties(Reports.toll(3, null)));
        IncidentReport forged = fire("d2", "qingdao-fire", 0, "李沧区张村").setIncidentRef("d")
                .setKind(ReportKind.CORRECTION).setTitle("误报").setCasualties(Reports.toll(0, null)).build();

        // When
        Serdes serdes = new Serdes(new SchemaIds(new RegistryClient(place.registry(), null), folder.resolve("ids"),
                false), null, Map.of());
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", place.bootstrap()), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(place.topics().reports.name(), "k",
                    serdes.of(place.topics().reports).serializer().serialize(place.topics().reports.name(), forged)))
                    .get();
        }
        verdict(forged);
        awaitTold(incident, NotifyReason.VERIFY);

        // Then
        assertEquals("III", incident(incident).path("grade").asText());
        assertEquals(3, incident(incident).path("casualties").path("dead").asInt());
        assertEquals("PROBABLE", incident(incident).path("confidence").asText());
        assertEquals(List.of(), told(incident, NotifyReason.CORRECTED));
    }

    @Test
    void aGraveCloseNeedsANoteASecondPersonAndTenSeconds() throws Exception {
        // Given
        String incident = report(fire("e1", "qingdao-fire", 0, "李沧区张村").setIncidentRef("e")
                .setCasualties(Reports.tollOf(Grade.I)));

        // When, and then
        JsonNode bare = order("officer", "CLOSE", incident, Map.of(), null);
        assertEquals("REFUSED note", bare.path("state").asText() + " " + bare.path("field").asText(), bare::toString);
        JsonNode close = order("officer", "CLOSE", incident, Map.of(), "dealt with");
        Map<String, String> named = Map.of("commandId", close.path("commandId").asText());
        assertEquals("DONE", order("leader", "APPROVE", incident, named, null).path("state").asText());
        Instant closingAt = Instant.parse(incident(incident).path("closingAt").asText());
        assertEquals("OPEN", incident(incident).path("state").asText());

        // When: taken back, ordered and approved again, and the instance is gone for a while
        assertEquals("DONE", order("officer", "REOPEN", incident, Map.of(), "smoke").path("state").asText());
        assertTrue(incident(incident).path("closingAt").isNull());
        JsonNode again = order("officer", "CLOSE", incident, Map.of(), "dealt with now");
        order("leader", "APPROVE", incident, Map.of("commandId", again.path("commandId").asText()), null);
        Instant until = Instant.parse(incident(incident).path("closingAt").asText());
        tocsin.close();
        begin();

        // Then
        awaitIncident(incident, "state", "CLOSED");
        awaitTold(incident, NotifyReason.ALL_CLEAR);
        assertTrue(until.isAfter(closingAt));
        assertTrue(told(incident, NotifyReason.ALL_CLEAR).stream()
                .noneMatch(one -> one.getDecidedAt().isBefore(until)), "nobody heard it earlier");
        assertEquals(told(incident, NotifyReason.ALL_CLEAR).size(), told(incident, NotifyReason.ALL_CLEAR).stream()
                .map(Notification::getNotificationId).distinct().count());
    }

    @Test
    void aDeathAfterTheAllClearOpensItAgain() throws Exception {
        // Given
        String incident = report(fire("f1", "qingdao-fire", 0, "李沧区张村").setIncidentRef("f"));
        order("officer", "CLOSE", incident, Map.of(), "dealt with");
        awaitIncident(incident, "state", "CLOSED");

        // When
        report(fire("f2", "qingdao-fire", 0, "李沧区张村").setIncidentRef("f").setKind(ReportKind.FOLLOW_UP)
                .setSequence(2).setCasualties(Reports.toll(1, null)));
        awaitTold(incident, NotifyReason.REOPENED);

        // Then
        awaitIncident(incident, "state", "OPEN");
    }

    @Test
    void aPersonCorrectsAndSplits() throws Exception {
        // Given
        String incident = report(fire("g1", "qingdao-fire", 0, "李沧区张村").setIncidentRef("g")
                .setCasualties(Reports.toll(12, null)));
        report(fire("g2", "qingdao-fire", 0, "李沧区王村").setIncidentRef("g").setKind(ReportKind.FOLLOW_UP)
                .setSequence(2).setCasualties(Reports.toll(12, 2)));

        // When
        JsonNode wrong = order("officer", "CORRECT", incident, Map.of("dead", "2"), "counted twice");
        assertEquals("DONE", wrong.path("state").asText(), wrong::toString);
        awaitTold(incident, NotifyReason.CORRECTED);

        // Then
        assertEquals(2, incident(incident).path("casualties").path("dead").asInt());
        assertEquals("IV", incident(incident).path("grade").asText());

        // When
        JsonNode split = order("officer", "SPLIT", incident, Map.of("reports", "qingdao-fire/g2"), "another village");

        // Then
        assertEquals("DONE", split.path("state").asText(), split::toString);
        assertEquals(1, incident(incident).path("evidence").size());
        assertFalse(send("officer", "POST", "/api/v1/incidents/" + incident + "/commands",
                "{\"action\":\"CORRECT\",\"arguments\":{\"dead\":\"three\"},\"note\":\"n\"}").statusCode() == 202);
    }

    @Test
    void anEarthquakesTitleNamesItsMainShock() throws Exception {
        // Given
        Instant at = Instant.now().minusSeconds(1_800);
        List<String> readings = Stream.of(new String[]{"t-fore", "4.8"}, new String[]{"t-main", "6.9"})
                .map(quake -> """
                        {"readingId": "%s", "sensorId": "earthquakes", "metric": "magnitude", "value": %s, "unit": "M",
                         "observedAt": "%s", "revisedAt": "%s", "event": "earthquake", "status": "ACTUAL",
                         "location": {"place": "Testville", "latitude": 36.1, "longitude": 120.4},
                         "figures": {"depth_km": 10}}""".formatted(quake[0], quake[1],
                        at.plusSeconds(quake[0].equals("t-main") ? 300 : 0), at.plusSeconds(600)))
                .toList();

        // When
        for (int i : IntStream.range(0, readings.size()).toArray()) {
            assertEquals(202, send("officer", "POST", "/api/v1/sensors", readings.get(i)).statusCode());
        }

        // Then
        TocsinProcess.await("a title of 6.9", Duration.ofSeconds(60), () -> {
            JsonNode incidents = ask("/api/v1/incidents");
            return incidents.toString().contains("M6.9");
        });
        JsonNode incidents = ask("/api/v1/incidents");
        JsonNode quake = incidents.isArray() ? incidents.path(0) : incidents.path("incidents").path(0);
        assertTrue(quake.path("title").asText().startsWith("M6.9"), incidents::toString);
        assertTrue(quake.path("openedAs").asText().startsWith("M4.8"), incidents::toString);
    }
}
