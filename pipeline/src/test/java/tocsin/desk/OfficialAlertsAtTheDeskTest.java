package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tocsin.desk.Alerts.about;
import static tocsin.desk.Alerts.relay;
import static tocsin.desk.Alerts.signal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.v1.Action;
import tocsin.v1.Grade;
import tocsin.v1.IncidentState;
import tocsin.v1.OfficialSignal;
import tocsin.v1.Outcome;
import tocsin.v1.ReportKind;
import tocsin.v1.SignalMessage;
import tocsin.v1.Status;
import tocsin.v1.TimelineKind;
import tocsin.v1.Verdict;

/// An official alert at the desk: each stands and ends by itself, and it is no field report.
class OfficialAlertsAtTheDeskTest extends AlertsAtTheDesk {
    @ParameterizedTest
    @ValueSource(strings = {"FIRST", "FOLLOW_UP", "FLASH", "CORRECTION", "FINAL"})
    void alertsOfOneOfficeThatDoNotNameEachOtherStayApartWhateverTheirKindOfReport(ReportKind kind) {
        // Given
        List<Grade> grades = List.of(Grade.I, Grade.IV, Grade.III, Grade.II);

        // When: at one place, in one minute, of one kind
        for (int i = 0; i < 48; i++) {
            city.report(relay("a" + i, city.now(), rain("W-" + i, 2), grades.get(i % 4)).setKind(kind));
        }

        // Then: each is an incident with its own grade, which never changed but once, at its opening
        assertEquals(48, open().size());
        for (int i = 0; i < 48; i++) {
            assertEquals(grades.get(i % 4), incident(city.verdicts().get(i).getIncidentId()).getGrade());
        }
        assertEquals(48, city.timeline().stream().filter(one -> one.getKind() == TimelineKind.GRADE_CHANGED).count());
        assertEquals(Set.of(1),
                open().stream().map(one -> one.getOfficialSignals().size()).collect(Collectors.toSet()));
    }

    @Test
    void anAlertThatWasExpiredWhenItCameIsJudgedAndOpensNothingPagesNobodyAndShowsNowhere() {
        // When
        Verdict verdict = sends("a", signal("W-1", "暴雨红色预警信号", in(-300), in(-1)), Grade.I);

        // Then
        assertNull(verdict.getIncidentId());
        assertEquals(List.of(Outcome.STALE), verdict.getFindings().stream().map(one -> one.getOutcome()).toList());
        assertEquals(List.of(), city.notifications());
        assertEquals(Map.of(), city.incidents());
        assertEquals(100, verdict.getAccuracy(), "its sender told nothing wrong");
    }

    @Test
    void anAlertThatExpiresLaterLeavesBoardsEndsItsEscalationAndTellsNobody() {
        // Given: grade II pages again every five minutes
        String incident = sends("a", signal("W-1", "暴雨橙色预警信号", in(-1), in(3)), Grade.II).getIncidentId();
        assertEquals(1, onBoards());
        assertTrue(pages(0).size() > 0);
        assertEquals(in(3), pages(0).getFirst().getExpiresAt(), "what waits unsent is not sent after its end");
        int before = city.notifications().size();

        // When
        city.after(Duration.ofMinutes(3));

        // Then
        assertEquals(IncidentState.CLOSED, incident(incident).getState());
        assertNull(incident(incident).getGrade());
        assertEquals(List.of(), incident(incident).getOfficialSignals());
        assertEquals(0, onBoards());

        // And for a day nobody hears of it
        city.after(Duration.ofHours(24));
        assertEquals(List.of(), pages(before));
    }

    @Test
    void aBoardGoesDarkAtTheExpiryEvenIfTheDeskIsAway() {
        // Given
        sends("a", signal("W-1", "暴雨橙色预警信号", in(-1), in(30)), Grade.II);
        assertEquals(1, onBoards());

        // When: nobody ticks
        city.setClock(Duration.ofMinutes(30));

        // Then
        assertEquals(0, onBoards());
    }

    @Test
    void aMessageThatWaitsForApprovalIsNotShownAfterTheExpiry() {
        // Given: a sender whose messages the pack does not let through
        String incident = city.report(relay("a", city.now(), signal("W-1", "暴雨橙色预警信号", in(-1), in(30)), Grade.II)
                .setAgencyId("licang-fire")).getIncidentId();
        assertEquals(0, onBoards());

        // When
        city.after(Duration.ofMinutes(31));
        city.order("leader-zhao", "APPROVER", Action.APPROVE, incident, Map.of(), null);

        // Then
        assertEquals(0, onBoards());
        assertEquals(IncidentState.CLOSED, incident(incident).getState());
    }

