package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.rules.PackFiles;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.Verdict;
import tocsin.wire.RecordJson;

/// Two instances change the rules under load, and are killed in the middle: every report is judged by exactly one pack,
/// the one in force when it arrived.
@Tag("crash")
class PublishingIT {
    private static final int SOME = 60;
    private static final int REPORTS = 4 * SOME;

    @TempDir
    private Path folder;

    private static IncidentReport report(int n) {
        return Reports.fire("r" + n, Instant.now()).setIncidentRef("case-" + n)
                .setLocation(new Location(n % 3 == 0 ? "370211" : "370213", "某处", null, null, null)).build();
    }

    /// The sample pack with another limit.
    private static PackFiles stricter(String minutes) {
        PackFiles files = FixedPacks.qingdao();
        String path = files.files().keySet().stream().filter(name -> name.endsWith("shandong/timeliness.yaml"))
                .findFirst().orElseThrow();
        return files.with(path, files.files().get(path).replace("limit: PT30M", "limit: PT" + minutes + "M"));
    }

    @Test
    void everyReportIsJudgedByOnePackWhileTwoInstancesSwitchAndCrash() throws Exception {
        try (TwoInstances both = new TwoInstances(folder, "")) {
            // Given
            both.start();
            Semaphore may = new Semaphore(SOME);
            Thread sender = both.send(REPORTS, may, PublishingIT::report);
            both.awaitMore(20, sender);

            // When: two people change the rules at two instances
            long first = propose(both, stricter("20"));
            assertEquals(409, both.ask(0, TwoInstances.FIRST, "POST",
                    "/api/v1/rules/publications/" + first + "/approve", "").statusCode(), "one person is not two");
            decided(both, 1, TwoInstances.SECOND, first);
            may.release(SOME);
            both.awaitMore(20, sender);

            // When: the instance that approves is killed while it does
            long second = propose(both, stricter("25"));
            Thread approving = Thread.ofPlatform().start(() -> approveOnce(both, second));
            both.restart(1);
            approving.join();
            both.awaitReady(1);
            decided(both, 0, TwoInstances.SECOND, second);
            may.release(SOME);
            both.awaitMore(20, sender);

            // When: one person goes back, and everything is killed
            assertEquals(200, both.ask(0, TwoInstances.FIRST, "POST", "/api/v1/rules/back", "").statusCode());
            may.release(SOME);
            both.restartAll();
            sender.join(Duration.ofMinutes(5));
            assertEquals(REPORTS, both.accepted());

            // Then
            both.awaitReady(0);
            TocsinProcess.await("every verdict", Duration.ofMinutes(3),
                    () -> both.committed().verdicts().size() >= REPORTS);
            List<String> judged = both.committed().verdicts().stream().map(Verdict::getReportId).toList();
            assertEquals(REPORTS, judged.size());
            assertEquals(REPORTS, judged.stream().distinct().count());
            assertTrue(both.committed().assertJudgedByThePackInForceAtArrival() >= 3, "three packs judged");
            JsonNode rules = RecordJson.MAPPER
                    .readTree(both.ask(0, TwoInstances.FIRST, "GET", "/api/v1/rules", "").body());
            assertEquals(stricter("20").rules().hash(), rules.path("packHash").asText(), "a restart undoes nothing");
            assertEquals(4, rules.path("publications").size());
            both.committed().assertDecidedByTheInboxAlone();
        }
    }

    private static long propose(TwoInstances both, PackFiles files) throws Exception {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        files.files().forEach(body.putObject("files")::put);
        HttpResponse<String> answer = both.ask(0, TwoInstances.FIRST, "POST", "/api/v1/rules/publications",
                body.toString());
        assertEquals(201, answer.statusCode(), answer::body);
        return RecordJson.MAPPER.readTree(answer.body()).path("number").asLong();
    }

    private static HttpResponse<String> approve(TwoInstances both, int i, String person, long number)
            throws IOException, InterruptedException {
        return both.ask(i, person, "POST", "/api/v1/rules/publications/" + number + "/approve", "");
    }

    /// Asks once; whether an answer comes is not known, for the instance is killed meanwhile.
    private static void approveOnce(TwoInstances both, long number) {
        try {
            approve(both, 1, TwoInstances.SECOND, number);
        } catch (IOException e) {
            System.out.println("killed while approving: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Asks until it is approved, by this request or an earlier one.
    private static void decided(TwoInstances both, int i, String person, long number) throws Exception {
        TocsinProcess.await("publication " + number + " in force", Duration.ofMinutes(2), () -> {
            HttpResponse<String> answer = approve(both, i, person, number);
            return answer.statusCode() == 200 || answer.body().contains("is ACTIVATED already");
        });
    }
}
