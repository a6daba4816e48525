package tocsin.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The browser of this machine. To be used by one thread only.
final class Chromium implements AutoCloseable {
    private static final String PROGRAM = System.getProperty("tocsin.chromium", "/usr/bin/chromium");
    private static final List<String> ARGUMENTS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync");
    private static final int MOST_MS = 30_000;

    private final Playwright playwright;
    private final Browser browser;

    Chromium() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        PlaywrightAssertions.setDefaultAssertionTimeout(MOST_MS);
        browser = playwright.chromium().launch(
                new BrowserType.LaunchOptions().setExecutablePath(Path.of(PROGRAM)).setArgs(ARGUMENTS));
    }

    /// A window of 1280 by 720 that shares nothing with any other.
    BrowserContext window() {
        BrowserContext window = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 720)
                .setTimezoneId("Asia/Shanghai").setLocale("zh-CN"));
        window.setDefaultTimeout(MOST_MS);
        return window;
    }

    /// Keeps a picture of a page in the folder `-Dtocsin.screenshots` names, or nothing where it names none.
    static void picture(Page page, String name) {
        String folder = System.getProperty("tocsin.screenshots", "");
        if (!folder.isEmpty()) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(System.getProperty("tocsin.home")).resolve(folder).resolve(name + ".png")));
        }
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
