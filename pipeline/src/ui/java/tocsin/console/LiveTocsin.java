package tocsin.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tocsin.api.ApiKey;
import tocsin.api.Caller;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.intake.Bounds;
import tocsin.intake.Role;
import tocsin.model.Sha256;
import tocsin.runtime.Place;
import tocsin.runtime.Tocsin;
import tocsin.v1.Grade;
import tocsin.wire.RecordJson;

/// A whole Tocsin on the embedded pair, and the people who work it over HTTP.
final class LiveTocsin implements AutoCloseable {
    /// The sample pack's board in Licang; its key is [#key] of the same name.
    static final String BOARD = "licang-square";
    static final String OTHER_BOARD = "shibei-station";

    /// Who approves what another proposed is a person of the directory, as that one is.
    private static final Map<String, String> PERSONS = Map.of("officer", "duty-wang", "chief", "leader-zhao");
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private final Path folder;
    private final Tocsin tocsin;
    private int fires;

    LiveTocsin(Place place) throws IOException, InterruptedException {
        folder = Files.createTempDirectory("tocsin-pages");
        tocsin = new Tocsin(place.settings(folder,
                List.of(known("fire", Role.REPORTER, "qingdao-fire", null),
                        known("officer", Role.DUTY_OFFICER, null, null), known("chief", Role.APPROVER, null, null),
                        known("analyst", Role.ANALYST, null, null), known(BOARD, Role.BOARD, null, BOARD),
                        known(OTHER_BOARD, Role.BOARD, null, OTHER_BOARD)),
                Duration.ofMillis(50)), FixedPacks.qingdao(),
                Clock.systemUTC(), System.out::println);
        tocsin.start();
        assertTrue(tocsin.awaitReady(Duration.ofMinutes(4)), () -> "not ready");
    }

    private static ApiKey known(String name, Role role, String agency, String board) {
        return new ApiKey(new Caller(name, role, agency, board, Bounds.NONE, PERSONS.get(name)),
                Sha256.of(key(name).getBytes(StandardCharsets.UTF_8)));
    }

    /// The key of this person or board.
    static String key(String name) {
        return "key-of-" + name;
    }

    String url() {
        return tocsin.url();
    }

    String consoleKey() {
        return tocsin.consoleKey();
    }

    record Answer(int status, JsonNode body) {}

    Answer ask(String as, String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(HttpRequest.newBuilder(URI.create(url() + path))
                .header("Authorization", "Bearer " + key(as)).header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), RecordJson.MAPPER.readTree(answer.body()));
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        Answer answer = ask("analyst", "GET", path, "");
        assertEquals(200, answer.status(), path);
        return answer.body();
    }

    /// An incident of grade II in Licang, for which the pack's B-SHELTER has proposed message 1.
    String graveFire() throws IOException, InterruptedException {
        String id = "grave-" + ++fires;
        ObjectNode report = RecordJson.write(Reports.fire(id, Instant.now()).setIncidentRef("case-" + id)
                .setCasualties(Reports.tollOf(Grade.II)).build());
        assertEquals(202, ask("fire", "POST", "/api/v1/reports", report.toString()).status());
        String verdict = "/api/v1/reports/" + id + "/verdict";
        await("a verdict on " + id, () -> ask("analyst", "GET", verdict, "").status() == 200);
        String incident = get(verdict).path("incidentId").asText();
        awaitProposed(incident, "B-SHELTER");
        return incident;
    }

    private void awaitProposed(String incident, String rule) throws IOException, InterruptedException {
        String timeline = "/api/v1/incidents/" + incident + "/timeline";
        await("a message proposed by " + rule, () -> all(ask("analyst", "GET", timeline, "").body())
                .anyMatch(event -> event.path("kind").asText().equals("PROPOSED")
                        && event.path("rule").asText().equals(rule)));
    }

    /// Has the duty officer propose the template `notice`, as message 2 of this incident.
    void proposeNotice(String incident) throws IOException, InterruptedException {
        order("officer", incident, "PUBLISH", Map.of("template", "notice", "boards", BOARD));
        awaitProposed(incident, "PUBLISH");
    }

    /// Has the chief approve a message, and waits until it was handed over to the board.
    ///
    /// @return when that was seen in the API
    Instant approve(String incident, int message) throws IOException, InterruptedException {
        order("chief", incident, "APPROVE", Map.of("message", Integer.toString(message)));
        await("message " + message + " of " + incident + " handed over", () -> hasLeft(incident, message));
        return Instant.now();
    }

    private boolean hasLeft(String incident, int message) throws IOException, InterruptedException {
        return onBoard(incident, "B" + message)
                .filter(sent -> List.of("HANDED_OVER", "DELIVERED").contains(stateOf(sent))).isPresent();
    }

    void order(String as, String incident, String action, Map<String, String> arguments)
            throws IOException, InterruptedException {
        ObjectNode order = JsonNodeFactory.instance.objectNode().put("action", action).put("note", "it is over");
        order.set("arguments", RecordJson.MAPPER.valueToTree(arguments));
        assertEquals(202, ask(as, "POST", "/api/v1/incidents/" + incident + "/commands", order.toString()).status());
    }

    /// What was sent to the board about this incident at this step: `B1` shows message 1, `B1-C` takes it off.
    private Optional<JsonNode> onBoard(String incident, String step) throws IOException, InterruptedException {
        return all(get("/api/v1/notifications?incident=" + incident))
                .filter(sent -> sent.path("recipient").asText().equals(BOARD)
                        && sent.path("step").asText().equals(step))
                .findFirst();
    }

    private static String stateOf(JsonNode sent) {
        return sent.path("delivery").path("state").asText();
    }

    /// Waits until the board's own word has made this step DELIVERED.
    void awaitDelivered(String incident, String step) throws IOException, InterruptedException {
        await(step + " of " + incident + " delivered",
                () -> onBoard(incident, step).filter(sent -> stateOf(sent).equals("DELIVERED")).isPresent());
    }

    /// Takes back what is open, which darkens boards at once, and waits until nothing stands on the board.
    void clear() throws IOException, InterruptedException {
        for (JsonNode incident : get("/api/v1/incidents?status=OPEN,ACKNOWLEDGED")) {
            order("officer", incident.path("incidentId").asText(), "RETRACT", Map.of());
        }
        await("a dark board", () -> get("/boards/" + BOARD + "/content.json").path("messages").isEmpty());
    }

    private static Stream<JsonNode> all(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /// A condition that may not hold yet.
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /// Looks again and again until a condition holds; fails if it does not in time.
    static void await(String what, Condition condition) throws IOException, InterruptedException {
        long until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > until || NEVER.await(10, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("not in time: " + what);
            }
        }
    }

    @Override
    public void close() throws IOException {
        tocsin.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
