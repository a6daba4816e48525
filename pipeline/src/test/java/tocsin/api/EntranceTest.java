package tocsin.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.config.RoutesConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.attacks.Wire;
import tocsin.console.ConsolePages;
import tocsin.intake.Bounds;
import tocsin.intake.Role;
import tocsin.model.Sha256;
import tocsin.observe.Health;
import tocsin.observe.Meters;
import tocsin.readmodel.ReadModel;
import tocsin.transit.Transit;
import tocsin.transit.TrustedProxies;

/// What every request meets first, at every route there is, on the real server.
class EntranceTest {
    private static final HttpLimits LIMITS = new HttpLimits(new HttpLimits.Connections(200, 200),
            new HttpLimits.Bodies(20, Duration.ofSeconds(5), 10), new HttpLimits.Listeners(4, 2), 3);
    private static final Transit PROXIED = new Transit(Optional.empty(), TrustedProxies.of(List.of("127.0.0.1")),
            Optional.of(URI.create("https://alerts.example.gov")));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private HttpApi api;

    private void start(Transit transit) {
        Meters meters = new Meters(registry);
        SseSeats seats = new SseSeats(new ReadModel(), new FairSeats(10, 10, 0, Duration.ZERO),
                new HttpLimits.Listeners(10, 10), Duration.ofSeconds(5), meters);
        api = new HttpApi(new Health(), List.of(new ApiKey(
                new Caller("duty", Role.ADMINISTRATOR, null, null, Bounds.NONE),
                Sha256.of("duty".getBytes(StandardCharsets.UTF_8)))), Clock.systemUTC(), LIMITS, meters, () -> "",
                routes -> routes(routes, seats), transit);
        api.start("127.0.0.1", 0);
    }

