package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
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
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tocsin.api.Access;
import tocsin.api.ApiKey;
import tocsin.api.Caller;
import tocsin.api.HttpApi;
import tocsin.api.HttpLimits;
import tocsin.api.Reach;
import tocsin.api.Route;
import tocsin.console.ConsolePages;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.intake.AnswerToken;
import tocsin.intake.Bounds;
import tocsin.intake.Role;
import tocsin.observe.Health;
import tocsin.observe.Meters;
import tocsin.v1.Action;
import tocsin.v1.Grade;
import tocsin.wire.RecordJson;

/// Every address, asked for by every role, everywhere and bounded by areas and agencies: on one running Tocsin. The table in
/// `docs/access.md` is what was answered.
@ExtendWith(SharedPair.class)
class AccessMatrixIT {
    private static final String SECRET = "0123456789abcdef0123456789abcdef0123456789abcdef";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Path DOCUMENT = Path.of(System.getProperty("tocsin.home"), "docs", "access.md");
    private static final String RENEW = "mvn -pl pipeline -am verify -Dit.test=AccessMatrixIT -Dtocsin.documents=renew"
            + " -Dsurefire.skip -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false";
    private static final String BEGIN = "<!-- made by AccessMatrixIT -->\n";
    private static final String END = "<!-- end of what AccessMatrixIT makes -->";
    private static final List<Role> ROLES = List.of(Role.REPORTER, Role.DUTY_OFFICER, Role.APPROVER, Role.ANALYST,
            Role.ADMINISTRATOR, Role.BOARD);
    /// Everything that happens here is of Licang, and told by its fire brigade.
    private static final String AREA = "370213";
    private static final String AGENCY = "licang-fire";
    private static final Map<String, Bounds> BOUNDS = bounds();
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    @TempDir
    private static Path folder;
    private static Tocsin tocsin;
    private static String incident;
    private static String report;
    private static String finding;
    private static String order;
    private static String directory;

    private static Map<String, Bounds> bounds() {
        Map<String, Bounds> bounds = new LinkedHashMap<>();
        bounds.put("everywhere", Bounds.NONE);
        bounds.put("in the area", new Bounds(List.of(AREA), List.of()));
        bounds.put("in another area", new Bounds(List.of("370202"), List.of()));
        bounds.put("of the agency", new Bounds(List.of(), List.of(AGENCY)));
        bounds.put("of another agency", new Bounds(List.of(), List.of("shinan-fire")));
        return bounds;
    }

    private static String name(Role role, String bound) {
        return role + " " + bound;
    }

    @BeforeAll
    static void start(Place place) throws Exception {
        List<ApiKey> keys = new ArrayList<>();
        ROLES.forEach(role -> BOUNDS.forEach((bound, bounds) -> keys.add(Callers.key(new Caller(name(role, bound), role,
                role == Role.REPORTER ? AGENCY : null, role == Role.BOARD ? "licang-square" : null, bounds)))));
        tocsin = new Tocsin(place.settings(folder, keys, Duration.ofMillis(50), ChannelSettings.OUTBOX, SECRET),
                FixedPacks.qingdao(), Clock.systemUTC(), System.out::println);
        tocsin.start();
        assertTrue(tocsin.awaitReady(Duration.ofMinutes(4)), "not ready");
        happens();
    }

    @AfterAll
    static void stop() {
        tocsin.close();
    }

    /// Something to ask about: an incident with all that belongs to it.
    private static void happens() throws Exception {
        String officer = name(Role.DUTY_OFFICER, "everywhere");
        ObjectNode sent = report(Reports.tollOf(Grade.III).getDead());
        report = sent.path("reportId").asText();
        assertEquals(202, Callers.ask(tocsin, name(Role.REPORTER, "everywhere"), "POST", "/api/v1/reports",
                sent.toString()).statusCode());
        JsonNode verdict = shown(officer, "/api/v1/reports/" + report + "/verdict");
        shown(officer, "/api/v1/reports/" + report + "/receipt");
        incident = verdict.path("incidentId").asText();
        finding = verdict.path("findings").path(0).path("findingId").asText();
        shown(officer, "/api/v1/incidents/" + incident);
        shown(officer, "/api/v1/findings/" + finding);
        JsonNode ordered = RecordJson.MAPPER.readTree(Callers.ask(tocsin, officer, "POST",
                "/api/v1/incidents/" + incident + "/commands",
                "{\"action\":\"FORWARD\",\"arguments\":{\"draft\":\"true\"}}").body());
        order = ordered.path("commandId").asText();
        shown(officer, "/api/v1/incidents/" + incident + "/special-reports/1.json");
        directory = shown(officer, "/api/v1/rules").path("directoryHash").asText();
        assertFalse(finding.isEmpty() || order.isEmpty() || directory.isEmpty(), "something to ask about");
    }

