package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        Path home = Path.of(System.getProperty("tocsin.home"));
        String readme = Files.readString(home.resolve("README.md"));
        String marked = readme.substring(readme.indexOf("<!-- run by CI -->"));
        String commands = marked.substring(marked.indexOf("```sh\n") + 6,
                marked.indexOf("\n```", marked.indexOf("```sh\n")));
        TocsinSettings settings = new TocsinSettings(Map.of("bootstrap.servers", TocsinSettings.EMBEDDED),
                new TocsinSettings.Registry(TocsinSettings.EMBEDDED, null), "", "tocsin.", 3, 1, folder,
                new TocsinSettings.Http("127.0.0.1", 0), Path.of("unused"), ChannelSettings.OUTBOX, List.of(), null,
                Map.of(),
                Duration.ofMillis(100), new TocsinSettings.EmbeddedPorts(0, 0));
        try (Tocsin tocsin = new Tocsin(settings, FixedPacks.qingdao(), Clock.systemUTC(), System.out::println)) {
            tocsin.start();
            assertTrue(tocsin.awaitReady(Duration.ofMinutes(4)), "ready");

            // When
            ProcessBuilder shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
                    .directory(home.toFile())
                    .redirectErrorStream(true);
            shell.environment().put("TOCSIN_URL", tocsin.url());
            shell.environment().put("TOCSIN_API_KEY", tocsin.consoleKey());
            shell.environment().put("TOCSIN_JAVA_HOME", System.getProperty("java.home"));
            Process process = shell.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            // Then
            assertEquals(0, process.waitFor(), said);
            for (String words : List.of("due by T1", "III  OPEN", "ACKNOWLEDGE ordered", "on my way", "PAGED",
                    "ACKNOWLEDGED")) {
                assertTrue(said.contains(words), () -> "\"" + words + "\" is not in:\n" + said);
            }
        }
    }
}
