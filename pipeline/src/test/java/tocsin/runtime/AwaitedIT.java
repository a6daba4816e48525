package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.v1.Finding;
import tocsin.v1.Grade;
import tocsin.v1.Outcome;
import tocsin.wire.RecordJson;

/// What does not come is told on a real broker, with no further event, and after a restart.
@ExtendWith(SharedPair.class)
class AwaitedIT {
    private static final Duration HOUR = Duration.ofMinutes(60);
    /// How late a duty may be told at most.
    private static final Duration IN_TIME = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    private Tocsin start(Place place) throws InterruptedException {
        Tocsin tocsin = new Tocsin(place.settings(folder, List.of(), Duration.ofMillis(50)), FixedPacks.qingdao(),
                Clock.systemUTC(), System.out::println);
        tocsin.start();
        assertTrue(tocsin.awaitReady(Duration.ofMinutes(4)), "ready");
        return tocsin;
    }

    /// Sends a flash report of grade III whose written report is due then.
    private static void flash(Tocsin tocsin, String reportId, Instant writtenDue) throws Exception {
        Instant received = writtenDue.minus(HOUR);
        String report = RecordJson.write(Reports.fire(reportId, Instant.now()).setIncidentRef(reportId)
                .setOccurredAt(received).setLearnedAt(received).setReceivedAt(received)
                .setCasualties(Reports.tollOf(Grade.III)).build()).toString();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create(tocsin.url() + "/api/v1/reports"))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + tocsin.consoleKey())
                        .POST(HttpRequest.BodyPublishers.ofString(report)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(202, answer.statusCode(), answer::body);
    }

    private static Optional<Finding> late(Tocsin tocsin, String incidentOf) {
        return tocsin.model().findings(finding -> finding.getRule().equals("T2")
                && finding.getOutcome() == Outcome.LATE && finding.getReportId() == null
                && finding.getDetail().contains(incidentOf), 10).stream().findFirst();
    }

    private static String incident(Tocsin tocsin, String reportId) throws Exception {
        TocsinProcess.await("an incident", Duration.ofSeconds(30),
                () -> tocsin.model().verdict(null, reportId).filter(verdict -> verdict.getIncidentId() != null)
                        .isPresent());
        return tocsin.model().verdict(null, reportId).orElseThrow().getIncidentId();
    }

    @Test
    void aWrittenReportThatDoesNotComeIsToldWithinFiveSecondsAlsoAfterARestart(Place place) throws Exception {
        Instant secondDue;
        String second;
        try (Tocsin tocsin = start(place)) {
            // Given
            Instant due = Instant.now().plusSeconds(3);
            flash(tocsin, "awaited-1", due);
            String first = incident(tocsin, "awaited-1");

            // Then: with no further event
            TocsinProcess.await("late", Duration.ofSeconds(30), () -> late(tocsin, first).isPresent());
            Duration after = Duration.between(due, late(tocsin, first).orElseThrow().getAt());
            assertTrue(!after.isNegative() && after.compareTo(IN_TIME) < 0, () -> after + " after it was due");

            // When everything stops before the next is due
            secondDue = Instant.now().plusSeconds(4);
            flash(tocsin, "awaited-2", secondDue);
            second = incident(tocsin, "awaited-2");
        }
        String missed = second;
        try (Tocsin tocsin = start(place)) {
            // Then: what fell due meanwhile is told soon after the desk is back
            Instant back = Instant.now();
            TocsinProcess.await("late after the restart", Duration.ofSeconds(60),
                    () -> late(tocsin, missed).isPresent());
            Instant told = late(tocsin, missed).orElseThrow().getAt();
            assertTrue(told.isAfter(secondDue));
            assertTrue(Duration.between(back, told).compareTo(IN_TIME) < 0,
                    () -> Duration.between(back, told) + " after it was ready again");
        }
    }
}
