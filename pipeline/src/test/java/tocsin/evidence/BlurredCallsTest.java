package tocsin.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tocsin.replay.Calls;
import tocsin.replay.Recording;
import tocsin.schemas.AvroSafety;
import tocsin.v1.Casualties;
import tocsin.v1.Category;
import tocsin.v1.Confidentiality;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.ReportKind;
import tocsin.v1.ReportSource;
import tocsin.v1.Status;
import tocsin.v1.Via;

/// Rows of one call are found together, also with places moved by 300 m, times by five minutes and a fifth of the
/// references gone.
class BlurredCallsTest {
    private static final Instant BEGINNING = Instant.parse("2020-04-07T07:00:00Z");

    static {
        AvroSafety.ensure();
    }

    /// Sixteen calls an hour all over a city of 10 km, most of one kind, one to eight units each, streets of their own.
    private static List<Recording.Recorded> calls(int incidents, int seed) {
        Random random = new Random(seed);
        List<Recording.Recorded> rows = new ArrayList<>();
        for (int incident = 0; incident < incidents; incident++) {
            Instant received = BEGINNING.plusSeconds(incident * 225L);
            Location location = new Location("06075", "%d Block of STREET %d".formatted(100 * random.nextInt(40),
                    random.nextInt(200)), 37.71 + random.nextDouble() * 0.09, -122.5 + random.nextDouble() * 0.11,
                    null);
            String type = random.nextInt(10) < 8 ? "medical" : random.nextBoolean() ? "alarm" : "traffic";
            int units = 1 + random.nextInt(random.nextInt(8) + 1);
            for (int unit = 0; unit < units; unit++) {
                rows.add(new Recording.Recorded(IncidentReport.newBuilder().setReportId(incident + "-" + unit)
                        .setIncidentRef("call-" + incident).setAgencyId("sffd").setKind(ReportKind.FIRST).setSequence(1)
                        .setStatus(Status.ACTUAL).setSource(ReportSource.AGENCY).setVia(Via.TOPIC)
                        .setReceivedAt(received).setReportedAt(received.plusSeconds(90))
                        .setCategory(type.equals("medical") ? Category.PUBLIC_HEALTH : Category.ACCIDENT).setType(type)
                        .setLocation(location).setCasualties(new Casualties()).setFacts(Map.of())
                        .setTitle(type + ", " + location.getPlace()).setSummary("unit " + unit).setMeasures(List.of())
                        .setInformed(List.of()).setRequests(List.of()).setSensitivity(List.of())
                        .setConfidentiality(Confidentiality.PUBLIC).setAttachments(List.of()).build(),
                        received.plusSeconds(90L + unit), incident + "-" + unit));
            }
        }
        rows.sort(java.util.Comparator.comparing(Recording.Recorded::arrivedAt));
        return rows;
    }

    @Test
    void rowsWithTheirReferencesAreFoundTogetherExactly() {
        // Given
        List<Recording.Recorded> rows = calls(300, 1);

        // When
        Pairs pairs = Pairs.of(Blurred.grouped(rows, rows, Calls.pack()));

        // Then
        assertEquals(pairs.real(), pairs.together());
        assertEquals(pairs.real(), pairs.claimed());
    }

    @Test
    void blurredRowsAreFoundTogetherNearlyAlways() {
        // Given
        List<Recording.Recorded> rows = calls(1_000, 2);

        // When
        Pairs pairs = Pairs.of(Blurred.grouped(Blurred.blur(rows, 300, Duration.ofMinutes(5), 0.2, true, 3), rows,
                Calls.pack()));

        // Then
        assertTrue(pairs.precision() >= 0.95 && pairs.recall() >= 0.95, pairs::toString);
    }
}