    private static JsonNode shown(String as, String path) throws Exception {
        TocsinProcess.await(path, SOON, () -> Callers.ask(tocsin, as, "GET", path, "").statusCode() == 200);
        return RecordJson.MAPPER.readTree(Callers.ask(tocsin, as, "GET", path, "").body());
    }

    /// A report that leaves something to be found.
    private static ObjectNode report(Integer dead) {
        ObjectNode json = RecordJson.write(Reports.fire("matrix-" + NUMBERS.incrementAndGet(), Instant.now())
                .setAgencyId(AGENCY).setIncidentRef("matrix").setSigner(null).setUnit(null).build());
        json.withObject("/casualties").put("dead", dead);
        return json;
    }

    /// What is asked at a route: its path, and a body where it takes one.
    private record Asked(String path, String body) {}

    private static Asked asked(Route route, String as) {
        String path = route.path().replace("{commandId}", order).replace("{reportId}", report)
                .replace("{hash}", directory).replace("{number}", "999999").replace("{file}", "1.json")
                .replace("{token}", new AnswerToken(incident, "duty-wang", Instant.now().plusSeconds(600),
                        Optional.empty()).sign(SECRET.getBytes(StandardCharsets.UTF_8)))
                .replace("{id}", route.path().startsWith("/boards/") ? "licang-square"
                        : route.path().startsWith("/api/v1/findings/") ? finding : incident);
        return switch (route.method() + " " + route.path()) {
            case "GET /api/v1/commands" -> new Asked(path + "?commandId=" + order, "");
            case "GET /api/v1/analytics/scorecards" -> new Asked(path + "?month=2026-03", "");
            case "GET /api/v1/access" -> new Asked(path + "?person=nobody", "");
            case "POST /session" -> new Asked(path, as.isEmpty() ? "" : Callers.token(as));
            case "POST /api/v1/reports" -> new Asked(path, report(0).toString());
            case "POST /api/v1/sensors" -> new Asked(path, "{\"readingId\":\"matrix-" + NUMBERS.incrementAndGet()
                    + "\",\"sensorId\":\"rain-licang-01\",\"metric\":\"rain_mm\",\"value\":0,\"unit\":\"mm\",\"status\":"
                    + "\"ACTUAL\",\"observedAt\":\"" + Instant.now() + "\"}");
            case "POST /api/v1/media" -> new Asked(path, "{\"signalId\":\"matrix-" + NUMBERS.incrementAndGet()
                    + "\",\"source\":\"weibo\",\"status\":\"ACTUAL\",\"text\":\"李沧区下雨\",\"publishedAt\":\""
                    + Instant.now()
                    + "\"}");
            case "POST /api/v1/refused-rows" -> new Asked(path, "[]");
            case "POST /api/v1/incidents/{id}/commands" ->
                new Asked(path, "{\"action\":\"NOTE\",\"note\":\"matrix\"}");
            case "POST /api/v1/rules/publications" -> new Asked(path, "{}");
            case "POST /boards/{id}/shown" -> new Asked(path, "{\"shows\":[]}");
            default -> new Asked(path, "");
        };
    }

    /// What is answered; the body of an endless stream is not read.
    private record Answer(int status, String body) {}

