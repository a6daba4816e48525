package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.SensorFault;
import tocsin.internal.v1.SensorFaultKind;
import tocsin.v1.Finding;
import tocsin.v1.Outcome;
import tocsin.v1.Status;
import tocsin.v1.TimelineKind;

/// What the desk says of a sensor that does not tell what it should.
class SensorFaultTest {
    private final City city = new City();

    private void fault(SensorFaultKind kind) {
        city.append(new InboxRecord("370200", null, new SensorFault("rain-licang-01", "rain_mm", kind,
                city.now().minus(Duration.ofHours(1)), city.now(), Status.ACTUAL)));
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

    @ParameterizedTest
    @CsvSource({"RECOVERED"})
    void aSensorThatTellsAgainIsNoFinding(SensorFaultKind kind) {
        fault(kind);
        assertEquals(0, city.findings().size());
        assertTrue(city.timeline().getLast().getReason().contains("again"));
    }
}
