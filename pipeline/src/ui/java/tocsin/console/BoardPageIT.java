package tocsin.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A display board's page in a real browser, with a whole Tocsin behind it.
@Tag("ui")
@Isolated("it measures a second")
@ExtendWith(Stage.class)
class BoardPageIT {
    private static final String KEEP_AWAY = "请远离现场，听从指挥";
    private static final String TAKE_CARE = "请注意安全";

    private LiveTocsin tocsin;
    private BrowserContext window;
    private Page page;
    private Locator message;
    private Locator contact;
    private Line line;
    private final List<String> errors = new ArrayList<>();

    /// The page's clock runs as ours does until a test moves it on.
    @BeforeEach
    void open(LiveTocsin live, Chromium chromium) throws Exception {
        tocsin = live;
        line = new Line(live.url());
        window = chromium.window();
        page = window.newPage();
        page.onPageError(errors::add);
        page.clock().install();
        message = page.locator("#message");
        contact = page.locator("#contact");
    }

    @AfterEach
    void close() throws Exception {
        window.close();
        line.close();
        tocsin.clear();
        assertEquals(List.of(), errors);
    }

    /// Opens the board and waits until it has said that it is dark.
    private void connect() {
        page.waitForResponse(answer -> answer.url().endsWith("/shown") && answer.status() == 204,
                () -> navigate("#token=" + LiveTocsin.key(LiveTocsin.BOARD)));
        assertThat(message).isEmpty();
    }

    private void navigate(String token) {
        page.navigate(line.url() + "/boards/" + LiveTocsin.BOARD + token);
    }

    /// Nothing comes through any more: what is under way stays silent, and what is new fails.
    private void cut() {
        line.goDead();
        window.setOffline(true);
    }

    /// An incident whose message stands on the board.
    private String shown() throws Exception {
        String incident = tocsin.graveFire();
        tocsin.approve(incident, 1);
        assertThat(message).containsText(KEEP_AWAY);
        return incident;
    }

    @Test
    void nothingIsShownBeforeItWasApprovedAndTheTextIsThereWithinASecondOfIt() throws Exception {
        // Given
        connect();
        String incident = tocsin.graveFire();
        String said = page.waitForRequest("**/shown", () -> {}).postData();
        assertEquals("{\"shows\":[]}", said);
        assertThat(message).isEmpty();
        page.evaluate("""
                new MutationObserver(() => { window.seenAt ??= Date.now(); })
                    .observe(document.getElementById('message'), {childList: true})""");

        // When
        Instant ordered = Instant.now();
        long handedOver = tocsin.approve(incident, 1).toEpochMilli();

        // Then
        page.waitForFunction("window.seenAt");
        long seen = ((Number) page.evaluate("window.seenAt")).longValue();
        System.out.printf(
                "board: text in the page %d ms after handed over was seen in the API, %d ms after the order%n",
                seen - handedOver, seen - ordered.toEpochMilli());
        assertTrue(seen - handedOver < 1000, () -> seen - handedOver + " ms");
        assertThat(message).containsText("李沧区发生火灾");
    }

    @Test
    void bothLanguagesTakeTurnsTheCitysOwnFirst() throws Exception {
        // Given
        connect();

        // When
        shown();

        // Then
        assertThat(message).hasAttribute("lang", "zh");
        Chromium.picture(page, "board-zh");
        page.clock().fastForward(6000);
        assertThat(message).containsText("Keep away, follow instructions");
        assertThat(message).hasAttribute("lang", "en");
        Chromium.picture(page, "board-en");
        page.clock().fastForward(6000);
        assertThat(message).containsText(KEEP_AWAY);
        assertThat(message).hasAttribute("lang", "zh");
    }

    @Test
    void theHigherPriorityIsShownAndWhenItIsClearedTheLowerAgain() throws Exception {
        // Given
        connect();
        String lower = tocsin.graveFire();
        tocsin.proposeNotice(lower);
        tocsin.approve(lower, 2);
        assertThat(message).containsText(TAKE_CARE);

        // When
        String higher = shown();

        // Then
        assertThat(message).not().containsText(TAKE_CARE);
        tocsin.awaitDelivered(higher, "B1");

        // And when it is cleared
        tocsin.order("officer", higher, "CLOSE", Map.of());
        assertThat(message).containsText(TAKE_CARE);
        assertThat(message).not().containsText(KEEP_AWAY);
    }

    @Test
    void aMessageWhoseTimeIsOverLeavesThoughTheLineIsCut() throws Exception {
        // Given
        connect();
        shown();
        cut();

        // When
        page.clock().fastForward("01:59:00");

        // Then
        assertThat(contact).isVisible();
        assertThat(message).not().isEmpty();

        // And when its two hours are over
        page.clock().fastForward("01:00");
        assertThat(message).isEmpty();

        // And when the line is back, Tocsin's clock counts, not this board's
        window.setOffline(false);
        assertThat(message).containsText(KEEP_AWAY);
    }

