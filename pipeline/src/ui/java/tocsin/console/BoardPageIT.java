package tocsin.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tocsin.api.ApiKey;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.intake.Role;
import tocsin.model.Sha256;
import tocsin.runtime.ChannelSettings;
import tocsin.runtime.Tocsin;
import tocsin.runtime.TocsinSettings;
import tocsin.v1.DeliveryState;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.wire.RecordJson;

/// A display board's page in a real browser, before a whole Tocsin.
///
/// `-Dtocsin.screenshots=FOLDER` keeps pictures of it.
class BoardPageIT {
    private static final String BOARD = "licang-square";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    @TempDir
    private static Path folder;
    private static Tocsin tocsin;
    private static Playwright playwright;
    private static Browser browser;
    private static int cases;

    private BrowserContext context;
    private Line line;
    private Page page;
    private String incident = "";

    private static ApiKey key(String name, Role role, String agency, String board) {
        return new ApiKey(name, role, agency, board, Sha256.of(("key of " + name).getBytes(StandardCharsets.UTF_8)));
    }

    @BeforeAll
    static void start() throws Exception {
        TocsinSettings settings = new TocsinSettings(Map.of("bootstrap.servers", TocsinSettings.EMBEDDED),
                new TocsinSettings.Registry(TocsinSettings.EMBEDDED, null), "", "tocsin.", 3, 1, folder,
                new TocsinSettings.Http("127.0.0.1", 0), Path.of("unused"), ChannelSettings.OUTBOX,
                List.of(key("fire", Role.REPORTER, "qingdao-fire", null), key("approver", Role.APPROVER, null, null),
                        key("officer", Role.DUTY_OFFICER, null, null), key("square", Role.BOARD, null, BOARD),
                        key("station", Role.BOARD, null, "shibei-station")),
                null, Map.of(), Duration.ofMillis(30), new TocsinSettings.EmbeddedPorts(0, 0));
        tocsin = new Tocsin(settings, FixedPacks.qingdao(), Clock.systemUTC(), System.out::println);
        tocsin.start();
        assertTrue(tocsin.awaitReady(Duration.ofMinutes(4)), "ready");
        playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions()
                .setExecutablePath(Path.of("/usr/bin/chromium")).setArgs(List.of("--no-sandbox", "--disable-gpu",
                        "--disable-quic", "--no-first-run", "--disable-background-networking",
                        "--disable-component-update", "--disable-sync")));
    }

    @AfterAll
    static void stop() {
        browser.close();
        playwright.close();
        tocsin.close();
    }

    @BeforeEach
    void open() throws Exception {
        line = new Line(URI.create(tocsin.url()).getPort());
        context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 720));
        page = context.newPage();
        page.navigate("http://127.0.0.1:" + line.port() + "/boards/" + BOARD + "#token=key of square");
    }

    @AfterEach
    void close() throws Exception {
        line.mend();
        if (!incident.isEmpty()) {
            order("officer", incident, "CLOSE", "{}");
            await("the board is dark", () -> content().isEmpty());
        }
        context.close();
        line.close();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        long until = System.nanoTime() + SOON.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > until || NEVER.await(20, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("not within " + SOON + ": " + what);
            }
        }
    }

    private static JsonNode ask(String as, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> response = HTTP.send(HttpRequest.newBuilder(URI.create(tocsin.url() + path))
                .header("Authorization", "Bearer key of " + as).header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
        return response.body().isEmpty() ? RecordJson.MAPPER.nullNode() : RecordJson.MAPPER.readTree(response.body());
    }

    private static void order(String as, String incident, String action, String arguments) throws Exception {
        JsonNode answer = ask(as, "POST", "/api/v1/incidents/" + incident + "/commands",
                "{\"action\":\"" + action + "\",\"arguments\":" + arguments + "}");
        assertTrue(answer.has("commandId"), answer::toString);
    }

    private static JsonNode content() throws Exception {
        return ask("square", "GET", "/boards/" + BOARD + "/content.json", "").path("messages");
    }

    /// A fire so grave that the pack proposes a message for the boards of its area.
    private String fire() throws Exception {
        cases++;
        IncidentReport report = Reports.fire("ui-" + cases, Instant.now()).setIncidentRef("case-ui-" + cases)
                .setCasualties(Reports.tollOf(Grade.II)).build();
        ask("fire", "POST", "/api/v1/reports", RecordJson.write(report).toString());
        await("a verdict", () -> tocsin.model().verdict("qingdao-fire", report.getReportId()).isPresent());
        incident = tocsin.model().verdict("qingdao-fire", report.getReportId()).orElseThrow().getIncidentId();
        String opened = incident;
        await("the incident", () -> tocsin.model().incident(opened).isPresent());
        return incident;
    }

    private String text() {
        return page.locator("#message").innerText();
    }

    private boolean shows(String words) {
        return text().contains(words);
    }

    private void picture(String name) {
        String into = System.getProperty("tocsin.screenshots", "");
        if (!into.isEmpty()) {
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(into, name)));
        }
    }

    @Test
    void nothingIsShownBeforeApprovalAndThenWithinASecondInBothLanguages() throws Exception {
        // Given
        String fire = fire();
        await("the page is in contact", () -> !page.title().contains("显示屏 Board"));
        assertEquals("", text().strip());

        // When
        order("approver", fire, "APPROVE", "{}");
        await("handed over", () -> !content().isEmpty());
        long handedOver = System.nanoTime();
        page.waitForFunction("document.getElementById('message').innerText.trim() !== ''");
        Duration took = Duration.ofNanos(System.nanoTime() - handedOver);

        // Then
        System.out.println("on the board " + took.toMillis() + " ms after it was handed over");
        assertTrue(took.compareTo(Duration.ofSeconds(1)) < 0, took::toString);
        await("Chinese", () -> shows("请远离现场") && page.locator("#message").getAttribute("lang").equals("zh"));
        picture("board-zh.png");
        await("English", () -> shows("Keep away") && page.locator("#message").getAttribute("lang").equals("en"));
        picture("board-en.png");
        await("the receipt", () -> tocsin.model().notifications(sent -> sent.getIncidentId().equals(fire)
                && sent.getRecipient().equals(BOARD), 10).stream()
                .anyMatch(sent -> sent.delivery().orElseThrow().getState() == DeliveryState.DELIVERED));
    }

    @Test
    void theHigherPriorityWinsAndGivesWayAgain() throws Exception {
        // Given: a notice proposed by one person and approved by another
        String fire = fire();
        order("officer", fire, "PUBLISH", "{\"template\":\"notice\",\"boards\":\"" + BOARD + "\"}");
        await("it waits", () -> tocsin.model().timeline(fire).stream()
                .anyMatch(event -> event.getReason().contains("(notice)")));
        order("approver", fire, "APPROVE", "{\"message\":\"2\"}");
        await("the notice", () -> shows("请注意安全") || shows("take care"));

        // When: the graver message
        order("approver", fire, "APPROVE", "{\"message\":\"1\"}");

        // Then
        await("pre-empted", () -> shows("请远离现场") || shows("Keep away"));
        assertEquals(2, content().size());
    }

    @Test
    void aMessageRunsOutByItselfEvenWithTheLineCut() throws Exception {
        // Given
        page.clock().install();
        page.reload();
        String fire = fire();
        order("approver", fire, "APPROVE", "{}");
        await("shown", () -> {
            page.clock().runFor(500);
            return shows("请远离现场") || shows("Keep away");
        });

        // When: the line is cut
        line.cut();
        page.clock().runFor(20_000);

        // Then: it goes on showing, and says that it has lost contact
        assertTrue(shows("请远离现场") || shows("Keep away"));
        assertTrue(page.locator("#contact").isVisible());
        assertTrue(page.locator("#contact").innerText().contains("失去联系 No contact"));
        picture("board-no-contact.png");

        // And when its time is over
        page.clock().fastForward(Duration.ofHours(2).plusMinutes(1).toMillis());
        page.clock().runFor(1_000);

        // Then
        assertEquals("", text().strip());
    }

    @Test
    void aLineThatComesBackIsFoundAgain() throws Exception {
        // Given
        String fire = fire();
        order("approver", fire, "APPROVE", "{}");
        await("shown", () -> shows("请远离现场") || shows("Keep away"));
        line.cut();
        await("lost", () -> page.locator("#contact").isVisible());

        // When
        line.mend();

        // Then
        await("found", () -> !page.locator("#contact").isVisible());
    }

    @Test
    void theAllClearAndACorrectionMakeItDark() throws Exception {
        for (String action : List.of("CLOSE", "RETRACT")) {
            // Given
            String fire = fire();
            order("approver", fire, "APPROVE", "{}");
            await("shown", () -> shows("请远离现场") || shows("Keep away"));

            // When
            order("officer", fire, action, "{}");

            // Then
            await("dark after " + action, () -> text().isBlank());
        }
    }

    @Test
    void itCanBeReadAndNothingMoves() throws Exception {
        // Given
        String fire = fire();
        order("approver", fire, "APPROVE", "{}");
        await("shown", () -> shows("请远离现场") || shows("Keep away"));

        // Then
        double contrast = ((Number) page.evaluate("""
                () => {
                  const light = colour => {
                    const [r, g, b] = colour.match(/[0-9.]+/g).map(Number).map(v => v / 255)
                      .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                  };
                  const text = light(getComputedStyle(document.querySelector('#message p')).color);
                  const back = light(getComputedStyle(document.body).backgroundColor);
                  return (Math.max(text, back) + 0.05) / (Math.min(text, back) + 0.05);
                }""")).doubleValue();
        assertTrue(contrast >= 7, () -> "contrast " + contrast);
        assertEquals(0, ((Number) page.evaluate("document.getAnimations().length")).intValue());
        assertEquals("assertive", page.locator("#message").getAttribute("aria-live"));
        assertFalse((Boolean) page.evaluate("document.documentElement.scrollWidth > innerWidth"));
    }

    @Test
    void withoutItsOwnKeyABoardShowsNothing() throws Exception {
        try (BrowserContext stranger = browser.newContext()) {
            Page other = stranger.newPage();
            other.navigate(tocsin.url() + "/boards/" + BOARD);
            await("it asks for a key", () -> other.locator("#sign-in").isVisible());
        }
        assertEquals(403, ask("station", "GET", "/boards/" + BOARD + "/content.json", "").path("status").asInt());
        assertEquals(403, ask("fire", "GET", "/boards/" + BOARD + "/content.json", "").path("status").asInt());
    }
}
