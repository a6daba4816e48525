package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tocsin.desk.Alerts.about;
import static tocsin.desk.Alerts.relay;
import static tocsin.desk.Alerts.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.internal.v1.SenderProof;
import tocsin.v1.Action;
import tocsin.v1.ChannelKind;
import tocsin.v1.Grade;
import tocsin.v1.Incident;
import tocsin.v1.IncidentReport;
import tocsin.v1.IncidentState;
import tocsin.v1.Location;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.OfficialSignal;
import tocsin.v1.SignalMessage;
import tocsin.v1.TimelineKind;
import tocsin.v1.Verdict;

/// Updates and liftings of official alerts at the desk: one takes the place only of what it names.
class OfficialAlertSeriesTest extends AlertsAtTheDesk {
    @ParameterizedTest
    @CsvSource({"UPDATE, W-2, W-1", "UPDATE, W-1, ", "UNKNOWN, W-1, "})
    void anUpdateTakesThePlaceOfWhatItNamesAndTheGradeFallsWithIt(SignalMessage message, String reference,
            String references) {
        // Given
        String incident = sends("a", rain("W-1", 2), Grade.II).getIncidentId();
        int before = city.notifications().size();

        // When
        city.after(Duration.ofMinutes(1));
        Verdict verdict = sends("b", about(message, reference, "暴雨蓝色预警信号", city.now(), in(300),
                references == null ? new String[0] : new String[]{references}), Grade.IV);

        // Then
        assertEquals(incident, verdict.getIncidentId());
        assertEquals(Grade.IV, incident(incident).getGrade());
        assertEquals(List.of("暴雨蓝色预警信号"),
                incident(incident).getOfficialSignals().stream().map(OfficialSignal::getTitle).toList());
        assertEquals(Set.of(NotifyReason.CORRECTED),
                pages(before).stream().map(Notification::getReason).collect(Collectors.toSet()));
        assertEquals(0, onBoards(), "the pack shows heavy rain from grade III on");
        assertEquals(1, open().size());
    }

    @ParameterizedTest
    @CsvSource({"CANCEL, W-2, W-1, false", "CANCEL, W-1, , false", "UNKNOWN, W-1, , true"})
    void aLiftingEndsWhatItNamesAndEverybodyWhoWasToldHearsIt(SignalMessage message, String reference,
            String references, boolean byExpiry) {
        // Given
        String incident = sends("a", rain("W-1", 2), Grade.II).getIncidentId();
        String other = sends("b", rain("W-9", 2), Grade.III).getIncidentId();
        Set<String> told = city.notifications().stream().filter(one -> one.getIncidentId().equals(incident)
                && one.getChannel() != ChannelKind.BOARD).map(Notification::getRecipient).collect(Collectors.toSet());
        int before = city.notifications().size();

        // When
        city.after(Duration.ofMinutes(1));
        sends("c", about(message, reference, "解除暴雨橙色预警信号", city.now(), byExpiry ? city.now() : null,
                references == null ? new String[0] : new String[]{references}), null);

        // Then
        assertEquals(IncidentState.CLOSED, incident(incident).getState());
        assertEquals(List.of(), incident(incident).getOfficialSignals());
        assertEquals(told, pages(before).stream().filter(one -> one.getReason() == NotifyReason.ALL_CLEAR)
                .map(Notification::getRecipient).collect(Collectors.toSet()));
        assertEquals(IncidentState.OPEN, incident(other).getState());
        assertEquals(Grade.III, incident(other).getGrade(), "what stands holds its own");
    }

    @Test
    void oneUpdateEndsTheAlertsOfSeveralIncidentsItNames() {
        // Given
        String first = sends("a", rain("W-1", 2), Grade.III).getIncidentId();
        String second = sends("b", rain("W-2", 2), Grade.IV).getIncidentId();

        // When
        city.after(Duration.ofMinutes(1));
        String joined = sends("c", about(SignalMessage.UPDATE, "W-3", "暴雨黄色预警信号", city.now(), in(300), "W-1", "W-2"),
                Grade.III).getIncidentId();

        // Then
        assertEquals(second, joined, "the last it names");
        assertEquals(IncidentState.CLOSED, incident(first).getState());
        assertEquals(Grade.III, incident(second).getGrade());
        assertEquals(1, open().size());
    }

