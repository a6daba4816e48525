package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.LevelChange;
import tocsin.v1.Incident;
import tocsin.v1.Location;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Status;
import tocsin.v1.WarningLevel;

/// Earthquakes of one sequence are one incident at the desk, however far apart.
class QuakeSequenceTest {
    private final City city = new City();

    private void quake(String event, String sequence, double magnitude, double latitude, WarningLevel level,
            WarningLevel before) {
        city.append(new InboxRecord("370200", null,
                new LevelChange("earthquakes", "magnitude", "W-QUAKE", level, before,
                        magnitude, "M", city.now(), city.now(), new Location(null, "花莲近海", latitude, 121.65, null),
                        Status.ACTUAL, event, sequence, Map.of("depth_km", 10.0, "intensity", 1.0))));
    }

    @Test
    void oneSequenceIsOneIncidentAndAnAftershockANotice() {
        // Given
        quake("main", "main", 6.4, 24.2, WarningLevel.BLUE, null);
        int told = city.notifications().size();
        city.after(Duration.ofDays(2));
        int after = city.notifications().size();

        // When: forty kilometres away, two days later
        quake("after-1", "main", 6.0, 23.85, WarningLevel.BLUE, null);
        quake("far", "far", 6.1, -36.5, WarningLevel.BLUE, null);

        // Then
        List<Incident> incidents = List.copyOf(city.incidents().values());
        assertEquals(2, incidents.size());
        Incident sequence = incidents.stream().filter(incident -> incident.getEvidence().size() == 2).findFirst()
                .orElseThrow();
        assertEquals("11C02", sequence.getType());
        assertTrue(sequence.getTitle().startsWith("M6.4地震，花莲近海，深度10千米"), sequence.getTitle());
        assertTrue(told > 0, "the duty desk watches");
        assertEquals(Set.of(NotifyReason.MONITORING), city.notifications().stream().skip(after)
                .filter(one -> one.getIncidentId().equals(sequence.getIncidentId())).map(Notification::getReason)
                .collect(Collectors.toSet()), "a notice of the aftershock, and the escalation stays as it is");
    }

    @Test
    void whatIsLiftedStandsInItsIncidentsTimeline() {
        // Given
        quake("main", "main", 6.4, 24.2, WarningLevel.BLUE, null);

        // When
        quake("main", "main", 5.5, 24.2, null, WarningLevel.BLUE);

        // Then
        assertEquals(city.incidents().keySet().iterator().next(), city.timeline().getLast().getIncidentId());
        assertTrue(city.timeline().getLast().getReason().contains("below every level again: M5.5"),
                city.timeline().getLast().getReason());
    }
}
