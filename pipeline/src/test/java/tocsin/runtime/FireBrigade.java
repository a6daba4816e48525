package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.intake.Role;
import tocsin.v1.Grade;
import tocsin.wire.RecordJson;

/// A Tocsin, and a fire brigade that reports to it over HTTP: each report a fire of its own, judged and paged.
final class FireBrigade implements AutoCloseable {
    /// Within this everything must have come.
    static final Duration SOON = Duration.ofSeconds(60);

    private final Tocsin tocsin;

    /// Starts a Tocsin at this place and waits until everything works.
    FireBrigade(Place place, Path folder) throws InterruptedException {
        tocsin = new Tocsin(place.settings(folder, List.of(Callers.key("fire", Role.REPORTER, "qingdao-fire"),
                Callers.key("officer", Role.DUTY_OFFICER, null)), Duration.ofMillis(50)), FixedPacks.qingdao(),
                Clock.systemUTC(), System.out::println);
        tocsin.start();
        assertTrue(tocsin.awaitReady(Duration.ofMinutes(4)), () -> "not ready");
    }

    /// Reports a fire under this id, and is answered 202.
    void report(String id) throws IOException, InterruptedException {
        String report = RecordJson.write(Reports.fire(id, Instant.now()).setIncidentRef("case of " + id)
                .setCasualties(Reports.tollOf(Grade.III)).build()).toString();
        assertEquals(202, Callers.ask(tocsin, "fire", "POST", "/api/v1/reports", report).statusCode());
    }

    /// Waits until this report is judged; gives its incident.
    String judged(String id) throws IOException, InterruptedException {
        String verdict = "/api/v1/reports/" + id + "/verdict";
        TocsinProcess.await("a verdict on " + id, SOON,
                () -> Callers.ask(tocsin, "officer", "GET", verdict, "").statusCode() == 200);
        return json(verdict).path("incidentId").asText();
    }

    /// Waits until somebody was paged about this incident.
    void paged(String incident) throws IOException, InterruptedException {
        TocsinProcess.await("a page about " + incident, SOON, () -> {
            for (JsonNode told : json("/api/v1/notifications?incident=" + incident)) {
                if (told.toString().contains("HANDED_OVER")) {
                    return true;
                }
            }
            return false;
        });
    }

    /// What a duty officer reads at this path.
    JsonNode json(String path) throws IOException, InterruptedException {
        return RecordJson.MAPPER.readTree(Callers.ask(tocsin, "officer", "GET", path, "").body());
    }

    /// The status of a page that needs no key.
    int status(String page) throws InterruptedException {
        return TocsinProcess.status(tocsin.url() + page);
    }

    @Override
    public void close() {
        tocsin.close();
    }
}
