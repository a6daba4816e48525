package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tocsin.runtime.Callers.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.api.Publisher;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.intake.Passport;
import tocsin.intake.Role;
import tocsin.intake.SenderKeys;
import tocsin.schemas.RegistryClient;
import tocsin.schemas.SchemaIds;
import tocsin.v1.Action;
import tocsin.v1.Command;
import tocsin.v1.Grade;
import tocsin.wire.RecordJson;
import tocsin.wire.Seal;
import tocsin.wire.Serdes;

/// Whoever orders or reports something is told what became of it, by a whole Tocsin over HTTP.
@ExtendWith(SharedPair.class)
class OrdersIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static Place place;

    @TempDir
    private static Path folder;
    private static Tocsin tocsin;

    @BeforeAll
    static void start(Place own) throws Exception {
        place = own;
        TocsinSettings settings = place.settings(folder,
                List.of(key("fire", Role.REPORTER, "qingdao-fire"), key("officer", Role.DUTY_OFFICER, null),
                        key("approver", Role.APPROVER, null), key("analyst", Role.ANALYST, null)),
                Duration.ofMillis(50));
        tocsin = new Tocsin(settings, FixedPacks.qingdao(), Clock.systemUTC(), System.out::println);
        tocsin.start();
        assertTrue(tocsin.awaitReady(Duration.ofMinutes(4)), () -> "not ready");
    }

    @AfterAll
    static void stop() {
        tocsin.close();
    }

    private record Answer(int status, JsonNode body) {
        JsonNode error() {
            return body.path("errors").path(0);
        }
    }

    private static Answer ask(String as, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> response = Callers.ask(tocsin, as, method, path, body);
        return new Answer(response.statusCode(), RecordJson.MAPPER.readTree(response.body()));
    }

    private static Answer order(String as, String incident, String order) throws Exception {
        return ask(as, "POST", "/api/v1/incidents/" + incident + "/commands", order);
    }

    private static String outcome(String commandId) {
        return "/api/v1/commands/" + java.net.URLEncoder.encode(commandId, StandardCharsets.UTF_8);
    }

    /// What became of an order, once it was decided.
    private static JsonNode decided(String as, String commandId) throws Exception {
        AtomicReference<JsonNode> said = new AtomicReference<>();
        TocsinProcess.await("what became of " + commandId, SOON, () -> {
            Answer answer = ask(as, "GET", outcome(commandId), "");
            said.set(answer.body());
            return answer.status() == 200 && !answer.body().path("state").asText().equals("ACCEPTED");
        });
        return said.get();
    }

    private static ObjectNode report() {
        int number = NUMBERS.incrementAndGet();
        return RecordJson.write(Reports.fire("orders-" + number, Instant.now())
                .setIncidentRef("orders-case-" + number).setCasualties(Reports.tollOf(Grade.III)).build());
    }

    private static JsonNode verdict(String reportId) throws Exception {
        TocsinProcess.await("a verdict on " + reportId, SOON,
                () -> ask("officer", "GET", "/api/v1/reports/" + reportId + "/verdict", "").status() == 200);
        return ask("officer", "GET", "/api/v1/reports/" + reportId + "/verdict", "").body();
    }

    private static String incident() throws Exception {
        ObjectNode report = report();
        assertEquals(202, ask("fire", "POST", "/api/v1/reports", report.toString()).status());
        return verdict(report.path("reportId").asText()).path("incidentId").asText();
    }

    private static Publisher publisher(String secret) {
        Serdes serdes = new Serdes(new SchemaIds(new RegistryClient(place.registry(), null),
                folder.resolve("ids-of-a-stranger"), false), null, Map.of());
        return new Publisher(Map.of("bootstrap.servers", place.bootstrap()), serdes, SenderKeys.bytes(secret));
    }

    @Test
    void anOrderIsAcceptedAndDoneAndSaysWhatItDidAndAgainThatNothingChanged() throws Exception {
        // Given
        String incident = incident();

        // When
        Answer accepted = order("officer", incident,
                "{\"commandId\":\"ack/1 of?\",\"action\":\"ACKNOWLEDGE\"}");
        Answer named = order("officer", incident,
                "{\"commandId\":\"ack-1\",\"action\":\"ACKNOWLEDGE\",\"note\":\"去\"}");
        Answer first = ask("officer", "GET", outcome("ack-1"), "");
        JsonNode done = decided("officer", "ack-1");
        String second = order("approver", incident, "{\"action\":\"ACKNOWLEDGE\"}").body().path("commandId").asText();
        JsonNode again = decided("analyst", second);

        // Then: known from the 202 on
        assertEquals(422, accepted.status(), "an id has no spaces");
        assertEquals(202, named.status());
        assertEquals("/api/v1/commands/ack-1", named.body().path("outcome").asText());
        assertEquals(200, first.status());
        assertTrue(List.of("ACCEPTED", "DONE").contains(first.body().path("state").asText()), first::toString);
        assertEquals(List.of("DONE", "ACKNOWLEDGE", incident, "key:officer", "acknowledged: 去", "true"), List.of(
                done.path("state").asText(), done.path("action").asText(), done.path("incidentId").asText(),
                done.path("by").asText(), done.path("detail").asText(), done.path("changed").asText()));
        assertEquals(named.body().path("at"), done.path("at"));
        assertEquals(List.of("DONE", "false"), List.of(again.path("state").asText(), again.path("changed").asText()));
        assertTrue(again.path("detail").asText().startsWith(
                "nothing changed, it was so already: the incident is ACKNOWLEDGED"), again::toString);
    }

    @Test
    void theSameOrderAgainIsTheSameAndAnotherUnderItsIdIs409() throws Exception {
        // Given
        String incident = incident();
        String order = "{\"commandId\":\"note/1\",\"action\":\"NOTE\",\"note\":\"one\"}";
        Answer first = order("officer", incident, order);
        JsonNode done = ask("officer", "GET", "/api/v1/commands?commandId=note%2F1", "").body();

        // When
        int same = order("officer", incident, order).status();
        Answer other = order("officer", incident, order.replace("one", "two"));
        TocsinProcess.await("done", SOON, () -> ask("officer", "GET", "/api/v1/commands?commandId=note%2F1", "").body()
                .path("state").asText().equals("DONE"));

        // Then
        assertEquals(List.of(202, 202, 409), List.of(first.status(), same, other.status()));
        assertEquals("commandId", other.error().path("field").asText());
        assertEquals("ID_REUSED", other.error().path("reason").asText());
        assertTrue(other.error().path("detail").asText().contains(first.body().path("at").asText()), other::toString);
        JsonNode after = ask("officer", "GET", "/api/v1/commands?commandId=note%2F1", "").body();
        assertEquals(List.of("noted: one", done.path("at").asText()),
                List.of(after.path("detail").asText(), after.path("at").asText()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            officer  | 370200-20260101-0001 | {}                                              | 422 | action
            officer  | 370200-20260101-0001 | []                                              | 422 | record
            officer  | 370200-20260101-0001 | {"action":"FLY"}                                | 422 | action
            officer  | 370200-20260101-0001 | {"action":"SILENCE"}                            | 422 | action
            officer  | 370200-20260101-0001 | {"action":"NOTE"}                               | 422 | note
            officer  | 370200-20260101-0001 | {"action":"NOTE","note":"x","nite":"x"}         | 422 | unknown: nite
            officer  | 370200-20260101-0001 | {"action":"ACKNOWLEDGE","arguments":{"a":"b"}}  | 422 | arguments.a
            officer  | 370200-20260101-0001 | {"action":"ACKNOWLEDGE","arguments":[]}         | 422 | arguments
            officer  | 370200-20260101-0001 | {"action":"ACKNOWLEDGE","commandId":"a b"}      | 422 | commandId
            officer  | 370200-20260101-0001 | {"action":"ACKNOWLEDGE","commandId":7}          | 422 | commandId
            officer  | 370200-20260101-0001 | {"action":"MERGE"}                              | 422 | arguments.into
            officer  | 370200-20260101-0001 | {"action":"MERGE","arguments":{"into":"the other"}} | 422 | arguments.into
            officer  | 370200-20260101-0001 | {"action":"SPLIT"}                              | 422 | arguments.sources
            officer  | 370200-20260101-0001 | {"action":"PUBLISH","arguments":{"template":"notice"}} | 422 | arguments.boards
            approver | 370200-20260101-0001 | {"action":"APPROVE","arguments":{"message":"first"}} | 422 | arguments.message
            officer  | 370200-20260101-0001 | {"action":"FORWARD","arguments":{"drafts":"true"}} | 422 | arguments.drafts
            officer  | 370200-20260101-0001 | {"action":"FORWARD","arguments":{"received":"1"}} | 422 | arguments.by
            officer  | 370200               | {"action":"DECIDE"}                             | 422 | arguments.findingId
            officer  | 370200               | {"action":"USE","arguments":{"agencyId":"a","reportId":"b","as":"toy"}} | 422 | arguments.as
            fire     | 370200               | {"action":"APPEAL","arguments":{"findingId":"f"}} | 422 | note
            officer  | 370200               | {"action":"ACKNOWLEDGE"}                        | 422 | incidentId
            officer  | none                 | {"action":"ACKNOWLEDGE"}                        | 422 | incidentId
            officer  | 370200-2026-1        | {"action":"ACKNOWLEDGE"}                        | 422 | incidentId
            officer  | 999999-20260101-0001 | {"action":"ACKNOWLEDGE"}                        | 404 | incidentId
            """)
    void whatTheOrderItselfShowsToBeWrongIsRefusedAtOnceByName(String as, String incident, String order, int status,
            String field) throws Exception {
        Answer answer = order(as, incident, order);
        assertEquals(status, answer.status(), answer::toString);
        assertEquals(field, answer.error().path("field").asText("record").replace("null", "record"), answer::toString);
        assertFalse(answer.error().path("detail").asText().isBlank());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"action":"ACKNOWLEDGE"}                         | incidentId         | NO_SUCH_INCIDENT
            {"action":"ESCALATE"}                            | incidentId         | NO_SUCH_INCIDENT
            {"action":"NOTE","note":"words"}                 | incidentId         | NO_SUCH_INCIDENT
            {"action":"CLOSE","note":"over"}                 | incidentId         | NO_SUCH_INCIDENT
            {"action":"FORWARD","arguments":{"sign":"1"}}    | incidentId         | NO_SUCH_INCIDENT
            """)
    void anIncidentThatIsNotKnownHereIsNo404ButWhatItsDeskSays(String order, String field, String reason)
            throws Exception {
        Answer answer = order("officer", "370200-20200101-0001", order);
        JsonNode refused = decided("officer", answer.body().path("commandId").asText());

        assertEquals(202, answer.status());
        assertEquals(List.of("REFUSED", field, reason), List.of(refused.path("state").asText(),
                refused.path("field").asText(), refused.path("reason").asText()));
        assertTrue(refused.path("detail").asText().contains("is no incident of desk 370200; GET /api/v1/incidents"),
                refused::toString);
    }

    @Test
    void whoMayNotReadAnOrderIsToldWhatWhoeverAsksForNoneIsTold() throws Exception {
        // Given: an agency's own order, refused by the desk, and the desk's
        String appeal = order("fire", "370200",
                "{\"action\":\"APPEAL\",\"note\":\"x\",\"arguments\":{\"findingId\":\"none\"}}").body()
                .path("commandId").asText();
        String note = order("officer", incident(), "{\"action\":\"NOTE\",\"note\":\"x\"}").body().path("commandId")
                .asText();

        // Then
        assertEquals("REFUSED", decided("fire", appeal).path("state").asText());
        assertEquals("arguments.findingId", decided("officer", appeal).path("field").asText());
        Answer others = ask("fire", "GET", outcome(note), "");
        Answer nobodys = ask("officer", "GET", outcome("nobodys-own"), "");
        assertEquals(List.of(404, 404), List.of(others.status(), nobodys.status()));
        assertEquals(others.body().path("detail").asText().replace(note, "ID"),
                nobodys.body().path("detail").asText().replace("nobodys-own", "ID"));
        assertEquals(400, ask("officer", "GET", "/api/v1/commands", "").status());
    }

    @Test
    void whatIntakeRefusesIsRefusedAndAForgedOrderNeverHidesATrueOne() throws Exception {
        // Given
        String incident = incident();
        Command forged = new Command("forged", incident, Action.CLOSE, "officer", "http", Instant.now(), Map.of(),
                "x");
        Command elsewhere = new Command("elsewhere", "999999-20260101-0001", Action.CLOSE, "officer", "http",
                Instant.now(), Map.of(), "x");
        Passport officer = new Passport("officer", Role.DUTY_OFFICER);

        // When
        try (Publisher stranger = publisher("not the secret of this deployment");
                Publisher own = publisher(new InstanceFiles(folder).signingSecret())) {
            stranger.send(place.topics().commands, incident, forged, officer).arrivedAt();
            own.send(place.topics().commands, incident, elsewhere, officer).arrivedAt();
        }

        // Then
        assertEquals(List.of("REFUSED", "UNAUTHORISED"), List.of(decided("officer", "forged").path("state").asText(),
                decided("officer", "forged").path("reason").asText()));
        assertEquals(List.of("REFUSED", "NO_SUCH_INCIDENT"),
                List.of(decided("officer", "elsewhere").path("state").asText(),
                        decided("officer", "elsewhere").path("reason").asText()));

        // When, Then: the true order of that id
        assertEquals(202, order("officer", incident,
                "{\"commandId\":\"forged\",\"action\":\"NOTE\",\"note\":\"true\"}").status());
        TocsinProcess.await("the true one", SOON, () -> ask("officer", "GET", outcome("forged"), "").body()
                .path("detail").asText().equals("noted: true"));
    }

    @Test
    void anotherReportUnderAnIdIs409AndNeverOnlyASignedAcceptance() throws Exception {
        // Given
        JsonNode key = ask("officer", "GET", "/api/v1/keys", "").body().path("keys").path(0);
        ObjectNode first = report();
        ObjectNode other = first.deepCopy().put("title", "李沧区另一仓库火灾");
        String reportId = first.path("reportId").asText();

        // When: at once, when it was judged, and among others
        Answer accepted = ask("fire", "POST", "/api/v1/reports", first.toString());
        Answer atOnce = ask("fire", "POST", "/api/v1/reports", other.toString());
        String judgedArrival = verdict(reportId).path("arrivedAt").asText();
        Answer judged = ask("fire", "POST", "/api/v1/reports", other.toString());
        Answer same = ask("fire", "POST", "/api/v1/reports", first.toString());
        ObjectNode new1 = report();
        Answer many = ask("fire", "POST", "/api/v1/reports", RecordJson.MAPPER.createArrayNode().add(other).add(new1)
                .add(new1.deepCopy().put("summary", "其他")).add(new1).add(first).add(report()).toString());

        // Then
        JsonNode signed = Seal.verify(accepted.body().path(0).path("signed").asText(), "tocsin-acceptance", key)
                .orElseThrow();
        assertEquals(List.of(202, 409, 409, 202, 207), List.of(accepted.status(), atOnce.status(), judged.status(),
                same.status(), many.status()));
        assertFalse(signed.path("judged").asBoolean(true), "an acceptance says that nobody judged it");
        assertEquals("/api/v1/reports/" + reportId + "/verdict", signed.path("verdict").asText());
        for (Answer refused : List.of(atOnce, judged)) {
            assertEquals(List.of("reportId", "ID_REUSED"), List.of(refused.error().path("field").asText(),
                    refused.error().path("reason").asText()));
            String detail = refused.error().path("detail").asText();
            // Where no desk had judged the first yet, its own answer says when it arrived.
            assertTrue(detail.contains(judgedArrival)
                    || refused == atOnce && detail.contains(accepted.body().path(0).path("arrivedAt").asText()),
                    detail);
            assertTrue(detail.contains("supersedes"), detail);
        }
        assertEquals(List.of(409, 202, 409, 202, 202, 202),
                many.body().findValues("status").stream().map(JsonNode::asInt)
                        .toList());
        TocsinProcess.await("balanced books", SOON, () -> tocsin.model().books().quiet());
    }

    @Test
    void whatCouldNotBeKnownIsFoundAtTheVerdictAndTheReceipt() throws Exception {
        // Given
        ObjectNode first = report();
        String reportId = first.path("reportId").asText();
        assertEquals(202, ask("fire", "POST", "/api/v1/reports", first.toString()).status());
        assertEquals(List.of(), verdict(reportId).path("refusedLater").findValuesAsText("reason"));

        // When: another comes by the topic
        try (Publisher own = publisher(new InstanceFiles(folder).signingSecret())) {
            own.send(place.topics().reports, "qingdao-fire",
                    Reports.fire(reportId, Instant.now()).setTitle("另一起").build(),
                    new Passport("qingdao-fire", Role.REPORTER)).arrivedAt();
        }

        // Then
        for (String what : List.of("verdict", "receipt")) {
            String path = "/api/v1/reports/" + reportId + "/" + what;
            TocsinProcess.await("the refusal at the " + what, SOON, () -> ask("fire", "GET", path, "").body()
                    .path("refusedLater").findValuesAsText("reason").equals(List.of("ID_REUSED")));
        }
    }

    @Test
    void afterARestartTheAnswersAreTheSame() throws Exception {
        // Given
        String incident = incident();
        String done = order("officer", incident, "{\"action\":\"ESCALATE\"}").body().path("commandId").asText();
        String refused = order("officer", "370200-20200101-0002", "{\"action\":\"ESCALATE\"}").body()
                .path("commandId").asText();
        JsonNode before = decided("officer", done);
        JsonNode refusedBefore = decided("officer", refused);

        // When
        tocsin.close();
        start(place);

        // Then
        assertEquals(before, decided("officer", done));
        assertEquals(refusedBefore, decided("officer", refused));
    }
}
