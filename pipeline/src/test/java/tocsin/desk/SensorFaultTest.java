package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.SensorFault;
import tocsin.internal.v1.SensorFaultKind;
import tocsin.v1.Finding;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Outcome;
import tocsin.v1.Status;
import tocsin.v1.TimelineKind;
import tocsin.v1.Urgency;

/// What the desk says of a sensor that does not tell what it should.
class SensorFaultTest {
    private final City city = new City();

    private void fault(SensorFaultKind kind) {
        fault("rain-licang-01", "rain_mm", kind);
    }

    private void fault(String sensor, String metric, SensorFaultKind kind) {
        city.append(new InboxRecord("370200", null, new SensorFault(sensor, metric, kind,
                city.now().minus(Duration.ofHours(1)), city.now(), Status.ACTUAL)));
    }

    private List<Outcome> found() {
        return city.findings().stream().map(Finding::getOutcome).toList();
    }

    private List<Notification> told() {
        return city.notifications().stream()
                .filter(notification -> notification.getReason() == NotifyReason.FEED_STALLED).toList();
    }

    @ParameterizedTest
    @CsvSource({"SILENT, SENSOR_SILENT, 没有rain_mm数据", "GAP, SENSOR_GAP, 缺测", "STUCK, SENSOR_STUCK, 没有变化"})
    void aFaultIsAFindingOfNoAgencyAndStandsInTheTimeline(SensorFaultKind kind, Outcome outcome, String words) {
        // When
        fault(kind);

        // Then
        Finding finding = city.findings().getLast();
        assertEquals(outcome, finding.getOutcome());
        assertNull(finding.getAgencyId());
        assertTrue(finding.getWords().get("zh").contains(words), finding::toString);
        assertTrue(finding.getWords().get("zh").contains("李村河"), finding::toString);
        assertEquals(kind.name(), city.timeline().stream().filter(event -> event.getKind() == TimelineKind.EVIDENCE)
                .toList().getLast().getDetail().get("fault"));
    }

    @Test
    void aSensorThatTellsAgainIsNoFinding() {
        fault(SensorFaultKind.RECOVERED);
        assertEquals(0, city.findings().size());
        assertTrue(city.timeline().getLast().getReason().contains("again"));
    }

    @Test
    void oneSilentSensorIsForItsKeeperAndPagesNobody() {
        fault(SensorFaultKind.SILENT);
        assertEquals(List.of(Outcome.SENSOR_SILENT), found());
        assertEquals(List.of(), told());
    }

    @Test
    void manySilentSensorsOfAGroupAreAnAlertOfTheirOwn() {
        // When
        fault("rain-licang-01", "rain_mm", SensorFaultKind.SILENT);
        fault("rain-shibei-01", "rain_mm", SensorFaultKind.SILENT);

        // Then
        assertEquals(List.of(Outcome.SENSOR_SILENT, Outcome.SENSOR_SILENT, Outcome.FEED_STALLED), found());
        assertEquals(List.of("rain-gauges"), city.findings().getLast().getFields());
        assertTrue(told().getFirst().getBody().contains("no data from rain gauges"), () -> told().toString());
        assertEquals(Urgency.ROUTINE, told().getFirst().getUrgency());
        assertEquals(Set.of(Status.ACTUAL), Set.copyOf(told().stream().map(Notification::getStatus).toList()));
    }

    @Test
    void aGroupOfWhichOneTellsAgainHasRecovered() {
        fault("rain-licang-01", "rain_mm", SensorFaultKind.SILENT);
        fault("rain-shibei-01", "rain_mm", SensorFaultKind.SILENT);

        fault("rain-shibei-01", "rain_mm", SensorFaultKind.RECOVERED);

        assertTrue(city.timeline().getLast().getReason().contains("rain gauges tell again"));
    }

    @Test
    void aFeedThatStallsIsToldOnceHoweverManyInstancesWatchIt() {
        // When
        fault("usgs", "feed", SensorFaultKind.STALLED);
        int once = told().size();
        fault("usgs", "feed", SensorFaultKind.STALLED);

        // Then
        assertTrue(once > 0);
        assertEquals(once, told().size());
        assertEquals(List.of(Outcome.FEED_STALLED), found());
    }

    @Test
    void aFeedThatComesAndGoesIsFoundEachTimeAndToldOnceAnHour() {
        // When
        fault("usgs", "feed", SensorFaultKind.STALLED);
        int once = told().size();
        fault("usgs", "feed", SensorFaultKind.RECOVERED);
        fault("usgs", "feed", SensorFaultKind.STALLED);

        // Then
        assertEquals(List.of(Outcome.FEED_STALLED, Outcome.FEED_STALLED), found());
        assertEquals(once, told().size());

        // When
        fault("usgs", "feed", SensorFaultKind.RECOVERED);
        city.after(Duration.ofMinutes(61));
        fault("usgs", "feed", SensorFaultKind.STALLED);

        // Then
        assertEquals(2 * once, told().size());
    }
}
