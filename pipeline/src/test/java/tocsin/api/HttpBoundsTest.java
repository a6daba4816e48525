package tocsin.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.attacks.Wire;
import tocsin.doubles.Until;
import tocsin.intake.Bounds;
import tocsin.intake.Role;
import tocsin.observe.Health;
import tocsin.model.Sha256;
import tocsin.observe.Meters;
import tocsin.wire.RecordJson;

/// What the server takes before anything else is asked: bytes, time, headers, connections; on the real server.
class HttpBoundsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpLimits LIMITS = new HttpLimits(new HttpLimits.Connections(200, 60),
            new HttpLimits.Bodies(20, Duration.ofSeconds(1), 10), new HttpLimits.Listeners(4, 2), 3);

    private HttpApi api;
    private URI server;

    @BeforeEach
    void start() {
        api = new HttpApi(new Health(), List.of(key("fire", Role.REPORTER, "qingdao-fire"),
                key("other", Role.REPORTER, "shibei-fire"), key("duty", Role.DUTY_OFFICER, null)),
                Clock.systemUTC(), LIMITS, new Meters(new SimpleMeterRegistry()), () -> "", routes -> {});
        api.start("127.0.0.1", 0);
        server = URI.create("http://127.0.0.1:" + api.port());
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private static ApiKey key(String name, Role role, String agency) {
        return new ApiKey(new Caller(name, role, agency, null, Bounds.NONE),
                Sha256.of(name.getBytes(StandardCharsets.UTF_8)));
    }

    private Wire wire() throws IOException {
        return new Wire(server, PATIENCE);
    }

    private static String post(String path, String key, String more) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\n"
                + (key.isEmpty() ? "" : "Authorization: Bearer " + key + "\r\n") + more + "\r\n";
    }

    private static void isProblem(int status, String answer) throws IOException {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertTrue(answer.contains("application/problem+json"), answer);
        AnswerHeaders.ALWAYS.forEach((name, value) -> assertTrue(answer.contains(name + ": " + value + "\r\n"),
                () -> name + " is missing or another: " + answer));
        JsonNode problem = RecordJson.MAPPER.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        assertEquals(status, problem.path("status").asInt(), answer);
        assertFalse(problem.path("title").asText().isBlank(), answer);
        assertFalse(problem.path("detail").asText().isBlank(), answer);
        assertFalse(answer.contains("jetty") || answer.contains("Exception") || answer.contains("\tat "), answer);
    }

    @ParameterizedTest
    @CsvSource({"/session,''", "/webhooks/twilio/sms,''", "/ack/x,''", "/api/v1/reports,fire",
            "/api/v1/incidents/370200-20260101-0001/commands,duty"})
    void aBodyThatTricklesIsCut(String path, String key) throws Exception {
        try (Wire wire = wire()) {
            wire.send(post(path, key, "Content-Length: 100\r\n") + "x");
            isProblem(408, wire.rest());
        }
        Until.holds("nothing held", () -> api.bytesHeld() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/reports", "/api/v1/sensors", "/api/v1/media", "/api/v1/rules/publications",
            "/api/v1/incidents/370200-20260101-0001/commands", "/boards/b/shown"})
    void withoutAKeyNothingOfABodyIsRead(String path) throws IOException {
        try (Wire wire = wire()) {
            wire.send(post(path, "", "Content-Length: 5000000\r\nExpect: 100-continue\r\n"));
            isProblem(401, wire.rest());
        }
    }

    @ParameterizedTest
    @CsvSource({"/session,'',65537", "/webhooks/twilio/sms,'',65537", "/ack/x,'',65537", "/boards/b/shown,fire,65537",
            "/api/v1/incidents/370200-20260101-0001/commands,duty,262145", "/api/v1/reports,fire,5242881",
            "/api/v1/sensors,fire,5242881", "/api/v1/rules/back,duty,5242881"})
    void aBodyOverItsBoundIsRefusedByItsLengthAndAsItComes(String path, String key, int length) throws Exception {
        try (Wire wire = wire()) {
            wire.send(post(path, key, "Content-Length: " + length + "\r\n"));
            isProblem(413, wire.rest());
        }
        try (Wire wire = wire()) {
            wire.send(post(path, key, "Transfer-Encoding: chunked\r\n"));
            wire.send(Integer.toHexString(length) + "\r\n").send("x".repeat(length));
            isProblem(413, wire.rest());
        }
        Until.holds("nothing held", () -> api.bytesHeld() == 0);
    }

    @ParameterizedTest
    @CsvSource({"/session,'',65536", "/api/v1/reports,fire,5242880"})
    void aBodyAtItsBoundIsRead(String path, String key, int length) throws IOException {
        try (Wire wire = wire()) {
            wire.send(post(path, key, "Content-Length: " + length + "\r\nConnection: close\r\n"))
                    .send("x".repeat(length));
            String answer = wire.rest();
            assertTrue(answer.startsWith("HTTP/1.1 401") || answer.startsWith("HTTP/1.1 503"), answer);
        }
    }

    @Test
    void bodiesHeldBackWithoutAKeyGiveWayToNewOnes() throws Exception {
        List<Wire> held = new ArrayList<>();
        try {
            // Given
            for (int i = 0; i < 50; i++) {
                held.add(wire().send(post("/session", "", "Content-Length: 65000\r\n") + "x".repeat(64_000)));
            }

            // When
            String answer;
            try (Wire wire = wire()) {
                wire.send(post("/session", "", "Content-Length: 4\r\nConnection: close\r\n") + "duty");
                answer = wire.rest();
            }

            // Then
            assertTrue(answer.startsWith("HTTP/1.1 204"), answer);
            assertTrue(api.bytesHeld() <= 2 * 1024 * 1024, () -> "held: " + api.bytesHeld());
        } finally {
            for (Wire wire : held) {
                wire.close();
            }
        }
        Until.holds("nothing held", () -> api.bytesHeld() == 0);
    }

    @Test
    void largeBodiesOfOneKeyLeaveRoomForOthersAndForOrders() throws IOException {
        List<Wire> held = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                held.add(wire().send(post("/api/v1/reports", "fire", "Content-Length: 5000000\r\n") + "["));
            }
            for (String request : List.of(post("/api/v1/reports", "other", "Content-Length: 4000000\r\n"),
                    post("/api/v1/reports", "fire", "Content-Length: 2\r\n"),
                    post("/api/v1/incidents/370200-20260101-0001/commands", "duty", "Content-Length: 2\r\n"))) {
                try (Wire wire = wire()) {
                    wire.send(request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"))
                            .send("[]".repeat(request.contains("4000000") ? 2_000_000 : 1));
                    String answer = wire.rest();
                    // It was read, and went on to the desk that is not open yet.
                    assertTrue(answer.contains("the broker is away"), answer);
                }
            }
        } finally {
            for (Wire wire : held) {
                wire.close();
            }
        }
    }

    @Test
    void aBodyThatFindsNoMemoryWaitsAndIsToldToComeAgain() throws IOException {
        try (Wire first = wire(); Wire second = wire()) {
            first.send(post("/api/v1/reports", "fire", "Content-Length: 5000000\r\n") + "[");
            second.send(post("/api/v1/reports", "fire", "Content-Length: 5000000\r\n") + "[");
            String answer = first.rest() + second.rest();
            assertTrue(answer.contains("408") || answer.contains("503"), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NONSENSE\r\n\r\n|400", "GET / HTTP/9.9\r\nHost: x\r\n\r\n|505",
            "GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n|404",
            "PUT /session HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n|405",
            "BREW /session HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n|405",
            "GET /api/v1/incidents/%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n|400",
            "GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n|400",
            "GET /%ff%fe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n|400",
            "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n|400",
            "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n|400", "GET / HTTP/1.1\r\n\r\n|400",
            "POST /session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n|400",
            "POST /session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n|400",
            "POST /session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n|400",
            "GET /api/v1/incidents HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n|401"})
    void whatIsNoRequestIsAProblemInJson(String row) throws IOException {
        int bar = row.lastIndexOf('|');
        try (Wire wire = wire()) {
            isProblem(Integer.parseInt(row.substring(bar + 1)), wire.send(row.substring(0, bar)).rest());
        }
    }

    @Test
    void headersAndAddressesAreBounded() throws IOException {
        try (Wire wire = wire()) {
            isProblem(431, wire.send("GET /health/live HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(9_000) + "\r\n\r\n")
                    .rest());
        }
        try (Wire wire = wire()) {
            isProblem(414, wire.send("GET /" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: x\r\n\r\n").rest());
        }
        try (Wire wire = wire()) {
            String answer = wire.send("GET /health/live?" + "a=1&".repeat(1_900)
                    + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").rest();
            assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        }
    }

    @Test
    void connectionsThatSayNothingKeepNobodyOut() throws IOException {
        List<Wire> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                idle.add(wire());
            }
            try (Wire wire = wire()) {
                String answer = wire.send("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").rest();
                assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
            }
            assertTrue(api.connections() <= 150, () -> "open: " + api.connections());
        } finally {
            for (Wire wire : idle) {
                wire.close();
            }
        }
    }

    @Test
    void wrongKeysAreSlowedAndARightOneIsNot() throws IOException {
        for (String way : List.of("Bearer", "session")) {
            List<Integer> answers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                answers.add(trial(way, "wrong"));
            }
            assertTrue(answers.contains(429), answers::toString);
            assertTrue(way.equals("session") ? trial(way, "duty") == 204 : trial(way, "fire") == 503);
        }
    }

    private int trial(String way, String key) throws IOException {
        try (Wire wire = wire()) {
            String answer = wire.send(way.equals("session")
                    ? post("/session", "", "Connection: close\r\nContent-Length: " + key.length() + "\r\n") + key
                    : post("/api/v1/reports", key, "Connection: close\r\nContent-Length: 2\r\n") + "{}").rest();
            int status = Integer.parseInt(answer.substring(9, 12));
            assertEquals(status == 429 || status == 503, answer.contains("Retry-After: "), answer);
            return status;
        }
    }

    @Test
    void aStreamThatIsRefusedIsNo200() throws IOException {
        for (String path : List.of("/api/v1/stream", "/boards/b/stream")) {
            try (Wire wire = wire()) {
                isProblem(401, wire.send("GET " + path
                        + " HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nConnection: close\r\n\r\n").rest());
            }
        }
    }

    private String ask(String method, String path, String headers, String body) throws IOException {
        try (Wire wire = wire()) {
            return wire.send(method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers
                    + (body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n") + "\r\n" + body).rest();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer fire", "bearer fire", "BEARER   fire", "bEaReR\tfire ", " Bearer fire"})
    void theSchemeOfAKeyIsKnownInAnyLetters(String header) throws IOException {
        String answer = ask("POST", "/api/v1/reports", "Authorization: " + header + "\r\n", "{}");
        assertTrue(answer.startsWith("HTTP/1.1 503"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fire", "Basic ZmlyZTo=", "Token fire", "Bearerfire", "Bearer"})
    void anotherSchemeIsRefusedByName(String header) throws IOException {
        String answer = ask("POST", "/api/v1/reports", "Authorization: " + header + "\r\n", "{}");
        isProblem(401, answer);
        assertTrue(answer.contains("Authorization: Bearer <key>") && answer.contains("WWW-Authenticate: Bearer"),
                answer);
    }

    @ParameterizedTest
    @CsvSource({"PUT,/api/v1/reports,POST", "GET,/api/v1/sensors,POST", "DELETE,/api/v1/incidents,GET",
            "POST,/api/v1/books,GET", "PATCH,/boards/b/shown,POST", "POST,/api/v1/stream,GET"})
    void aMethodThatAnAddressDoesNotTakeIsToldWithThoseItTakes(String method, String path, String allowed)
            throws IOException {
        String answer = ask(method, path, "Authorization: Bearer duty\r\n", "");
        isProblem(405, answer);
        assertTrue(answer.matches("(?s).*\r\nAllow: [^\r]*" + allowed + ".*"), answer);
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/commands?commandId=a&commandId=b,commandId is given 2 times",
            "/api/v1/commands?commandId=,commandId is empty", "/api/v1/commands?commandid=a,commandId",
            "/api/v1/commands/a?x=1,no parameter here"})
    void aParameterThatMeansNothingHereOrTwoThingsIsNamed(String path, String said) throws IOException {
        String answer = ask("GET", path, "Authorization: Bearer duty\r\n", "");
        isProblem(400, answer);
        assertTrue(answer.contains(said), answer);
    }

    @Test
    void aParameterOfWhatIsSentIsRefusedToo() throws IOException {
        isProblem(400, ask("POST", "/api/v1/reports?dryRun=true", "Authorization: Bearer fire\r\n", "{}"));
    }

    @Test
    void aSlashAtTheEndChangesNoAddress() throws IOException {
        String answer = ask("POST", "/session/", "", "duty");
        assertTrue(answer.startsWith("HTTP/1.1 204"), answer);
    }

    @ParameterizedTest
    @CsvSource({"Content-Type: text/plain; charset=UTF-8,204", "Content-Type: text/plain;charset=\"utf-8\",204",
            "Content-Type: application/json,204", "Content-Type: text/plain; charset=gb18030,415",
            "Content-Encoding: gzip,415", "Content-Encoding: identity,204"})
    void whatABodySaysOfItselfIsHeardOrRefusedByName(String header, int status) throws IOException {
        String answer = ask("POST", "/session", header + "\r\n", "duty");
        assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
        assertTrue(status == 204 || answer.contains(header.contains("gzip") ? "gzip" : "gb18030"), answer);
    }

    @Test
    void anAddressMayHoldAPlusThatWasNotEscaped() {
        Instant morning = Instant.parse("2026-03-01T00:30:00Z");
        assertEquals(morning, Queries.instant("2026-03-01T08:30:00 08:00"));
        assertEquals(morning, Queries.instant("2026-03-01T08:30:00 0800"));
        assertEquals(morning, Queries.instant("2026-03-01 08:30:00+0800"));
        assertThrows(DateTimeException.class, () -> Queries.instant("2026-03-01 08:30"));
    }
}
