package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.LevelChange;
import tocsin.v1.Evidence;
import tocsin.v1.Incident;
import tocsin.v1.Location;
import tocsin.v1.Status;
import tocsin.v1.TimelineEvent;
import tocsin.v1.WarningLevel;

/// Rain at many stations is more than rain at one.
class ArealTest {
    private final City city = new City();

    private void rain(String sensor, String area, double latitude, WarningLevel level, WarningLevel before) {
        city.append(new InboxRecord("370200", null, new LevelChange(sensor, "rain_mm", "W-RAIN", level, before, 55.0,
                "mm", city.now(), city.now(), new Location(area, sensor, latitude, 120.4, null), Status.ACTUAL, null,
                null, Map.of())));
        city.after(Duration.ofMinutes(1));
    }

    private List<String> areas() {
        return city.incidents().values().stream().flatMap(incident -> incident.getEvidence().stream())
                .map(Evidence::getId).filter(id -> id.startsWith("sensor/area-370200/")).toList();
    }

    @Test
    void enoughStationsOfTheCityAreANoticeOfTheirOwnInTheSameIncident() {
        // When
        rain("one", "370213", 36.16, WarningLevel.YELLOW, null);
        int told = city.notifications().size();
        List<String> alone = areas();
        rain("two", "370203", 36.12, WarningLevel.YELLOW, null);

        // Then
        assertEquals(List.of(), alone);
        assertEquals(1, areas().size());
        assertEquals(1, city.incidents().size());
        assertTrue(city.notifications().stream().skip(told).anyMatch(one -> one.getBody().contains("橙色")
                || one.getBody().contains("orange")), () -> city.notifications().toString());
    }

    @Test
    void aStationBelowTheLeastLevelOrTwiceDoesNotCount() {
        // When
        rain("one", "370213", 36.16, WarningLevel.YELLOW, null);
        rain("one", "370213", 36.16, WarningLevel.ORANGE, WarningLevel.YELLOW);
        rain("two", "370203", 36.12, WarningLevel.BLUE, null);

        // Then
        assertEquals(List.of(), areas());
    }

    @Test
    void theAreaIsLiftedWhenFewerStandAndCanRiseAgain() {
        // Given
        rain("one", "370213", 36.16, WarningLevel.YELLOW, null);
        rain("two", "370203", 36.12, WarningLevel.RED, null);

        // When
        rain("two", "370203", 36.12, null, WarningLevel.RED);
        String lifted = city.timeline().stream().map(TimelineEvent::getReason)
                .filter(reason -> reason.contains("below every level")).reduce((a, b) -> b).orElse("");
        rain("two", "370203", 36.12, WarningLevel.YELLOW, null);

        // Then
        assertTrue(lifted.contains("1.0 站 stations"), lifted);
        assertEquals(2, areas().size());
        assertEquals(List.of(1), List.of(city.incidents().values().stream().map(Incident::getIncidentId).distinct()
                .toList().size()));
    }
}
