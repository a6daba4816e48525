package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tocsin.attacks.StrangeRecords;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.intake.Role;
import tocsin.v1.Grade;
import tocsin.wire.RecordJson;

/// Whatever strangers write to whichever topic, every report is judged and every page is sent.
@ExtendWith(SharedPair.class)
class StrangeRecordsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int STRANGE = Integer.getInteger("tocsin.strange.records", 3_000);
    private static final long SEED = Long.getLong("tocsin.strange.seed", 16);

    private static Place place;
    @TempDir
    private static Path folder;
    private static Tocsin tocsin;

    @BeforeAll
    static void start(Place own) throws Exception {
        place = own;
        tocsin = new Tocsin(place.settings(folder, List.of(Callers.key("fire", Role.REPORTER, "qingdao-fire"),
                Callers.key("officer", Role.DUTY_OFFICER, null)), Duration.ofMillis(50)), FixedPacks.qingdao(),
                Clock.systemUTC(), System.out::println);
        tocsin.start();
        assertTrue(tocsin.awaitReady(Duration.ofMinutes(4)), () -> "not ready");
    }

    @AfterAll
    static void stop() {
        tocsin.close();
    }

    private static void report(String id) throws Exception {
        String report = RecordJson.write(Reports.fire(id, Instant.now()).setIncidentRef("case of " + id)
                .setCasualties(Reports.tollOf(Grade.III)).build()).toString();
        assertEquals(202, Callers.ask(tocsin, "fire", "POST", "/api/v1/reports", report).statusCode());
    }

    private static JsonNode json(String path) throws IOException, InterruptedException {
        return RecordJson.MAPPER.readTree(Callers.ask(tocsin, "officer", "GET", path, "").body());
    }

    private static String judged(String id) throws Exception {
        TocsinProcess.await("a verdict on " + id, SOON, () -> Callers
                .ask(tocsin, "officer", "GET", "/api/v1/reports/" + id + "/verdict", "").statusCode() == 200);
        return json("/api/v1/reports/" + id + "/verdict").path("incidentId").asText();
    }

    private static void paged(String incident) throws Exception {
        TocsinProcess.await("a page about " + incident, SOON, () -> {
            for (JsonNode told : json("/api/v1/notifications?incident=" + incident)) {
                if (told.toString().contains("HANDED_OVER")) {
                    return true;
                }
            }
            return false;
        });
    }

    private static int status(String page) throws IOException, InterruptedException {
        return TocsinProcess.status(tocsin.url() + page);
    }

    @Test
    void beneathAStormOfStrangenessEveryReportIsJudgedAndPaged() throws Exception {
        // Given: something on every topic to make strange records of
        report("before");
        paged(judged("before"));
        List<String> ids = new ArrayList<>();

        // When
        try (StrangeRecords storm = new StrangeRecords(place.bootstrap(), place.topics(), SEED)) {
            CompletableFuture<Map<String, Integer>> sending = CompletableFuture
                    .supplyAsync(() -> storm.send(STRANGE, 500));
            while (!sending.isDone()) {
                String id = "storm-" + ids.size();
                report(id);
                ids.add(id);
                paged(judged(id));
            }
            System.out.println("seed " + SEED + ", reports " + ids.size() + ", strange records " + sending.get());
        }
        report("after");

        // Then
        assertTrue(ids.size() >= 2, ids::toString);
        paged(judged("after"));
        TocsinProcess.await("alerting", SOON, () -> status("/health/alerting") == 200);
        assertEquals(List.of(200, 200), List.of(status("/health/live"), status("/health/ready")));
    }
}
