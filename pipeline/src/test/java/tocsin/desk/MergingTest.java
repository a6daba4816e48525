package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tocsin.v1.Action;
import tocsin.v1.Evidence;
import tocsin.v1.Grade;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;
import tocsin.v1.Location;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.TimelineEvent;
import tocsin.v1.TimelineKind;

/// People know better: two incidents that are one are merged, one that is two is split, and nothing is lost by it.
class MergingTest {
    private final City city = new City();

    private String fire(String id, String agency, Grade grade, double latitude) {
        return city.report(Reports.fire(id, city.now()).setAgencyId(agency).setIncidentRef("ref-" + agency)
                .setCasualties(Reports.tollOf(grade))
                .setLocation(new Location("370213", "李沧区某仓库", latitude, 120.39, null))).getIncidentId();
    }

    private void merge(String from, String into) {
        city.command("duty-brown", "DUTY_OFFICER", Action.MERGE, from, "http", Map.of("into", into));
    }

    private void split(String incident, String sources) {
        city.command("duty-brown", "DUTY_OFFICER", Action.SPLIT, incident, "http", Map.of("sources", sources));
    }

    private Incident incident(String id) {
        return city.incidents().get(id);
    }

    @Test
    void theOneThatStaysHasEverythingOfBoth() {
        // Given
        String small = fire("a", "qingdao-fire", Grade.IV, 36.19);
        String grave = fire("b", "licang-fire", Grade.II, 36.24);

        // When
        merge(grave, small);

        // Then
        assertEquals(IncidentState.MERGED, incident(grave).getState());
        assertEquals(small, incident(grave).getMergedInto());
        assertEquals(Grade.II, incident(small).getGrade());
        assertEquals(List.of("qingdao-fire/a", "licang-fire/b"),
                incident(small).getEvidence().stream().map(Evidence::getId).toList());
        assertEquals(2, city.timeline().stream().filter(event -> event.getKind() == TimelineKind.MERGED)
                .map(TimelineEvent::getIncidentId).distinct().count(), "both timelines tell of it");
    }

    @Test
    void whatNamesTheFirstFindsTheSecond() {
        // Given
        String first = fire("a", "qingdao-fire", Grade.IV, 36.19);
        String second = fire("b", "licang-fire", Grade.IV, 36.24);
        merge(first, second);

        // When
        String byCase = fire("c", "qingdao-fire", Grade.IV, 36.19);
        String byName = city.report(Reports.fire("d", city.now()).setAgencyId("qingdao-health").setIncidentRef(first)
                .setLocation(new Location("370213", "别处", 36.4, 120.39, null))).getIncidentId();
        city.command("leader-zhao", Action.ACKNOWLEDGE, first);

        // Then
        assertEquals(second, byCase);
        assertEquals(second, byName);
        assertEquals(IncidentState.ACKNOWLEDGED, incident(second).getState());
        assertEquals(IncidentState.MERGED, incident(first).getState());
    }

    @Test
    void theMergedOnePagesNobodyAnyMoreAndWhoWasToldOfItHearsTheEnd() {
        // Given
        String first = fire("a", "qingdao-fire", Grade.III, 36.19);
        String second = fire("b", "licang-fire", Grade.IV, 36.24);
        merge(first, second);
        city.command("duty-brown", Action.ACKNOWLEDGE, second);
        int told = city.notifications().size();

        // When
        city.after(Duration.ofHours(3));
        int afterwards = city.notifications().size();
        city.command("duty-brown", Action.CLOSE, second);

        // Then
        assertEquals(told, afterwards);
        assertTrue(city.notifications().stream().skip(afterwards)
                .allMatch(one -> one.getReason() == NotifyReason.ALL_CLEAR && one.getIncidentId().equals(second)));
        assertTrue(city.notifications().stream().skip(afterwards).map(Notification::getRecipient)
                .anyMatch("duty-brown"::equals));
    }

    @Test
    void aSplitGivesEachItsOwn() {
        // Given
        String both = fire("a", "qingdao-fire", Grade.IV, 36.19);
        assertEquals(both, fire("b", "licang-fire", Grade.II, 36.19));

        // When
        split(both, "licang-fire");

        // Then
        Incident apart = city.incidents().values().stream().filter(one -> !one.getIncidentId().equals(both)).findFirst()
                .orElseThrow();
        assertEquals(Grade.IV, incident(both).getGrade());
        assertEquals(Grade.II, apart.getGrade());
        assertEquals(List.of("licang-fire/b"), apart.getEvidence().stream().map(Evidence::getId).toList());
        assertTrue(city.notifications().stream().anyMatch(one -> one.getIncidentId().equals(apart.getIncidentId())),
                "the new incident is told like any other");
        assertEquals(apart.getIncidentId(), fire("c", "licang-fire", Grade.II, 36.19),
                "what comes next of the agency's case goes there");
        assertNotEquals(apart.getIncidentId(), fire("d", "qingdao-fire", Grade.IV, 36.19));
    }

    @Test
    void aMergeIsTakenBackByASplit() {
        // Given
        String first = fire("a", "qingdao-fire", Grade.IV, 36.19);
        String second = fire("b", "licang-fire", Grade.III, 36.24);
        merge(second, first);

        // When
        split(first, "licang-fire");

        // Then
        assertEquals(Grade.IV, incident(first).getGrade());
        assertEquals(1, city.incidents().values().stream().filter(one -> one.getGrade() == Grade.III)
                .filter(one -> one.getState() == IncidentState.OPEN).count());
    }

    private static Stream<Arguments> refusals() {
        return Stream.of(Arguments.of(Action.MERGE, Map.of(), "arguments.into"),
                Arguments.of(Action.MERGE, Map.of("into", "370200-19700101-0001"), "arguments.into"),
                Arguments.of(Action.MERGE, Map.of("into", "itself"), "arguments.into"),
                Arguments.of(Action.SPLIT, Map.of(), "arguments.sources"),
                Arguments.of(Action.SPLIT, Map.of("sources", "nobody"), "arguments.sources"),
                Arguments.of(Action.SPLIT, Map.of("sources", "qingdao-fire,licang-fire"), "arguments.sources"),
                Arguments.of(Action.SPLIT, Map.of("sources", "qingdao-fire/a"), "arguments.sources"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatCannotBeDoneIsRefusedNamingTheField(Action action, Map<String, String> arguments, String field) {
        // Given
        String incident = fire("a", "qingdao-fire", Grade.IV, 36.19);
        fire("b", "licang-fire", Grade.IV, 36.19);
        Map<String, String> meant = arguments.containsValue("itself") ? Map.of("into", incident) : arguments;

        // When
        city.command("duty-brown", "DUTY_OFFICER", action, incident, "http", meant);

        // Then
        assertEquals(field, city.rejected().getLast().getReasons().getFirst().getField());
        assertEquals(IncidentState.OPEN, incident(incident).getState());
        assertEquals(1, city.incidents().size());
    }

    @Test
    void theSameInboxGivesTheSameBytes() {
        // Given
        String first = fire("a", "qingdao-fire", Grade.IV, 36.19);
        String second = fire("b", "licang-fire", Grade.III, 36.24);
        merge(second, first);
        split(first, "licang-fire");

        // Then
        assertTrue(java.util.Arrays.equals(city.bytes(), City.reread(city.inbox(), city.packs())));
    }
}
