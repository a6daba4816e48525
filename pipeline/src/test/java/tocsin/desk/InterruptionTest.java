package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.InterruptionKind;
import tocsin.internal.v1.LevelChange;
import tocsin.internal.v1.LevelInterruption;
import tocsin.v1.Finding;
import tocsin.v1.Incident;
import tocsin.v1.Location;
import tocsin.v1.Outcome;
import tocsin.v1.Status;
import tocsin.v1.TimelineEvent;
import tocsin.v1.WarningLevel;

/// What the desk says of a level whose data have stopped: neither an all-clear nor an alarm.
class InterruptionTest {
    private static final Location PLACE = new Location("370213", "某站", 36.16, 120.43, null);
    private final City city = new City();

    private void level(String sensor, WarningLevel level) {
        city.append(
                new InboxRecord("370200", null, new LevelChange(sensor, "rain_mm", "W-RAIN", level, null, 55.0, "mm",
                        city.now(), city.now(), PLACE, Status.ACTUAL, null, null, Map.of())));
        city.after(Duration.ofMinutes(1));
    }

    private void interrupted(String sensor, InterruptionKind kind) {
        city.append(new InboxRecord("370200", null, new LevelInterruption(sensor, "rain_mm", "W-RAIN",
                WarningLevel.ORANGE, kind, city.now().minus(Duration.ofHours(1)), city.now(), PLACE,
                Status.ACTUAL)));
    }

    private Incident incident() {
        return city.incidents().values().iterator().next();
    }

    private List<String> reasons() {
        return city.timeline().stream().filter(event -> incident().getIncidentId().equals(event.getIncidentId()))
                .map(TimelineEvent::getReason).toList();
    }

    @Test
    void aLevelWithoutDataStandsInTheIncidentAsInterruptedAndPagesNobody() {
        // Given
        level("rain-licang-01", WarningLevel.ORANGE);
        int told = city.notifications().size();

        // When
        interrupted("rain-licang-01", InterruptionKind.INTERRUPTED);

        // Then
        Finding finding = city.findings().getLast();
        assertEquals(Outcome.SENSOR_SILENT, finding.getOutcome());
        assertEquals(incident().getIncidentId(), finding.getIncidentId());
        assertTrue(finding.getWords().get("zh").contains("不表示已解除"), finding::toString);
        assertTrue(reasons().getLast().contains("data interrupted"), () -> reasons().toString());
        assertTrue(incident().getTitle().contains("数据中断"), () -> incident().getTitle());
        assertEquals(told, city.notifications().size());
        assertTrue(reasons().stream().noneMatch(reason -> reason.contains("below every level")));

        // When
        interrupted("rain-licang-01", InterruptionKind.RESUMED);

        // Then
        assertTrue(reasons().getLast().contains("data resumed"), () -> reasons().toString());
        assertTrue(!incident().getTitle().contains("数据中断"), () -> incident().getTitle());
        assertEquals(1, city.findings().stream().filter(one -> one.getOutcome() == Outcome.SENSOR_SILENT).count());
    }

    @Test
    void aLevelThatIsNotKnownAnyMoreIsNoAllClearAndCountsForNoArea() {
        // Given: two stations make the area
        level("one", WarningLevel.ORANGE);
        level("two", WarningLevel.ORANGE);

        // When
        interrupted("two", InterruptionKind.NOT_KNOWN);

        // Then
        assertTrue(reasons().stream().filter(reason -> reason.contains("no all-clear")).count() == 2,
                () -> reasons().toString());
        assertTrue(reasons().stream().anyMatch(reason -> reason.contains("area-370200")), () -> reasons().toString());
        assertTrue(reasons().stream().noneMatch(reason -> reason.contains("below every level")),
                () -> reasons().toString());
    }

    @Test
    void aLevelNobodyHasAnIncidentOfIsAFindingAlone() {
        interrupted("rain-licang-01", InterruptionKind.NOT_KNOWN);
        assertEquals(0, city.incidents().size());
        assertEquals(Outcome.SENSOR_SILENT, city.findings().getLast().getOutcome());
    }
}