    private static Answer ask(Route route, String as) throws IOException, InterruptedException {
        Asked asked = asked(route, as);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(tocsin.url() + asked.path()))
                .timeout(Duration.ofSeconds(30))
                .method(route.method(), HttpRequest.BodyPublishers.ofString(asked.body()));
        if (!as.isEmpty()) {
            request.header("Authorization", "Bearer " + Callers.token(as));
        }
        HttpResponse<InputStream> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            boolean endless = response.headers().firstValue("Content-Type").orElse("").contains("event-stream");
            return new Answer(response.statusCode(),
                    endless ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /// A cell of the table: who is let in, whatever becomes of what the test sends, and who is not.
    private static String cell(int status) {
        return status < 300 ? "2xx" : status == 400 || status == 409 || status == 422 ? "in" : Integer.toString(status);
    }

    private static List<Route> routes() {
        try (HttpApi api = new HttpApi(new Health(), List.of(), Clock.systemUTC(), HttpLimits.defaults(),
                new Meters(new SimpleMeterRegistry()), () -> "",
                routes -> ConsolePages.routes(routes, Access.OPEN, Reach.EVERYWHERE))) {
            return api.routeTable();
        }
    }

    @Test
    void everyAddressAnswersEveryRoleAndBoundAsTheDocumentSays() throws Exception {
        // When
        List<String> wrong = new ArrayList<>();
        StringBuilder roles = new StringBuilder("| address | nobody |");
        ROLES.forEach(role -> roles.append(' ').append(said(role)).append(" |"));
        roles.append("\n|").append(" --- |".repeat(ROLES.size() + 2)).append('\n');
        StringBuilder bounds = new StringBuilder("| address |");
        BOUNDS.keySet().stream().skip(1).forEach(bound -> bounds.append(' ').append(bound).append(" |"));
        bounds.append(" bounds |\n|").append(" --- |".repeat(BOUNDS.size() + 1)).append('\n');
        for (Route route : routes()) {
            Answer nobody = ask(route, "");
            roles.append("| `").append(route.method()).append(' ').append(route.path()).append("` | ")
                    .append(cell(nobody.status())).append(" |");
            hold(wrong, route, "nobody", nobody, (nobody.status() == 401) == (route.access().needsKey()
                    || isSignIn(route)));
            for (Role role : ROLES) {
                Map<String, Answer> answers = new LinkedHashMap<>();
                for (String bound : BOUNDS.keySet()) {
                    answers.put(bound, ask(route, name(role, bound)));
                }
                Answer free = answers.get("everywhere");
                roles.append(' ').append(cell(free.status())).append(" |");
                check(wrong, route, role, answers);
                if (role == Role.ADMINISTRATOR && route.access().needsKey() && route.access() != Access.SHOW) {
                    bounds.append("| `").append(route.method()).append(' ').append(route.path()).append("` |");
                    answers.entrySet().stream().skip(1)
                            .forEach(one -> bounds.append(' ').append(cell(one.getValue().status())).append(" |"));
                    bounds.append(' ').append(route.reach().words()).append(" |\n");
                }
            }
            roles.append('\n');
        }

        // Then
        assertEquals("", String.join("\n", wrong));
        documented(roles + "\n" + heading("Bounds", "An administrator who is bounded, asking about an incident of "
                + AREA + " that " + AGENCY
                + " reported, and sending records of both; every other role that is let in is"
                + " answered alike.") + bounds + "\n" + heading("Personal data",
                        "What shows something of"
                                + " people. Who asks there is noted on `tocsin.access`: [security.md](security.md).")
                + personal() + "\n" + heading("Orders", "Which role may order what with `POST"
                        + " /api/v1/incidents/{id}/commands`; an official is somebody who answers by SMS or a link.")
                + orders());
    }

    /// Whether it asks for a secret of its own, whatever key comes beside it.
    private static boolean isSignIn(Route route) {
        return route.method().equals("POST") && Set.of("/session", "/sign-in").contains(route.path());
    }

    /// What the route itself says of a role and its bounds must be so.
    private static void check(List<String> wrong, Route route, Role role, Map<String, Answer> answers) {
        boolean orders = route.access() == Access.ORDER && role == Role.REPORTER;
        answers.forEach((bound, answer) -> {
            String who = name(role, bound);
            hold(wrong, route, who, answer, (answer.status() != 401 || isSignIn(route)) && answer.status() < 500);
            hold(wrong, route, who, answer, route.access().admits(role) || answer.status() == 403);
            boolean outside = bound.contains("another") && role != Role.REPORTER && role != Role.BOARD;
            boolean in = route.access().admits(role) && !orders;
            hold(wrong, route, who, answer, !in || (switch (route.reach()) {
                case EVERYWHERE -> answer.status() != 403;
                case SENT -> bound.equals("everywhere") || outside
                        ? (answer.status() == 403) == outside
                        : answer.status() == 202 || answer.status() == 403;
                case NAMED -> bound.equals("everywhere") || outside ? (answer.status() == 403) == outside : true;
                case HIDDEN -> role == Role.BOARD || role == Role.REPORTER
                        ? answer.status() == 200 || answer.status() == 404
                        : (answer.status() == 404) == outside;
                case FILTERED -> answer.status() == 200 && !(outside && answer.body().contains(incident));
                case WHOLE -> (answer.status() == 403) == !bound.equals("everywhere");
            }));
        });
        boolean shows = route.reach() == Reach.FILTERED && answers.get("everywhere").body().contains(incident);
        for (String bound : List.of("in the area", "of the agency")) {
            hold(wrong, route, name(role, bound), answers.get(bound),
                    !shows || answers.get(bound).body().contains(incident));
        }
    }

    private static void hold(List<String> wrong, Route route, String who, Answer answer, boolean holds) {
        if (!holds) {
            wrong.add(route + " answers " + who + " with " + answer.status() + " "
                    + answer.body().substring(0, Math.min(200, answer.body().length())));
        }
    }

    private static String said(Role role) {
        return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String heading(String title, String words) {
        return "## " + title + "\n\n" + words + "\n\n";
    }

    private static String personal() {
        StringBuilder table = new StringBuilder("| address | shows |\n| --- | --- |\n");
        routes().forEach(route -> route.personal().ifPresent(personal -> table.append("| `").append(route.method())
                .append(' ').append(route.path()).append("` | ").append(personal.words()).append(" |\n")));
        return table.toString();
    }

    private static String orders() {
        List<Role> all = List.of(Role.REPORTER, Role.DUTY_OFFICER, Role.APPROVER, Role.ANALYST, Role.ADMINISTRATOR,
                Role.BOARD, Role.OFFICIAL);
        StringBuilder table = new StringBuilder("| order |");
        all.forEach(role -> table.append(' ').append(said(role)).append(" |"));
        table.append("\n|").append(" --- |".repeat(all.size() + 1)).append('\n');
        Arrays.stream(Action.values()).filter(action -> action != Action.UNKNOWN)
                .sorted(Comparator.comparing(Action::name)).forEach(action -> {
                    table.append("| `").append(action).append("` |");
                    all.forEach(role -> table.append(role.may(action) ? " yes |" : " |"));
                    table.append('\n');
                });
        return table.toString();
    }

    /// Compares the made part of the document, or writes it where that is asked for.
    private static void documented(String made) throws IOException {
        String text = Files.readString(DOCUMENT);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        if ("renew".equals(System.getProperty("tocsin.documents"))) {
            Files.writeString(DOCUMENT, text.substring(0, begin) + "\n" + made + "\n" + text.substring(end));
        } else {
            assertEquals(text.substring(begin, end).strip(), made.strip(),
                    "docs/access.md is not what was answered. If the change is meant, renew it with:\n" + RENEW);
        }
    }

    @Test
    void whoIsShownSomethingOfPeopleIsNoted() throws Exception {
        // Given
        String analyst = name(Role.ANALYST, "everywhere");
        List<Route> personal = routes().stream()
                .filter(route -> route.personal().isPresent() && route.access().admits(Role.ANALYST)).toList();

        // When
        for (Route route : personal) {
            assertEquals(200, ask(route, analyst).status());
        }

        // Then: whatever is shown at once; a stream notes what it tells when it tells it
        List<String> expected = personal.stream().map(route -> route.method() + " " + route.path())
                .filter(route -> !route.endsWith("/stream")).sorted().toList();
        String path = "/api/v1/access?person=" + URLEncoder.encode(analyst, StandardCharsets.UTF_8);
        TocsinProcess.await("noted", SOON, () -> noted(path).containsAll(expected));
        assertEquals(403, Callers.ask(tocsin, analyst, "GET", path, "").statusCode());
    }

    private static List<String> noted(String path) throws IOException, InterruptedException {
        List<String> routes = new ArrayList<>();
        RecordJson.MAPPER.readTree(Callers.ask(tocsin, name(Role.ADMINISTRATOR, "everywhere"), "GET", path, "").body())
                .path("accesses").forEach(one -> routes.add(one.path("route").asText()));
        return routes;
    }

    @Test
    void nothingIsShownToNobodyByOtherMethods() throws Exception {
        for (Route route : routes()) {
            if (route.access().needsKey()) {
                for (String method : List.of("HEAD", "PUT", "DELETE", "PATCH", "OPTIONS")) {
                    int status = HTTP.send(HttpRequest.newBuilder(URI.create(tocsin.url() + asked(route, "").path()))
                            .method(method, HttpRequest.BodyPublishers.noBody()).build(),
                            HttpResponse.BodyHandlers.discarding()).statusCode();
                    assertTrue(status == 401 || status == 404 || status == 405, method + " " + route + ": " + status);
                }
            }
        }
        assertEquals(404, HTTP.send(HttpRequest.newBuilder(URI.create(tocsin.url() + "/api/v1/"
                + URLEncoder.encode("nowhere", StandardCharsets.UTF_8))).build(),
                HttpResponse.BodyHandlers.discarding()).statusCode());
    }
}