    @Test
    void anAlertIsNoFieldReport() {
        // When: it lacks what a field report must say, was issued an hour ago, and warns of tomorrow
        OfficialSignal signal = OfficialSignal.newBuilder(signal("W-1", "取消户外活动：暴雨橙色预警信号", in(-60), in(1500)))
                .setOnsetAt(in(900)).build();
        Verdict verdict = city.report(relay("a", city.now(), signal, Grade.II).setOccurredAt(in(900))
                .setReceivedAt(in(-60)).setMeasures(List.of()).setContact(null).setSigner(null));
        String incident = verdict.getIncidentId();
        city.after(Duration.ofHours(20));

        // Then
        assertEquals(List.of(), verdict.getFindings());
        assertEquals(List.of(), verdict.getDeadlines());
        assertEquals(List.of(), verdict.getAwaited());
        assertEquals(List.of(), city.findings().stream().filter(one -> one.getAgencyId() != null).toList());
        assertEquals(List.of(), city.file(incident).getDuties());
        assertEquals(List.of(), city.file(incident).getStatements());
        assertNull(incident(incident).getCasualties());
        assertEquals("青岛市气象台取消户外活动：暴雨橙色预警信号（李沧区）", incident(incident).getTitle());
    }

    @Test
    void aFieldReportNearAnAlertIsAnEventOfItsOwnAndHoldsItsGradeWhenTheAlertEnds() {
        // Given
        String alert = sends("a", signal("W-1", "暴雨红色预警信号", in(-1), in(30)), Grade.I).getIncidentId();

        // When
        String event = city.report(relay("b", city.now(), rain("W-2", 1), null).setAgencyId("qingdao-fire")
                .setKind(ReportKind.FOLLOW_UP).setOfficialSignal(null).setCasualties(Reports.tollOf(Grade.III)))
                .getIncidentId();
        city.after(Duration.ofMinutes(31));

        // Then
        assertNotEquals(alert, event);
        assertEquals(IncidentState.CLOSED, incident(alert).getState());
        assertEquals(Grade.III, incident(event).getGrade());
    }

    @Test
    void hundredsOfAlertsNearEachOtherHideNoEventFromFurtherEvidenceOfIt() {
        // Given
        String event = city.report(relay("e", city.now(), rain("W", 1), null).setAgencyId("qingdao-fire")
                .setOfficialSignal(null).setCasualties(Reports.tollOf(Grade.III))).getIncidentId();
        for (int i = 0; i < 150; i++) {
            sends("a" + i, rain("W-" + i, 2), Grade.IV);
        }

        // When
        String joined = city.report(relay("f", city.now(), rain("W", 1), null).setAgencyId("licang-fire")
                .setKind(ReportKind.FOLLOW_UP).setOfficialSignal(null).setCasualties(Reports.tollOf(Grade.III)))
                .getIncidentId();

        // Then
        assertEquals(event, joined);
    }

    @Test
    void whereAnAlertIsNamedByAnEventTheGradeFallsToWhatRemainsWhenItExpiresAndNobodyIsTold() {
        // Given: a flood of grade III, and two alerts that name its incident
        String flood = city.report(relay("e", city.now(), rain("W", 1), null).setAgencyId("qingdao-fire")
                .setOfficialSignal(null).setCasualties(Reports.tollOf(Grade.III))).getIncidentId();
        city.report(relay("a", city.now(), signal("W-1", "甲", in(-1), in(30)), Grade.I).setIncidentRef(flood));
        city.report(relay("b", city.now(), signal("W-2", "乙", in(-1), in(60)), Grade.II).setIncidentRef(flood));
        assertEquals(Grade.I, incident(flood).getGrade());
        city.command("duty-brown", Action.ACKNOWLEDGE, flood);
        int before = city.notifications().size();

        // When
        city.after(Duration.ofMinutes(31));
        Grade then = incident(flood).getGrade();
        city.after(Duration.ofMinutes(30));

        // Then
        assertEquals(Grade.II, then, "the other holds its own");
        assertEquals(Grade.III, incident(flood).getGrade());
        assertEquals(IncidentState.ACKNOWLEDGED, incident(flood).getState());
        assertEquals(List.of(), pages(before).stream().filter(one -> one.getIncidentId().equals(flood)).toList());
    }

    @Test
    void moreThanTwentyAlertsOfOneIncidentAreKept() {
        // Given
        String incident = sends("a0", rain("W-0", 2), Grade.IV).getIncidentId();

        // When
        for (int i = 1; i < 60; i++) {
            city.report(relay("a" + i, city.now(), rain("W-" + i, 2), Grade.IV).setIncidentRef(incident));
        }

        // Then
        assertEquals(60, incident(incident).getOfficialSignals().size());
        assertEquals(1, open().size());
    }

    @Test
    void aTestAlertIsOnlyLoggedAndAnExerciseNeverTouchesWhatIsReal() {
        // Given
        String real = sends("a", rain("W-1", 2), Grade.III).getIncidentId();

        // When
        Verdict test = city.report(relay("t", city.now(), rain("W-7", 2), Grade.I).setStatus(Status.TEST));
        city.report(relay("x", city.now(), about(SignalMessage.CANCEL, "W-1", "解除", city.now(), null, "W-1"), null)
                .setStatus(Status.EXERCISE));

        // Then
        assertNull(test.getIncidentId());
        assertEquals(IncidentState.OPEN, incident(real).getState());
    }
}
