package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tocsin.runtime.Callers.key;
import static tocsin.runtime.Callers.keyOfPerson;
import static tocsin.runtime.Callers.keyOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.desk.Alerts;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.intake.Role;
import tocsin.v1.Grade;
import tocsin.v1.Location;
import tocsin.v1.OfficialSignal;
import tocsin.v1.SignalMessage;
import tocsin.v1.SensorReading;
import tocsin.v1.Status;
import tocsin.wire.RecordJson;
import tocsin.wire.Seal;

/// A whole Tocsin on the embedded pair, driven over HTTP as its users do.
@ExtendWith(SharedPair.class)
class TocsinIT {
    @TempDir
    private static Path folder;
    private static Place place;
    private static Tocsin tocsin;

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    @BeforeAll
    static void start(Place own) throws Exception {
        place = own;
        TocsinSettings settings = place.settings(folder,
                List.of(key("fire", Role.REPORTER, "qingdao-fire"),
                        keyOfPerson("officer", Role.DUTY_OFFICER, "duty-wang"),
                        keyOfPerson("approver", Role.APPROVER, "leader-zhao"), key("analyst", Role.ANALYST, null),
                        key("weather", Role.REPORTER, "qingdao-meteorology"), keyOf("licang", "370213"),
                        keyOf("shinan", "370202")),
                Duration.ofMillis(50));
        tocsin = new Tocsin(settings, FixedPacks.qingdao(), Clock.systemUTC(), System.out::println);
        tocsin.start();
        assertTrue(tocsin.awaitReady(Duration.ofMinutes(4)), () -> "not ready");
    }

    @AfterAll
    static void stop() {
        tocsin.close();
    }

    private record Answer(int status, JsonNode body, Map<String, List<String>> headers) {}

