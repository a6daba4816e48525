package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tocsin.desk.FixedPacks;

/// The README's commands do what the README says.
class ReadmeIT {
    @Test
    void aReportGoesInAndTheAlertIsSeen(@TempDir Path folder) throws Exception {
        // Given
        String commands = commands("README.md");
        TocsinSettings settings = new TocsinSettings(Map.of("bootstrap.servers", TocsinSettings.EMBEDDED),
                new TocsinSettings.Registry(TocsinSettings.EMBEDDED, null), "", "tocsin.", 3, 1, folder,
                new TocsinSettings.Http("127.0.0.1", 0), Path.of("unused"), ChannelSettings.OUTBOX, List.of(), null,
                Map.of(),
                Duration.ofMillis(100), new TocsinSettings.EmbeddedPorts(0, 0));
        try (Tocsin tocsin = new Tocsin(settings, FixedPacks.qingdao(), Clock.systemUTC(), System.out::println)) {
            tocsin.start();
            assertTrue(tocsin.awaitReady(Duration.ofMinutes(4)), "ready");

            // When
            String said = said(commands,
                    Map.of("TOCSIN_URL", tocsin.url(), "TOCSIN_API_KEY", tocsin.consoleKey()));

            // Then
            for (String words : List.of("due by T1", "III  OPEN", "ACKNOWLEDGE ordered", "on my way", "PAGED",
                    "ACKNOWLEDGED")) {
                assertTrue(said.contains(words), () -> "\"" + words + "\" is not in:\n" + said);
            }
        }
    }

    @Test
    void aRecordingIsReplayed() throws Exception {
        // When
        String said = said(commands("docs/replay.md"), Map.of());

        // Then
        for (String words : List.of("SF-60 LATE: 2", "SF-120 LATE: 2", "SF-300 LATE: 1", "all: 3", "They balance.")) {
            assertTrue(said.contains(words), () -> "\"" + words + "\" is not in:\n" + said);
        }
    }

    @Test
    void rulesAreTriedLikeCode() throws Exception {
        // When
        String said = said(commands("docs/rules.md"), Map.of());

        // Then
        for (String words : List.of("nothing is to be remarked", " tests, 0 failed.", "+ T1 late PT10M",
                "a test failed, as it should", "due 2026-03-01T", "Desk 370200, policy grade-2", "Not told")) {
            assertTrue(said.contains(words), () -> "\"" + words + "\" is not in:\n" + said);
        }
    }

    /// The commands a document marks as run by CI.
    private static String commands(String document) throws IOException {
        String text = Files.readString(home().resolve(document));
        String marked = text.substring(text.indexOf("<!-- run by CI -->"));
        return marked.substring(marked.indexOf("```sh\n") + 6, marked.indexOf("\n```", marked.indexOf("```sh\n")));
    }

    private static Path home() {
        return Path.of(System.getProperty("tocsin.home"));
    }

    /// What these commands print; fails where one of them does.
    private static String said(String commands, Map<String, String> environment) throws Exception {
        ProcessBuilder shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
                .directory(home().toFile()).redirectErrorStream(true);
        shell.environment().putAll(environment);
        shell.environment().put("TOCSIN_JAVA_HOME", System.getProperty("java.home"));
        Process process = shell.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }
}