    @Test
    void theMessagesOfAnAlertComeInAnyOrderAndTheSameStands() {
        // Given: an alert, its update under another id, the update's lifting; and an alert whose update stands
        Instant t = city.now();
        List<IncidentReport> messages = List.of(relay("a", t, signal("W-1", "甲", in(-30), in(300)), Grade.II).build(),
                relay("b", t, about(SignalMessage.UPDATE, "W-2", "乙", in(-20), in(300), "W-1"), Grade.II).build(),
                relay("c", t, about(SignalMessage.CANCEL, "W-3", "丙", in(-10), null, "W-1", "W-2"), null).build(),
                relay("d", t, signal("X-1", "丁", in(-30), in(300)), Grade.I).build(),
                relay("e", t, about(SignalMessage.UPDATE, "X-2", "戊", in(-20), in(300), "X-1"), Grade.III).build());
        for (long seed = 1; seed <= 60; seed++) {
            List<IncidentReport> order = new ArrayList<>(messages);
            Collections.shuffle(order, new Random(seed));
            City another = new City();

            // When
            order.forEach(report -> another.report(report, SenderProof.API_KEY));

            // Then
            List<Incident> open = another.incidents().values().stream()
                    .filter(one -> one.getState() != IncidentState.CLOSED).toList();
            assertEquals(List.of(Grade.III), open.stream().map(Incident::getGrade).toList(), "seed " + seed);
            assertEquals(List.of("戊"), open.getFirst().getOfficialSignals().stream()
                    .map(OfficialSignal::getTitle).toList(), "seed " + seed);
            assertArrayEquals(City.reread(another.inbox(), another.packs()), another.bytes());
        }
    }

    @Test
    void anUpdateBeforeTheExpiryProlongsTheAlertAndItsBoards() {
        // Given
        String incident = sends("a", signal("W-1", "暴雨橙色预警信号", in(-1), in(30)), Grade.II).getIncidentId();
        city.command("duty-brown", Action.ACKNOWLEDGE, incident);

        // When
        city.after(Duration.ofMinutes(20));
        sends("b", about(SignalMessage.UPDATE, "W-2", "暴雨橙色预警信号", city.now(), in(90), "W-1"), Grade.II);
        city.after(Duration.ofMinutes(40));

        // Then
        assertEquals(IncidentState.ACKNOWLEDGED, incident(incident).getState());
        assertEquals(1, onBoards());
        city.after(Duration.ofMinutes(30));
        assertEquals(IncidentState.CLOSED, incident(incident).getState());
        assertEquals(0, onBoards());
    }

    @Test
    void anUpdateAfterTheExpiryOpensItsIncidentAgain() {
        // Given
        String incident = sends("a", signal("W-1", "暴雨橙色预警信号", in(-1), in(10)), Grade.III).getIncidentId();
        city.after(Duration.ofMinutes(11));
        int before = city.notifications().size();

        // When
        sends("b", about(SignalMessage.UPDATE, "W-2", "暴雨橙色预警信号", city.now(), in(90), "W-1"), Grade.III);

        // Then
        assertEquals(IncidentState.OPEN, incident(incident).getState());
        assertTrue(pages(before).stream().anyMatch(one -> one.getReason() == NotifyReason.REOPENED));
    }

    @ParameterizedTest
    @CsvSource({"UNVERIFIED, false", "API_KEY, true"})
    void whoProvesNothingEndsNoAlertThatWasProven(SenderProof proof, boolean ends) {
        // Given
        String incident = sends("a", rain("W-1", 2), Grade.III).getIncidentId();

        // When
        city.report(relay("b", city.now(), about(SignalMessage.CANCEL, "W-1", "解除", city.now(), null, "W-1"), null)
                .build(), proof);

        // Then
        assertEquals(ends ? IncidentState.CLOSED : IncidentState.OPEN, incident(incident).getState());
        assertEquals(ends ? 0 : 1, incident(incident).getOfficialSignals().size());
    }

