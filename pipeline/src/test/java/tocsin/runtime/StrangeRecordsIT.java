package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
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

/// Whatever strangers write to whichever topic, every report is judged and every page is sent.
@ExtendWith(SharedPair.class)
class StrangeRecordsIT {
    private static final int STRANGE = Integer.getInteger("tocsin.strange.records", 3_000);
    private static final long SEED = Long.getLong("tocsin.strange.seed", 16);

    private static Place place;
    @TempDir
    private static Path folder;
    private static FireBrigade fire;

    @BeforeAll
    static void start(Place own) throws Exception {
        place = own;
        fire = new FireBrigade(place, folder);
    }

    @AfterAll
    static void stop() {
        fire.close();
    }

    @Test
    void beneathAStormOfStrangenessEveryReportIsJudgedAndPaged() throws Exception {
        // Given: something on every topic to make strange records of
        fire.report("before");
        fire.paged(fire.judged("before"));
        List<String> ids = new ArrayList<>();

        // When
        try (StrangeRecords storm = new StrangeRecords(place.bootstrap(), place.topics(), SEED)) {
            CompletableFuture<Map<String, Integer>> sending = CompletableFuture
                    .supplyAsync(() -> storm.send(STRANGE, 500));
            while (!sending.isDone()) {
                String id = "storm-" + ids.size();
                fire.report(id);
                ids.add(id);
                fire.paged(fire.judged(id));
            }
            System.out.println("seed " + SEED + ", reports " + ids.size() + ", strange records " + sending.get());
        }
        fire.report("after");

        // Then
        assertTrue(ids.size() >= 2, ids::toString);
        fire.paged(fire.judged("after"));
        TocsinProcess.await("alerting", FireBrigade.SOON, () -> fire.status("/health/alerting") == 200);
        assertEquals(List.of(200, 200), List.of(fire.status("/health/live"), fire.status("/health/ready")));
    }
}
