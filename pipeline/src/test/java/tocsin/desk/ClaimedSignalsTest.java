package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.internal.v1.SenderProof;
import tocsin.v1.Action;
import tocsin.v1.Grade;
import tocsin.v1.Incident;
import tocsin.v1.IncidentReport;
import tocsin.v1.NotifyReason;
import tocsin.v1.OfficialSignal;
import tocsin.v1.Outcome;
import tocsin.v1.SignalMessage;
import tocsin.v1.Verdict;

/// An official signal of an issuer that its sender may not speak for: a claim, which is shown as one.
class ClaimedSignalsTest extends AlertsAtTheDesk {
    private Verdict claims(IncidentReport.Builder report) {
        return city.report(report.build(), SenderProof.API_KEY, false);
    }

    private IncidentReport.Builder alert(String id, OfficialSignal signal, Grade grade) {
        return Alerts.relay(id, city.now(), signal, grade).setAgencyId("shibei-fire");
    }

    @Test
    void aClaimIsShownAsOneAndQuotedNowhere() {
        // When
        Verdict verdict = claims(alert("a", rain("1", 3), Grade.II));
        Incident shown = incident(verdict.getIncidentId());

        // Then
        assertTrue(verdict.getFindings().stream().anyMatch(finding -> finding.getOutcome() == Outcome.UNCONFIRMED
                && finding.getFields().contains("officialSignal.issuer")), verdict::toString);
        assertEquals(List.of(), shown.getOfficialSignals());
        assertTrue(shown.getTitle().contains("shibei-fire自称"), shown::getTitle);
        assertTrue(shown.getGradeReason().contains("claims"), shown::getGradeReason);
        assertTrue(city.notifications().stream().noneMatch(told -> told.getBody().contains("青岛市气象台3月")),
                () -> city.notifications().toString());
    }

    @Test
    void aClaimAsksTheDutyDeskToVerifyAndWakesNobodyElse() {
        // When
        String claimed = claims(alert("a", rain("1", 3), Grade.I)).getIncidentId();

        // Then
        assertNotNull(claimed);
        assertFalse(pages(0).isEmpty());
        assertTrue(pages(0).stream().allMatch(told -> told.getReason() == NotifyReason.VERIFY),
                () -> pages(0).toString());
        assertEquals(0, onBoards());
    }

    @Test
    void aClaimNeitherMakesMoreCertainNorGradesWhatIsKnown() {
        // Given: what the fire brigade tells
        String incident = city.report(Reports.fire("f", city.now()).setIncidentRef("case-1")
                .setCasualties(Reports.tollOf(Grade.III))).getIncidentId();
        Incident before = incident(incident);

        // When: another claims a red signal about it
        claims(alert("a", rain("1", 3), Grade.I).setIncidentRef(incident));
        Incident after = incident(incident);

        // Then
        assertEquals(before.getGrade(), after.getGrade());
        assertEquals(before.getConfidence(), after.getConfidence());
        assertEquals(List.of(), after.getOfficialSignals());
    }

    @Test
    void aReportOfAnEventThatQuotesAClaimCountsByItself() {
        // When
        Verdict verdict = claims(Reports.fire("f", city.now()).setCasualties(Reports.tollOf(Grade.III))
                .setOfficialSignal(rain("1", 3)));
        Incident shown = incident(verdict.getIncidentId());

        // Then
        assertEquals(Grade.III, shown.getGrade());
        assertEquals(List.of(), shown.getOfficialSignals());
        assertTrue(pages(0).stream().noneMatch(told -> told.getReason() == NotifyReason.VERIFY),
                () -> pages(0).toString());
    }

    @ParameterizedTest
    @CsvSource({"true,0", "false,1"})
    void onlyWhoMaySpeakForTheIssuerLiftsItsSignal(boolean may, int left) {
        // Given
        String incident = sends("a", rain("1", 3), Grade.III).getIncidentId();

        // When: the same agency, by a key that may or may not
        city.report(Alerts.relay("b", city.now(), Alerts.about(SignalMessage.CANCEL, "2", "暴雨橙色预警信号", city.now(),
                null, "1"), null).build(), SenderProof.API_KEY, may);

        // Then
        assertEquals(left, incident(incident).getOfficialSignals().size());
    }

    @Test
    void whatTheIssuerSaysAfterAClaimCounts() {
        // Given
        claims(alert("a", rain("1", 3), Grade.I));

        // When
        String official = city.report(Alerts.relay("b", city.now(), rain("1", 3), Grade.III).build(),
                SenderProof.API_KEY, true).getIncidentId();

        // Then
        assertEquals(1, incident(official).getOfficialSignals().size());
        assertEquals(Grade.III, incident(official).getGrade());
        city.command("duty-wang", Action.ACKNOWLEDGE, official);
    }
}
