package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.LevelChange;
import tocsin.v1.Casualties;
import tocsin.v1.Grade;
import tocsin.v1.Incident;
import tocsin.v1.Location;
import tocsin.v1.ReportKind;
import tocsin.v1.Status;
import tocsin.v1.WarningLevel;

/// An incident's title says what is so now; the first one stays beside it.
class TitlesTest {
    private final City city = new City();

    private Incident incident() {
        return city.incidents().values().iterator().next();
    }

    @Test
    void aTitleNamesPlaceTypeHarmAndGrade() {
        // When
        city.report(Reports.fire("a", city.now()).setTitle("三号库爆燃").setIncidentRef("case")
                .setCasualties(new Casualties(3, 1, 0, null, null, null, null)));

        // Then
        assertEquals("李沧区某仓库火灾，死亡3人、失踪1人（较大）", incident().getTitle());
        assertEquals("三号库爆燃", incident().getOpenedAs());

        // When
        city.report(Reports.fire("b", city.now()).setKind(ReportKind.FOLLOW_UP).setSequence(2).setIncidentRef("case")
                .setTitle("又发现遇难者").setCasualties(new Casualties(12, 0, 0, null, null, null, null)));

        // Then: the missing were found
        assertTrue(incident().getTitle().startsWith("李沧区某仓库火灾，死亡12人"), incident().getTitle());
        assertTrue(incident().getTitle().endsWith("（重大）"), incident().getTitle());
        assertEquals("三号库爆燃", incident().getOpenedAs());
    }

    @Test
    void aSourceThatCorrectsItselfMovesPlaceAndType() {
        // Given
        city.report(Reports.fire("a", city.now()).setIncidentRef("case"));

        // When
        city.report(Reports.fire("b", city.now()).setKind(ReportKind.CORRECTION).setIncidentRef("case").setSequence(2)
                .setType("explosion").setLocation(new Location("370213", "李沧区化工园", 36.19, 120.39, null)));

        // Then
        assertTrue(incident().getTitle().startsWith("李沧区化工园爆炸"), incident().getTitle());
    }

    private void quake(String event, double magnitude, WarningLevel level, WarningLevel before) {
        city.append(new InboxRecord("370200", null,
                new LevelChange("earthquakes", "magnitude", "W-QUAKE", level, before,
                        magnitude, "M", city.now(), city.now(), new Location("370200", "Testville", 36.1, 120.4, null),
                        Status.ACTUAL, event, "first", Map.of())));
    }

    @Test
    void anEarthquakesTitleNamesItsGreatestMagnitude() {
        // Given
        quake("first", 4.6, WarningLevel.BLUE, null);

        // When, and when the main shock is revised twice, the second time far down
        quake("main", 6.9, WarningLevel.RED, null);
        String main = incident().getTitle();
        quake("after", 5.1, WarningLevel.YELLOW, null);
        quake("main", 7.1, WarningLevel.RED, WarningLevel.RED);
        String revised = incident().getTitle();
        int told = city.notifications().size();
        quake("main", 4.7, WarningLevel.BLUE, WarningLevel.RED);

        // Then
        assertEquals(1, city.incidents().size());
        assertTrue(main.startsWith("M6.9"), main);
        assertTrue(revised.startsWith("M7.1"), revised);
        assertTrue(incident().getTitle().startsWith("M5.1"), incident().getTitle());
        assertTrue(incident().getOpenedAs().startsWith("M4.6"), incident().getOpenedAs());
        assertTrue(told > 0);
    }

    @Test
    void aRevisionWithinItsLevelTellsNobody() {
        // Given
        quake("main", 6.9, WarningLevel.RED, null);
        int told = city.notifications().size();

        // When
        quake("main", 7.0, WarningLevel.RED, WarningLevel.RED);

        // Then
        assertEquals(told, city.notifications().size());
        assertTrue(incident().getTitle().startsWith("M7.0"), incident().getTitle());
    }

    @Test
    void whatOnlyPostsTellOfSaysSo() {
        // When
        city.append(Signals.posts("p", city.now(), city.now()));

        // Then
        assertEquals("李沧区火灾（网帖，未经核实）", incident().getTitle());

        // When
        city.report(Reports.fire("a", city.now()).setCasualties(Reports.tollOf(Grade.III)));

        // Then
        assertEquals("李沧区某仓库火灾，死亡3人（较大）", incident().getTitle());
    }
}