    /// The console's pages, one that fails, and one with events.
    private static void routes(RoutesConfig routes, SseSeats seats) {
        ConsolePages.routes(routes, Access.OPEN, Reach.EVERYWHERE);
        routes.get("/fails", request -> {
            throw new IllegalStateException("a fault");
        }, Access.OPEN, Reach.EVERYWHERE);
        routes.get("/events", request -> seats.serve(request,
                new Caller("duty", Role.DUTY_OFFICER, null, null, Bounds.NONE), (kind, record) -> {}, client -> {
                    client.comment("listening");
                }), Access.OPEN, Reach.EVERYWHERE);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private String ask(String method, String path, String headers, String body) throws IOException {
        try (Wire wire = new Wire(URI.create("http://127.0.0.1:" + api.port()), Duration.ofSeconds(20))) {
            wire.send(method + " " + path + " HTTP/1.1\r\nHost: desk:8080\r\nConnection: close\r\n" + headers
                    + (body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n") + "\r\n" + body);
            return wire.rest();
        }
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    private static List<String> header(String answer, String name) {
        return answer.substring(0, answer.indexOf("\r\n\r\n")).lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                .map(line -> line.substring(name.length() + 1).strip()).toList();
    }

    private List<String[]> routes() {
        List<String[]> routes = new ArrayList<>();
        api.routeTable().forEach(
                route -> routes.add((route.method() + " " + route.path()).replaceAll("\\{[^}]*}", "some").split(" ")));
        assertTrue(routes.size() > 40, "the list is the server's: " + routes.size());
        return routes;
    }

    private String session() throws IOException {
        String answer = ask("POST", "/session", "", "duty");
        assertEquals(204, status(answer), answer);
        return header(answer, "Set-Cookie").getFirst();
    }

    @Test
    void everyAnswerOfEveryRouteHasTheHeaders() throws IOException {
        // Given
        start(Transit.PLAIN);
        String cookie = "Cookie: " + session().split(";")[0] + "\r\n";

        for (String[] route : routes()) {
            for (String method : List.of(route[0], "HEAD", "OPTIONS", "DELETE")) {
                for (String who : List.of("", "Authorization: Bearer duty\r\n", "Authorization: Bearer wrong\r\n",
                        cookie + "Origin: http://desk:8080\r\n", cookie + "Origin: http://evil\r\n")) {
                    // When
                    String answer = ask(method, route[1], who, method.equals("POST") ? "{}" : "");

                    // Then
                    hasHeaders(method + " " + route[1] + " " + who, answer);
                }
            }
        }
        hasHeaders("nowhere", ask("GET", "/nowhere", "", ""));
        hasHeaders("no HTTP", ask("GET", "/%zz", "", ""));
        hasHeaders("no such length", ask("GET", "/" + "x".repeat(10_000), "", ""));
        assertEquals(500, status(ask("GET", "/fails", "", "")));
        assertEquals(200, status(ask("GET", "/events", "Accept: text/event-stream\r\n", "")));
    }

    private static void hasHeaders(String what, String answer) {
        AnswerHeaders.ALWAYS.forEach((name, value) -> {
            List<String> said = header(answer, name);
            boolean page = name.equals("Content-Security-Policy") && header(answer, "Content-Type").stream()
                    .anyMatch(type -> type.matches("text/(html|css|javascript).*"));
            assertEquals(page ? said : List.of(value), said, () -> what + ": " + name + "\n" + answer);
            assertEquals(1, said.size(), () -> what + ": " + name);
            if (page) {
                assertTrue(said.getFirst().startsWith("default-src 'none'"), said::toString);
                assertTrue(said.getFirst().contains("frame-ancestors 'none'"), said::toString);
                assertFalse(said.getFirst().contains("unsafe"), said::toString);
            }
        });
        assertEquals(List.of(), header(answer, AnswerHeaders.HSTS), () -> what + ": not without TLS of our own");
    }

    @Test
    void nothingThatChangesAnythingIsTakenFromAnotherSitesPageWithACookie() throws IOException {
        // Given
        start(Transit.PLAIN);
        String cookie = "Cookie: " + session().split(";")[0] + "\r\n";
        List<String[]> changing = routes().stream().filter(route -> !route[0].equals("GET")).toList();
        assertTrue(changing.size() > 10, "there are such routes");

        for (String[] route : changing) {
            for (String said : List.of("", "Origin: http://evil\r\n", "Origin: null\r\nSec-Fetch-Site: cross-site\r\n",
                    "Sec-Fetch-Site: same-site\r\nOrigin: http://desk:8080\r\n")) {
                // When
                String answer = ask(route[0], route[1], cookie + said, "{}");

                // Then
                assertEquals(403, status(answer), () -> route[0] + " " + route[1] + " " + said + answer);
                assertTrue(answer.contains("another origin"), answer);
            }
            // When our own page or a program asks, Then it is asked nothing of this kind
            for (String own : List.of(cookie + "Origin: http://desk:8080\r\n", "Authorization: Bearer duty\r\n")) {
                assertFalse(ask(route[0], route[1], own, "{}").contains("another origin"), () -> route[1] + own);
            }
        }
        assertTrue(registry.counter("tocsin.http.foreign.origin").count() >= 4.0 * changing.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ack/some", "/session"})
    void aPageOfAnotherSiteNeitherAnswersALinkNorSignsIn(String path) throws IOException {
        start(Transit.PLAIN);
        assertEquals(403, status(ask("POST", path, "Origin: http://evil\r\n", "duty")));
        assertEquals(403, status(ask("POST", path, "Sec-Fetch-Site: cross-site\r\n", "duty")));
        assertFalse(ask("POST", path, "Origin: http://desk:8080\r\n", "duty").contains("another origin"));
        assertFalse(ask("POST", path, "", "duty").contains("another origin"));
    }

    static Stream<Transit> transits() {
        return Stream.of(Transit.PLAIN, PROXIED);
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("transits")
    void cookiesAreSecureByConfigurationAndNotByWhatARequestSays(Transit transit) throws IOException {
        start(transit);
        for (String said : List.of("", "X-Forwarded-Proto: https\r\n", "X-Forwarded-Proto: http\r\n",
                "Forwarded: proto=https\r\n")) {
            String answer = ask("POST", "/session", said, "duty");
            String cookie = header(answer, "Set-Cookie").getFirst();
            assertEquals(transit.isSecure(), cookie.contains("; Secure"), cookie);
            assertTrue(cookie.contains("; HttpOnly; SameSite=Strict"), cookie);
        }
    }

    @ParameterizedTest
    @CsvSource({"true,429,401", "false,429,429"})
    void wrongKeysSlowWhoSentThemAndAProxyOnlyIsBelieved(boolean proxied, int same, int other) throws IOException {
        // Given
        start(proxied ? PROXIED : Transit.PLAIN);
        String wrong = "Authorization: Bearer wrong\r\n";
        for (int i = 0; i < 3; i++) {
            // What a stranger writes before the proxy's own entry changes nothing.
            ask("GET", "/api/v1/books", wrong + "X-Forwarded-For: 10.9.9." + i + ", 198.51.100.1\r\n", "");
        }

        // When
        String again = ask("GET", "/api/v1/books", wrong + "X-Forwarded-For: 198.51.100.1\r\n", "");
        String another = ask("POST", "/session", "X-Forwarded-For: 198.51.100.2\r\n", "wrong");

        // Then
        assertEquals(same, status(again), again);
        assertEquals(other, status(another), another);
    }

    @Test
    void theSchemeThatAProxyWasAskedByDecidesWhichOriginIsOurs() throws IOException {
        start(PROXIED);
        String cookie = "Cookie: " + session().split(";")[0] + "\r\n";
        for (String ours : List.of("Origin: https://alerts.example.gov\r\n",
                "X-Forwarded-Proto: https\r\nOrigin: https://desk:8080\r\n", "Origin: http://desk:8080\r\n")) {
            assertFalse(ask("POST", "/api/v1/reports", cookie + ours, "{}").contains("another origin"), ours);
        }
        assertEquals(403, status(ask("POST", "/api/v1/reports",
                cookie + "X-Forwarded-Proto: https\r\nOrigin: http://desk:8080\r\n", "{}")));
    }
}
