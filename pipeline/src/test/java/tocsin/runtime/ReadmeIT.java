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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tocsin.api.ApiKey;
import tocsin.api.Caller;
import tocsin.desk.FixedPacks;
import tocsin.intake.Bounds;
import tocsin.intake.Role;
import tocsin.model.Sha256;

/// The README's commands do what the README says.
@Execution(ExecutionMode.CONCURRENT)
class ReadmeIT {
    private static final String RUN = "<!-- run by CI -->";
    private static final String BESIDE_PYTHON = "<!-- run by CI beside Python -->";

    @TempDir
    private Path scratch;

    /// A Tocsin whose commands find it by its folder, as the README's find that of the demonstration.
    private static Tocsin ready(Path folder) throws InterruptedException {
        InstanceFiles files = new InstanceFiles(folder);
        TocsinSettings settings = new TocsinSettings(Map.of("bootstrap.servers", TocsinSettings.EMBEDDED),
                new TocsinSettings.Registry(TocsinSettings.EMBEDDED, null), "", "tocsin.", 3, 1, folder,
                new TocsinSettings.Http("127.0.0.1", 0), Path.of("unused"), ChannelSettings.OUTBOX,
                List.of(key("duty", Role.ADMINISTRATOR, "duty-wang", files.consoleKey()),
                        key("deputy", Role.APPROVER, "leader-zhao", files.deputyKey())),
                null, Map.of(),
                Duration.ofMillis(100), new TocsinSettings.EmbeddedPorts(0, 0));
        Tocsin tocsin = new Tocsin(settings, FixedPacks.qingdao(), Clock.systemUTC(), System.out::println);
        tocsin.start();
        assertTrue(tocsin.awaitReady(Duration.ofMinutes(4)), "ready");
        return tocsin;
    }

    private static ApiKey key(String name, Role role, String person, String key) {
        return new ApiKey(new Caller(name, role, null, null, Bounds.NONE, person),
                Sha256.of(key.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aReportGoesInTheAlertIsSeenRulesChangeAndTheRecordIsAudited(@TempDir Path folder) throws Exception {
        try (Tocsin _ = ready(folder)) {
            // When
            Map<String, String> environment = Map.of("TOCSIN_DATA_DIR", folder.toString());
            String said = said(commands("README.md", 0), environment);

            // Then
            for (String words : List.of("due by T1", "III  OPEN", "ACKNOWLEDGE done for", "on my way", "PAGED",
                    "ACKNOWLEDGED")) {
                assertTrue(said.contains(words), () -> "\"" + words + "\" is not in:\n" + said);
            }

            // When
            String changed = said(commands("README.md", 1).replace("data/demo", folder.toString()), environment);

            // Then
            for (String words : List.of("T1 late PT10M", "a test asks for half an hour", "17 tests, 0 failed.",
                    "Verdicts that change: 0 of 1; deadlines alone move in 1", "Publication 2",
                    "waits for a second person", "is in force at every desk", "went back")) {
                assertTrue(changed.contains(words), () -> "\"" + words + "\" is not in:\n" + changed);
            }

            // When
            String audited = said(commands("docs/audit.md", 0), environment);

            // Then
            for (String words : List.of("nothing was changed.", "timeline.ndjson  ", "publications.ndjson  4 records",
                    "MISSING desk 37", "FILE_CHANGED", "and it is found")) {
                assertTrue(audited.contains(words), () -> "\"" + words + "\" is not in:\n" + audited);
            }

            // When
            String answered = said(commands("docs/receipts.md", 0), environment);

            // Then
            for (String words : List.of("genuine tocsin-receipt", "\"rule\" : \"T1\"", "NOT GENUINE",
                    "and it is found")) {
                assertTrue(answered.contains(words), () -> "\"" + words + "\" is not in:\n" + answered);
            }

            // When
            String scored = said(commands("docs/scorecards.md", 0), environment);

            // Then
            for (String words : List.of("突发事件信息报送情况通报", "qingdao-fire,青岛市消防救援支队,")) {
                assertTrue(scored.contains(words), () -> "\"" + words + "\" is not in:\n" + scored);
            }
        }
    }

    @Test
    @Tag("peers")
    void whoDoubtsAScorecardComputesItFromTheRecord(@TempDir Path folder) throws Exception {
        try (Tocsin _ = ready(folder)) {
            // Given
            Map<String, String> environment = Map.of("TOCSIN_DATA_DIR", folder.toString());
            said(commands("README.md", 0), environment);

            // When
            String computed = said(commands("docs/scorecards.md", BESIDE_PYTHON, 0), environment);

            // Then
            assertTrue(computed.contains("\"agencyId\": \"qingdao-fire\""), computed);
        }
    }

    @Test
    void aRecordingIsReplayed() throws Exception {
        // When
        String said = said(commands("docs/replay.md", 0), Map.of());

        // Then
        for (String words : List.of("SF-60 LATE: 2", "SF-120 LATE: 2", "SF-300 LATE: 1", "all: 3", "They balance.")) {
            assertTrue(said.contains(words), () -> "\"" + words + "\" is not in:\n" + said);
        }
    }

    @Test
    void aLedgerOfThePastIsScored() throws Exception {
        // When
        String said = said(commands("docs/scorecards.md", 1), Map.of());

        // Then
        for (String words : List.of("2020年4月", "迟于时限 5 项", "接报 receipt")) {
            assertTrue(said.contains(words), () -> "\"" + words + "\" is not in:\n" + said);
        }
    }

    @Test
    void rulesAreTriedLikeCode() throws Exception {
        // When
        String said = said(commands("docs/rules.md", 0), Map.of());

        // Then
        for (String words : List.of("nothing is to be remarked", " tests, 0 failed.", "+ T1 late PT10M",
                "a test failed, as it should", "due 2026-03-01T", "Desk 370200, policy grade-2", "Not told")) {
            assertTrue(said.contains(words), () -> "\"" + words + "\" is not in:\n" + said);
        }
    }

    /// The commands of the first, second, ... place a document marks as run by CI.
    private static String commands(String document, int place) throws IOException {
        return commands(document, RUN, place);
    }

    private static String commands(String document, String mark, int place) throws IOException {
        String marked = Files.readString(home().resolve(document)).split(mark, -1)[place + 1];
        return marked.substring(marked.indexOf("```sh\n") + 6, marked.indexOf("\n```", marked.indexOf("```sh\n")));
    }

    private static Path home() {
        return Path.of(System.getProperty("tocsin.home"));
    }

    /// What these commands print; fails where one of them does.
    private String said(String commands, Map<String, String> environment) throws Exception {
        // Another checkout's tests may run on this machine, and would write the same files.
        String own = commands.replace("/tmp/tocsin-", scratch + "/tocsin-");
        ProcessBuilder shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", own)
                .directory(home().toFile()).redirectErrorStream(true);
        shell.environment().putAll(environment);
        shell.environment().put("TOCSIN_JAVA_HOME", System.getProperty("java.home"));
        Process process = shell.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }
}