    private static Answer ask(String as, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(tocsin.url() + path))
                .header("Content-Type", "application/json").method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!as.isEmpty()) {
            request.header("Authorization", "Bearer key of " + as);
        }
        HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
        return new Answer(response.statusCode(), json ? RecordJson.MAPPER.readTree(response.body()) : null,
                response.headers().map());
    }

    private static ObjectNode report() {
        int number = NUMBERS.incrementAndGet();
        return RecordJson
                .write(Reports.fire("it-" + number, Instant.now()).setIncidentRef("it-case-" + number).build());
    }

    private static JsonNode verdict(String reportId) throws Exception {
        TocsinProcess.await("a verdict on " + reportId, Duration.ofSeconds(30),
                () -> ask("officer", "GET", "/api/v1/reports/" + reportId + "/verdict", "").status() == 200);
        return ask("officer", "GET", "/api/v1/reports/" + reportId + "/verdict", "").body();
    }

    private static void booksBalance() throws Exception {
        TocsinProcess.await("balanced books", Duration.ofSeconds(30), () -> tocsin.model().books().quiet());
    }

    @Test
    void aReportGoesInIsCheckedAndReachesTheDutyOfficerWhoAnswers() throws Exception {
        // When
        ObjectNode report = report();
        report.set("casualties", RecordJson.write(Reports.tollOf(Grade.III)));
        Answer answer = ask("fire", "POST", "/api/v1/reports", report.toString());
        String incident = verdict(report.path("reportId").asText()).path("incidentId").asText();

        // Then
        assertEquals(202, answer.status());
        assertEquals("T1", answer.body().get(0).path("due").get(0).path("rule").asText());
        assertTrue(incident.matches("370200-\\d{8}-\\d{4}"), incident);
        TocsinProcess.await("the SMS in the outbox", Duration.ofSeconds(30),
                () -> Files.readString(folder.resolve("outbox/sms.ndjson")).contains(incident));

        // And when the officer answers
        assertEquals(202, ask("officer", "POST", "/api/v1/incidents/" + incident + "/commands",
                "{\"action\":\"ACKNOWLEDGE\",\"note\":\"收到\"}").status());
        TocsinProcess.await("acknowledged", Duration.ofSeconds(30),
                () -> ask("officer", "GET", "/api/v1/incidents/" + incident, "")
                        .body().path("state").asText().equals("ACKNOWLEDGED"));
        JsonNode timeline = ask("analyst", "GET", "/api/v1/incidents/" + incident + "/timeline", "").body();
        assertTrue(timeline.toString().contains("收到"), timeline::toString);
        booksBalance();
    }

    private static void relays(String id, OfficialSignal signal, Grade grade) throws Exception {
        assertEquals(202, ask("weather", "POST", "/api/v1/reports",
                RecordJson.write(Alerts.relay(id, Instant.now(), signal, grade).build()).toString()).status());
    }

    private static JsonNode incident(String id) throws IOException, InterruptedException {
        return ask("officer", "GET", "/api/v1/incidents/" + id, "").body();
    }

    private static void closed(String id) throws Exception {
        String incident = verdict(id).path("incidentId").asText();
        TocsinProcess.await("no alert of " + id + " in force", Duration.ofSeconds(30),
                () -> incident(incident).path("state").asText().equals("CLOSED"));
        assertEquals(0, incident(incident).path("officialSignals").size());
    }

    @Test
    void fortyEightAlertsOfOneOfficeAreFortyEightIncidentsAndEachEndsByItself() throws Exception {
        // Given
        Instant now = Instant.now();
        for (int i = 0; i < 48; i++) {
            relays("w-" + i, Alerts.signal("W-" + i, "暴雨预警信号", now, now.plusSeconds(i == 0 ? 8 : 7200)),
                    Grade.IV);
        }

        // When: one expires, one is lifted, and one was over before it came
        relays("w-lifted", Alerts.about(SignalMessage.CANCEL, "W-x", "解除暴雨预警信号", now, null, "W-1"), null);
        relays("w-late", Alerts.signal("W-late", "暴雨预警信号", now.minusSeconds(60), now.minusSeconds(1)), Grade.I);

        // Then
        assertTrue(verdict("w-late").path("incidentId").isNull(), () -> "it opened an incident");
        closed("w-0");
        closed("w-1");
        Set<String> open = new HashSet<>();
        for (int i = 2; i < 48; i++) {
            JsonNode incident = incident(verdict("w-" + i).path("incidentId").asText());
            assertEquals("IV", incident.path("grade").asText());
            assertEquals(1, incident.path("officialSignals").size());
            open.add(incident.path("incidentId").asText());
        }
        assertEquals(46, open.size());
        booksBalance();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{ not json|400|MALFORMED_JSON|no JSON", "''|400||the body is empty",
            "{\"reportId\":1}|422|WRONG_TYPE|must be a text", "[1]|207||",
            "{\"a\":1,\"a\":2}|400|MALFORMED_JSON|Duplicate", "{\"标题\":1}|422|UNKNOWN_FIELD|标题"})
    void whatIsNoReportIsRefusedByName(String body, int status, String reason, String words) throws Exception {
        Answer answer = ask("fire", "POST", "/api/v1/reports", body);
        assertEquals(status, answer.status(), () -> answer.body().toString());
        assertTrue(reason == null || answer.body().toString().contains(reason), () -> answer.body().toString());
        assertTrue(words == null || answer.body().toString().contains(words), () -> answer.body().toString());
    }

    @Test
    void jsonBeyondAllBoundsIsMalformedAndNotOurFault() throws Exception {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertEquals(400, ask("fire", "POST", "/api/v1/reports", deep).status());
        assertEquals(400, ask("fire", "POST", "/api/v1/reports", "{\"lossCny\":" + "9".repeat(2_000) + "}").status());
        assertEquals(422, ask("fire", "POST", "/api/v1/reports",
                report().put("occurredAt", "+999999999-01-01T00:00:00Z").toString()).status());
        assertEquals(400, ask("officer", "GET", "/api/v1/incidents?grade=V", "").status());
    }

    @Test
    void everyWrongFieldIsNamedAtOnce() throws Exception {
        // Given
        ObjectNode report = report();
        report.put("titel", "x").put("kind", "FLASHY").put("sequence", "two").put("reportedAt", "yesterday")
                .put("lossCny", "1e999999999").remove("agencyId");

        // When
        String errors = ask("fire", "POST", "/api/v1/reports", report.toString()).body().path("errors").toString();

        // Then
        for (String part : List.of("\"titel\"", "did you mean title?", "\"kind\"", "did you mean FLASH?",
                "\"sequence\"",
                "\"reportedAt\"", "\"lossCny\"", "\"agencyId\"", "MISSING_FIELD")) {
            assertTrue(errors.contains(part), () -> part + " is not in " + errors);
        }
    }

    @Test
    void oneBadElementNeverRefusesTheGood() throws Exception {
        // Given
        ObjectNode good = report();
        ObjectNode bad = report();
        bad.remove("title");
        ObjectNode others = report().put("agencyId", "licang-fire");

        // When
        Answer answer = ask("fire", "POST", "/api/v1/reports", "[" + bad + "," + good + "," + others + "]");

        // Then
        assertEquals(207, answer.status());
        assertEquals(List.of(422, 202, 403), List.of(answer.body().get(0).path("status").asInt(),
                answer.body().get(1).path("status").asInt(), answer.body().get(2).path("status").asInt()));
        verdict(good.path("reportId").asText());
        booksBalance();
    }

    @Test
    void nothingOfASecretReportIsFoundAnywhere() throws Exception {
        // Given
        String marker = "marker" + System.nanoTime();
        ObjectNode secret = report().put("title", marker).put("confidentiality", "SECRET");
        ObjectNode unknown = report().put("title", marker).put("confidentiality", marker);
        ObjectNode faulty = report().put("confidentiality", "SECRET").put("sequence", marker).put(marker, "x")
                .put("occurredAt", marker);

        // When
        assertEquals(422, ask("fire", "POST", "/api/v1/reports", secret.toString()).status());
        assertEquals(422, ask("fire", "POST", "/api/v1/reports", unknown.toString()).status());
        assertEquals(422, ask("fire", "POST", "/api/v1/reports", faulty.toString()).status());
        assertEquals(422, ask("fire", "POST", "/api/v1/sensors", secret.toString()).status());
        assertEquals(422, ask("fire", "POST", "/api/v1/media", secret.toString()).status());
        booksBalance();

        // Then
        byte[] needle = marker.getBytes(StandardCharsets.UTF_8);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) Stream
                    .concat(files.filter(Files::isRegularFile), place.files().stream())::iterator) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(text.contains(new String(needle, StandardCharsets.ISO_8859_1)), file::toString);
            }
        }
    }

    @Test
    void bodiesOverTheLimitsAre413() throws Exception {
        ObjectNode large = report().put("summary", "x".repeat(1024 * 1024));
        assertEquals(413, ask("fire", "POST", "/api/v1/reports", large.toString()).status());
        ObjectNode wide = report().put("summary", "火".repeat(450_000));
        assertEquals(413, ask("fire", "POST", "/api/v1/reports", wide.toString()).status(),
                "a character may be three bytes");
        assertEquals(413, ask("fire", "POST", "/api/v1/reports", "[" + " ".repeat(5 * 1024 * 1024) + "]").status());
    }

    @Test
    void everybodySeesAndDoesWhatTheirRoleAllows() throws Exception {
        ObjectNode report = report();
        assertEquals(401, ask("", "POST", "/api/v1/reports", report.toString()).status());
        assertEquals(401, ask("stranger", "GET", "/api/v1/incidents", "").status());
        assertEquals(403, ask("analyst", "POST", "/api/v1/reports", report.toString()).status());
        assertEquals(403, ask("fire", "GET", "/api/v1/incidents", "").status());
        assertEquals(403, ask("fire", "POST", "/api/v1/incidents/370200-20260101-0001/commands", "{}").status());
        assertEquals(422, ask("officer", "POST", "/api/v1/incidents/370200-20260101-0001/commands", "{}").status());
        assertEquals(404, ask("officer", "GET", "/api/v1/incidents/none", "").status());
        assertEquals(400, ask("officer", "GET", "/api/v1/incidents?gade=I", "").status());
    }

    @Test
    void aKeyOfOneDistrictDoesNothingInAnother() throws Exception {
        // Given: an event of Licang
        ObjectNode report = report();
        assertEquals(202, ask("licang", "POST", "/api/v1/reports", report.toString()).status());
        String incident = verdict(report.path("reportId").asText()).path("incidentId").asText();
        TocsinProcess.await("shown", Duration.ofSeconds(30),
                () -> ask("licang", "GET", "/api/v1/incidents/" + incident, "").status() == 200);
        String order = "/api/v1/incidents/" + incident + "/commands";
        String acknowledge = "{\"action\":\"ACKNOWLEDGE\"}";

        // Then: whoever is of Shinan neither reports, orders nor reads there
        Answer refused = ask("shinan", "POST", "/api/v1/reports", report().toString());
        assertEquals(403, refused.status());
        assertTrue(refused.body().toString().contains("location.areaCode")
                && refused.body().toString().contains("370202"), refused.body()::toString);
        assertEquals(403, ask("shinan", "POST", order, acknowledge).status());
        for (String page : List.of("", "/timeline", "/explain", "/special-reports")) {
            assertEquals(403, ask("shinan", "GET", "/api/v1/incidents/" + incident + page, "").status(), page);
        }
        assertEquals(403, ask("shinan", "GET", "/api/v1/books", "").status());
        assertEquals(404, ask("shinan", "GET", "/api/v1/reports/" + report.path("reportId").asText() + "/verdict", "")
                .status());
        for (String list : List.of("incidents", "notifications", "findings")) {
            assertTrue(!ask("shinan", "GET", "/api/v1/" + list, "").body().toString().contains(incident), list);
        }

        // And: whoever is of Licang does
        assertEquals(202, ask("licang", "POST", order, acknowledge).status());
        assertTrue(ask("licang", "GET", "/api/v1/incidents", "").body().toString().contains(incident));
        booksBalance();
    }

    @Test
    void aSensorBelongsToItsAgency() throws Exception {
        String reading = RecordJson.write(SensorReading.newBuilder().setReadingId("own-1")
                .setSensorId("rain-shibei-01").setMetric("rain_mm").setValue(1.0).setUnit("mm").setStatus(Status.ACTUAL)
                .setObservedAt(Instant.now()).build()).toString();

        // Then
        assertEquals(403, ask("fire", "POST", "/api/v1/sensors", reading).status());
        assertEquals(202, ask("weather", "POST", "/api/v1/sensors", reading).status());
    }

    @Test
    void aReportIsAnsweredWithReceiptsAnybodyCanVerify() throws Exception {
        // Given
        JsonNode key = ask("", "GET", "/api/v1/keys", "").body().path("keys").path(0);
        ObjectNode report = report().put("via", "PHONE");
        String reportId = report.path("reportId").asText();

        // When: the desk writes a call down
        JsonNode answer = ask("officer", "POST", "/api/v1/reports", report.toString()).body().path(0);
        String incident = verdict(reportId).path("incidentId").asText();
        TocsinProcess.await("the receipt", Duration.ofSeconds(30),
                () -> ask("fire", "GET", "/api/v1/reports/" + reportId + "/receipt", "").status() == 200);
        JsonNode receipt = ask("fire", "GET", "/api/v1/reports/" + reportId + "/receipt", "").body();

        // Then
        assertEquals(reportId, Seal.verify(answer.path("signed").asText(), "tocsin-acceptance", key).orElseThrow()
                .path("reportId").asText());
        assertEquals(incident, Seal.verify(receipt.path("signed").asText(), "tocsin-receipt", key).orElseThrow()
                .path("incidentId").asText());
        TocsinProcess.await("the receipt's SMS", Duration.ofSeconds(30), () -> Files
                .readString(folder.resolve("outbox/sms.ndjson")).contains("已收到报告" + reportId));
    }

    @Test
    void whatIsRefusedIsToldToTheAgencysTechnicalContactOnce() throws Exception {
        // When
        for (int i = 0; i < 3; i++) {
            assertEquals(422, ask("fire", "POST", "/api/v1/reports", report().put("category", "FIRE").toString())
                    .status());
        }

        // Then
        TocsinProcess.await("the mail", Duration.ofSeconds(30), () -> Files
                .readString(folder.resolve("outbox/email.ndjson")).contains("systems@fire.qingdao.example.org"));
        booksBalance();
        assertEquals(1, Files.readAllLines(folder.resolve("outbox/email.ndjson")).stream()
                .filter(mail -> mail.contains("systems@fire.qingdao.example.org")).count());
    }

    @Test
    void aFindingIsDecidedByTwoPeopleAppealedAgainstByItsAgencyAndScored() throws Exception {
        // Given: a report that came two hours late
        Instant learned = Instant.now().minusSeconds(7_200);
        ObjectNode report = report().put("learnedAt", RecordJson.time(learned)).put("receivedAt",
                RecordJson.time(learned)).put("occurredAt", RecordJson.time(learned));
        assertEquals(202, ask("fire", "POST", "/api/v1/reports", report.toString()).status());
        JsonNode late = verdict(report.path("reportId").asText()).path("findings").findParents("outcome").stream()
                .filter(finding -> finding.path("outcome").asText().equals("LATE")).findFirst().orElseThrow();
        String finding = late.path("findingId").asText();

        // When, Then
        decide("officer", finding, "DECISION_PROPOSED");
        decide("approver", finding, "DECIDED");
        assertEquals(List.of(finding), scored("fire", "confirmed"));
        assertEquals(List.of(finding), scored("analyst", "confirmed"));

        // When
        assertEquals(202, ask("fire", "POST", "/api/v1/incidents/" + late.path("desk").asText() + "/commands",
                "{\"action\":\"APPEAL\",\"note\":\"线路中断\",\"arguments\":{\"findingId\":\"" + finding + "\"}}")
                .status());
        said(finding, "APPEALED");

        // Then
        assertEquals(List.of(), scored("fire", "confirmed"));
        assertEquals(List.of(finding), scored("fire", "appealed"));
        assertEquals(403, ask("fire", "GET", "/api/v1/analytics/scorecards?month=2026-03&agency=licang-fire", "")
                .status());
        assertEquals(400, ask("officer", "GET", "/api/v1/analytics/scorecards?from=2026-03-01", "").status());
    }

    private static void decide(String by, String finding, String kind) throws Exception {
        assertEquals(202, ask(by, "POST", "/api/v1/incidents/370200/commands",
                "{\"action\":\"DECIDE\",\"arguments\":{\"findingId\":\"" + finding + "\",\"decision\":\"confirmed\"}}")
                .status());
        said(finding, kind);
    }

    private static void said(String finding, String kind) throws Exception {
        TocsinProcess.await(kind + " of " + finding, Duration.ofSeconds(30),
                () -> ask("fire", "GET", "/api/v1/findings/" + finding, "").body().path("decisions")
                        .findValuesAsText("kind")
                        .contains(kind));
    }

    /// The events behind a figure of the fire service's, as somebody sees them.
    private static List<String> scored(String as, String figure) throws Exception {
        JsonNode cards = ask(as, "GET", "/api/v1/analytics/scorecards?from="
                + RecordJson.time(Instant.now().minusSeconds(3_600)).replace("+", "%2B") + "&to="
                + RecordJson.time(Instant.now().plusSeconds(60)).replace("+", "%2B"), "").body().path("scorecards");
        List<String> events = new ArrayList<>();
        cards.forEach(card -> {
            if (card.path("agencyId").asText().equals("qingdao-fire")) {
                card.path("figures").path(figure).path("events").forEach(event -> events.add(event.asText()));
            }
        });
        return events;
    }

    @Test
    void theSameReportAgainIsAcceptedAndCountsOnce() throws Exception {
        // Given
        String report = report().toString();

        // When
        assertEquals(202, ask("fire", "POST", "/api/v1/reports", report).status());
        long duplicates = tocsin.model().books().duplicates();
        assertEquals(202, ask("fire", "POST", "/api/v1/reports", report).status());

        // Then
        TocsinProcess.await("one more duplicate", Duration.ofSeconds(30),
                () -> tocsin.model().books().duplicates() == duplicates + 1);
        booksBalance();
    }

    @Test
    void coordinatesOutsideTheAreaAndTimesInTheFutureAreFoundAndHoldNothingBack() throws Exception {
        // Given
        ObjectNode report = report().put("occurredAt", RecordJson.time(Instant.now().plusSeconds(3600)));
        report.set("location", RecordJson.write(new Location("370213", "北京", 39.9, 116.4, null)));

        // When
        assertEquals(202, ask("fire", "POST", "/api/v1/reports", report.toString()).status());

        // Then
        String findings = verdict(report.path("reportId").asText()).path("findings").toString();
        assertTrue(findings.contains("lies in the future") && findings.contains("outside the stated area"), findings);
    }

    @Test
    void aReadingAndAPostComeThroughToTheDesk() throws Exception {
        // Given
        String now = RecordJson.time(Instant.now());
        StringBuilder posts = new StringBuilder("[");
        for (int i = 0; i < 5; i++) {
            posts.append(i == 0 ? "" : ",").append(("{\"signalId\":\"p%d\",\"source\":\"weibo\",\"publishedAt\":\"%s\","
                    + "\"text\":\"崂山起火\",\"location\":{\"areaCode\":\"370212\"},\"status\":\"ACTUAL\"}")
                    .formatted(i, now));
        }

        // When
        assertEquals(202, ask("officer", "POST", "/api/v1/media", posts + "]").status());
        assertEquals(202, ask("officer", "POST", "/api/v1/sensors", ("{\"sensorId\":\"gas-licang-07\",\"metric\":"
                + "\"gas_lel_pct\",\"value\":55,\"unit\":\"%s\",\"observedAt\":\"%s\",\"status\":\"ACTUAL\"}")
                .formatted("%", now))
                .status());

        // Then
        TocsinProcess.await("a verification task and a monitoring notice", Duration.ofSeconds(30), () -> {
            String incidents = ask("officer", "GET", "/api/v1/incidents", "").body().toString();
            return incidents.contains("media/") && incidents.contains("sensor/gas-licang-07");
        });
    }

    @Test
    void theLiveStreamTellsOfANewIncident() throws Exception {
        // Given
        HttpRequest request = HttpRequest.newBuilder(URI.create(tocsin.url() + "/api/v1/stream"))
                .header("Authorization", "Bearer key of analyst").header("Accept", "text/event-stream").build();
        HttpResponse<Stream<String>> stream = HTTP.send(request, HttpResponse.BodyHandlers.ofLines());

        // When
        ObjectNode report = report().put("title", "heard live");
        assertEquals(202, ask("fire", "POST", "/api/v1/reports", report.toString()).status());

        // Then
        try (Stream<String> lines = stream.body()) {
            assertTrue(lines.anyMatch(line -> line.startsWith("data:") && line.contains("heard live")));
        }
    }

    @Test
    void probesAndMetricsAnswerAndZeroIsVisible() throws Exception {
        assertEquals(200, TocsinProcess.status(tocsin.url() + "/health/live"));
        assertEquals(200, TocsinProcess.status(tocsin.url() + "/health/ready"));
        String metrics = HTTP.send(HttpRequest.newBuilder(URI.create(tocsin.url() + "/metrics")).build(),
                HttpResponse.BodyHandlers.ofString()).body();
        for (String name : List.of("tocsin_notifications_total{channel=\"sms\",outcome=\"failed\"",
                "tocsin_incidents_open{",
                "tocsin_findings_total{", "tocsin_notify_seconds_bucket{", "tocsin_timer_lag_seconds",
                "tocsin_desk_lag_seconds")) {
            assertTrue(metrics.contains(name), () -> name + " is not in\n" + metrics);
        }
    }
}