    @Test
    void aLostLineIsSaidInWordsWhatStandsStaysAndItRecoversByItself() throws Exception {
        // Given
        connect();
        shown();
        assertThat(contact).isHidden();

        // When
        cut();
        page.clock().fastForward(16_000);

        // Then
        assertThat(contact).isVisible();
        assertThat(contact).containsText("失去联系 No contact");
        assertThat(message).not().isEmpty();
        assertEveryWordIsInSight();
        Chromium.picture(page, "board-no-contact");

        // And when it is back
        window.setOffline(false);
        assertThat(contact).isHidden();
        assertThat(message).not().isEmpty();
    }

    @Test
    void aLineThatWentDeadWithoutAWordIsGivenUpForANewOne() throws Exception {
        // Given
        connect();

        // When
        line.goDead();
        String incident = tocsin.graveFire();
        tocsin.approve(incident, 1);

        // Then
        assertThat(message).containsText("李沧区");
        tocsin.awaitDelivered(incident, "B1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLOSE", "RETRACT"})
    void whenTheIncidentEndsTheBoardIsDarkAndThatIsReportedToo(String action) throws Exception {
        // Given
        connect();
        String incident = shown();

        // When
        tocsin.order("officer", incident, action, Map.of());

        // Then
        assertThat(message).isEmpty();
        tocsin.awaitDelivered(incident, "B1-C");
    }

    @Test
    void whatItShowsIsReportedByItsOwnKeyOnly() throws Exception {
        // Given
        String incident = tocsin.graveFire();
        tocsin.approve(incident, 1);
        String path = "/boards/" + LiveTocsin.BOARD;

        // When
        for (String stranger : new String[]{LiveTocsin.OTHER_BOARD, "analyst", "chief", "fire"}) {
            assertEquals(403, tocsin.ask(stranger, "POST", path + "/shown", "{\"shows\":[]}").status(), stranger);
        }
        assertEquals(403, tocsin.ask(LiveTocsin.OTHER_BOARD, "GET", path + "/content.json", "").status());
        assertEquals(422, tocsin.ask(LiveTocsin.BOARD, "POST", path + "/shown", "{\"shows\":[1]}").status());
        navigate("#token=" + LiveTocsin.key(LiveTocsin.BOARD));

        // Then
        assertThat(message).containsText(KEEP_AWAY);
        tocsin.awaitDelivered(incident, "B1");
    }

    @Test
    void withoutItsKeyThePageAsksForOneAndSaysWhatIsWrongWithAnother() throws Exception {
        // When
        navigate("");

        // Then
        Locator key = page.getByLabel("Board key");
        Locator refused = page.locator("#refused");
        assertThat(key).isFocused();

        // And when a key is given
        give(key, "nobody's");
        assertThat(refused).containsText("not known");
        give(key, "不对");
        assertThat(refused).containsText("not known");
        give(key, LiveTocsin.key(LiveTocsin.OTHER_BOARD));
        assertThat(refused).containsText("another board's");
        give(key, LiveTocsin.key(LiveTocsin.BOARD));
        assertThat(key).isHidden();
        shown();
    }

    private static void give(Locator field, String key) {
        field.fill(key);
        field.press("Enter");
    }

    @Test
    void twoBoardsInOneBrowserAreTwoBoards() throws Exception {
        // Given
        connect();
        Page other = window.newPage();
        other.waitForResponse("**/shown", () -> other.navigate(line.url() + "/boards/" + LiveTocsin.OTHER_BOARD
                + "#token=" + LiveTocsin.key(LiveTocsin.OTHER_BOARD)));

        // When
        String incident = shown();

        // Then
        tocsin.awaitDelivered(incident, "B1");
        assertThat(other.locator("#message")).isEmpty();
    }

    @Test
    void theWordsStandOutStandStillAndAreReadOut() throws Exception {
        // Given
        connect();

        // When
        shown();

        // Then
        Number contrast = (Number) page.evaluate("""
                () => {
                  const light = color => color.match(/[\\d.]+/g).slice(0, 3).map(part => part / 255)
                      .map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
                      .reduce((sum, part, i) => sum + part * [.2126, .7152, .0722][i], 0);
                  const text = document.querySelector('#message p');
                  let ground = text;
                  while (/^rgba.*, 0\\)$/.test(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
                  const [dark, bright] = [light(getComputedStyle(ground).backgroundColor), light(getComputedStyle(text).color)]
                      .sort((a, b) => a - b);
                  return (bright + .05) / (dark + .05);
                }""");
        System.out.printf("board: contrast %.1f to 1%n", contrast.doubleValue());
        assertTrue(contrast.doubleValue() >= 7, () -> contrast + " to 1");
        assertEquals(0, page.evaluate("document.getAnimations().length"));
        assertEquals(true, page.evaluate(
                """
                [...document.querySelectorAll('*')].map(element => getComputedStyle(element))
                    .every(style => style.animationName === 'none' && /^0s(, 0s)*$/.test(style.transitionDuration))"""));
        assertThat(message).hasAttribute("role", "alert");
        assertThat(message).hasAttribute("aria-live", "assertive");
        assertEveryWordIsInSight();
    }

    private void assertEveryWordIsInSight() {
        assertEquals(true, page.evaluate(
                """
                [...document.querySelectorAll('#message p')].map(line => line.getBoundingClientRect()).every(box =>
                    box.top >= 0 && box.left >= 0 && box.right <= innerWidth && box.bottom <= (
                        document.querySelector('#contact:not([hidden])')?.getBoundingClientRect().top ?? innerHeight))"""));
    }
}