    @Test
    void whatWasClosedByAPersonStaysClosedWhenItsAlertExpiresOrIsRepeated() {
        // Given
        String incident = sends("a", rain("W-1", 2), Grade.III).getIncidentId();
        city.command("duty-brown", Action.CLOSE, incident);
        int before = city.notifications().size();

        // When
        sends("b", about(SignalMessage.UPDATE, "W-2", "暴雨橙色预警信号", city.now(), in(200), "W-1"), Grade.III);
        city.after(Duration.ofHours(4));

        // Then
        assertEquals(IncidentState.CLOSED, incident(incident).getState());
        assertEquals(Grade.III, incident(incident).getGrade());
        assertEquals(List.of(), incident(incident).getOfficialSignals());
        assertEquals(List.of(), pages(before));
        assertFalse(city.timeline().stream().anyMatch(one -> one.getKind() == TimelineKind.REOPENED));
    }

    @Test
    void splitOffAnAlertGoesOnByItselfAndIsFoundByItsUpdate() {
        // Given: two alerts that a person took for one
        String first = sends("a", rain("W-1", 2), Grade.III).getIncidentId();
        String second = sends("b", rain("W-2", 2), Grade.IV).getIncidentId();
        city.command("duty-brown", "DUTY_OFFICER", Action.MERGE, second, "http", Map.of("into", first));
        assertEquals(2, incident(first).getOfficialSignals().size());

        // When
        city.command("duty-brown", "DUTY_OFFICER", Action.SPLIT, first, "http",
                Map.of("reports", "qingdao-meteorology/b"));
        String apart = open().stream().filter(one -> !one.getIncidentId().equals(first)).findFirst().orElseThrow()
                .getIncidentId();
        Verdict update = sends("c", about(SignalMessage.UPDATE, "W-3", "丙", city.now(), in(300), "W-2"), Grade.II);

        // Then
        assertEquals(List.of(), city.rejected());
        assertEquals(apart, update.getIncidentId());
        assertEquals(Grade.III, incident(first).getGrade());
        assertEquals(Grade.II, incident(apart).getGrade());
    }

    @ParameterizedTest
    @CsvSource({
            // where the second update of one alert is in force, when it was issued, and what stands
            "李沧区, 2, 丙, 1", "李沧区, -40, 乙, 1", "世园街道, 2, 乙丙, 2"})
    void twoUpdatesThatNameOneAlertAreASeriesAtOnePlaceAndElsewhereTwoAlerts(String place, int issued, String stand,
            int incidents) {
        // Given
        sends("a", signal("W-1", "甲", in(-60), in(300)), Grade.III);
        sends("b", about(SignalMessage.UPDATE, "W-2", "乙", in(-30), in(300), "W-1"), Grade.III);

        // When
        city.report(
                relay("c", city.now(), about(SignalMessage.UPDATE, "W-3", "丙", in(issued), in(300), "W-1"), Grade.III)
                        .setLocation(new Location("370213", place, 36.19, 120.39, null)));

        // Then
        assertEquals(incidents, open().size());
        assertEquals(stand, open().stream().flatMap(one -> one.getOfficialSignals().stream())
                .map(OfficialSignal::getTitle).sorted(java.util.Comparator.comparing("甲乙丙"::indexOf))
                .collect(Collectors.joining()));
    }

    @Test
    void anAlertWithoutAnIdIsUpdatedByWhatIsCalledTheSameAtTheSamePlace() {
        // When
        String first = sends("a", signal(null, "雷电黄色预警信号", in(-5), in(60)), Grade.IV).getIncidentId();
        String again = sends("b", signal(null, "雷电黄色预警信号", in(-1), in(90)), Grade.IV).getIncidentId();
        String elsewhere = city.report(relay("c", city.now(), signal(null, "雷电黄色预警信号", in(-1), in(90)), Grade.IV)
                .setLocation(new Location("370213", "别处", 36.19, 120.39, null))).getIncidentId();
        String other = sends("d", signal(null, "大风黄色预警信号", in(-1), in(90)), Grade.IV).getIncidentId();

        // Then
        assertEquals(first, again);
        assertEquals(3, Set.of(first, elsewhere, other).size());
        assertEquals(1, incident(first).getOfficialSignals().size());
    }
}
