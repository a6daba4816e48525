package tocsin.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The duty desk's page in a real browser.
@Tag("ui")
@ExtendWith(Stage.class)
class ConsolePageIT {
    @Test
    void whoSignsInSeesTheOpenIncidentAndItsTimeline(LiveTocsin tocsin, Chromium chromium) throws Exception {
        // Given
        String incident = tocsin.graveFire();
        try (BrowserContext window = chromium.window()) {
            Page page = window.newPage();
            page.setViewportSize(1280, 600);
            page.navigate(tocsin.url());

            // When
            page.fill("#key", tocsin.consoleKey());
            page.click("#sign-in button");
            page.locator("#incidents tr", new Page.LocatorOptions().setHasText(incident)).getByText("Timeline").click();

            // Then
            assertThat(page.locator("#incidents .grade-II").first()).isVisible();
            assertThat(page.locator("#timeline")).containsText("PROPOSED");
            assertThat(page.locator("#state")).hasText("live");
            assertThat(page.locator("#outbox")).containsText("SMS");
            Chromium.picture(page, "console");
        } finally {
            tocsin.clear();
        }
    }
}
