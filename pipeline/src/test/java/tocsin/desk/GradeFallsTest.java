package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tocsin.internal.v1.SenderProof;
import tocsin.v1.Action;
import tocsin.v1.Casualties;
import tocsin.v1.Confidence;
import tocsin.v1.Grade;
import tocsin.v1.Incident;
import tocsin.v1.IncidentReport;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.OfficialSignal;
import tocsin.v1.Outcome;
import tocsin.v1.ReportKind;
import tocsin.v1.SignalMessage;
import tocsin.v1.Verdict;

/// A grade falls only by its own source's correction, by the issuer's lifting, by a split or by a person.
class GradeFallsTest {
    private final City city = new City();

    private IncidentReport.Builder report(String id, String agency, ReportKind kind) {
        return Reports.fire(id, city.now()).setAgencyId(agency).setKind(kind).setSequence(city.verdicts().size() + 1)
                .setIncidentRef("case").setCasualties(null);
    }

    private Verdict first(Casualties toll, Grade claimed) {
        return city.report(report("a", "qingdao-fire", ReportKind.FIRST).setCasualties(toll).setClaimedGrade(claimed));
    }

    private Incident incident() {
        return city.incidents().values().stream().min(java.util.Comparator.comparing(Incident::getIncidentId))
                .orElseThrow();
    }

    private List<Notification> told(NotifyReason reason) {
        return city.notifications().stream().filter(one -> one.getReason() == reason).toList();
    }

    @Test
    void aFollowUpThatClaimsLessLowersNothingAndIsAFinding() {
        // Given
        first(null, Grade.I);

        // When
        Verdict verdict = city.report(report("b", "qingdao-fire", ReportKind.FOLLOW_UP).setClaimedGrade(Grade.IV));

        // Then
        assertEquals(Grade.I, incident().getGrade());
        assertTrue(verdict.getFindings().stream().anyMatch(finding -> finding.getOutcome() == Outcome.CONTRADICTION
                && finding.getFields().equals(List.of("claimedGrade"))), verdict::toString);
    }

    @Test
    void whoeverIsFreedIsNotTrappedAnyMoreAndTheGradeStays() {
        // Given: thirty people whose life is in danger
        first(new Casualties(0, null, null, null, null, 30, null), null);
        Grade grade = incident().getGrade();

        // When
        city.report(report("b", "qingdao-fire", ReportKind.FOLLOW_UP)
                .setCasualties(new Casualties(0, null, null, null, null, 0, null)));

        // Then
        assertEquals(0, incident().getCasualties().getAtRisk());
        assertEquals(grade, incident().getGrade());
    }

    @ParameterizedTest
    @CsvSource({"CORRECTION, ", "FOLLOW_UP, a"})
    void itsSourcesCorrectionLowersItAndEverybodyWhoWasToldHearsIt(ReportKind kind, String supersedes) {
        // Given
        first(Reports.toll(3, null), null);
        assertEquals(Grade.III, incident().getGrade());
        List<String> recipients = told(NotifyReason.OPENED).stream().map(Notification::getRecipient).distinct()
                .toList();

        // When
        city.report(report("b", "qingdao-fire", kind).setSupersedes(supersedes).setCasualties(Reports.toll(1, null)));

        // Then
        assertEquals(Grade.IV, incident().getGrade());
        assertEquals(recipients, told(NotifyReason.CORRECTED).stream().map(Notification::getRecipient).distinct()
                .toList());
        assertTrue(told(NotifyReason.CORRECTED).getFirst().getBody().contains("3 to 1 dead, grade III to"),
                told(NotifyReason.CORRECTED).getFirst()::getBody);
        assertTrue(told(NotifyReason.CORRECTED).getFirst().getBody().contains("corrected by Qingdao Fire and Rescue"));

        // And twelve dead page grade II, whatever was told before
        city.report(report("c", "qingdao-fire", ReportKind.FOLLOW_UP).setCasualties(Reports.toll(12, null)));
        assertEquals(Grade.II, incident().getGrade());
        assertTrue(told(NotifyReason.GRADE_RAISED).stream().anyMatch(one -> one.getBody().contains("12")));
        assertTrue(incident().getTitle().contains("死亡12人"), incident().getTitle());
        assertTrue(city.notifications().stream().skip(city.notifications().size() - 1)
                .noneMatch(one -> one.getBody().contains("3 dead")), "a withdrawn figure is in no later text");
    }

    @Test
    void whatRoseFellAndRisesAgainIsPagedAgain() {
        // Given
        first(Reports.toll(12, null), null);
        city.report(report("b", "qingdao-fire", ReportKind.CORRECTION).setCasualties(Reports.toll(1, null)));
        int before = city.notifications().size();

        // When
        city.report(report("c", "qingdao-fire", ReportKind.FOLLOW_UP).setCasualties(Reports.toll(12, null)));

        // Then
        assertTrue(city.notifications().stream().skip(before)
                .anyMatch(one -> one.getReason() == NotifyReason.GRADE_RAISED));
    }

    @ParameterizedTest
    @EnumSource(value = ReportKind.class, names = {"CORRECTION", "FINAL"})
    void anUnprovenCorrectionOrRetractionChangesNothingAndIsAskedAbout(ReportKind kind) {
        // Given
        first(Reports.toll(3, null), null);
        Incident before = incident();

        // When
        city.report(report("b", "qingdao-fire", kind).setCasualties(Reports.toll(0, null)).setTitle("误报").build(),
                SenderProof.UNVERIFIED);

        // Then
        assertEquals(before.getGrade(), incident().getGrade());
        assertEquals(before.getCasualties(), incident().getCasualties());
        assertEquals(before.getConfidence(), incident().getConfidence());
        assertEquals(1, told(NotifyReason.VERIFY).stream().map(Notification::getStep).distinct().count());
    }

    @Test
    void aBetterBelievedReportThatSaysLessLowersNothing() {
        // Given: an agency nobody knows
        city.report(report("a", "somebody", ReportKind.FIRST).setCasualties(Reports.toll(12, null)).build(),
                SenderProof.UNVERIFIED);
        assertEquals(Grade.II, incident().getGrade());

        // When
        city.report(Reports.fire("b", city.now()).setCasualties(Reports.toll(1, null)));

        // Then: the graver claim is still to be verified, leaders are not woken by it
        assertEquals(Grade.II, incident().getGrade());
        int asked = told(NotifyReason.VERIFY).size();
        assertTrue(told(NotifyReason.OPENED).size() > 0, "what is believed is told at once");
        city.after(java.time.Duration.ofMinutes(6));
        assertTrue(told(NotifyReason.VERIFY).size() > asked, "asking goes on until somebody answers");
        assertTrue(city.notifications().stream().noneMatch(one -> one.getRecipient().equals("mayor-wu")));
    }

    @ParameterizedTest
    @EnumSource(value = ReportKind.class, names = {"CORRECTION", "FINAL", "FLASH", "FOLLOW_UP"})
    void oneAgencyNeitherConfirmsNorEndsWhatAnotherStates(ReportKind kind) {
        // Given
        String incident = first(Reports.toll(3, null), null).getIncidentId();
        Confidence before = incident().getConfidence();

        // When
        city.report(Reports.fire("b", city.now()).setAgencyId("licang-fire").setKind(kind).setIncidentRef(incident)
                .setCasualties(Reports.toll(0, null)).setTitle("经核实为误报"));

        // Then
        assertNotEquals(Confidence.CONFIRMED, incident().getConfidence());
        assertNotEquals(Confidence.REFUTED, incident().getConfidence());
        assertEquals(Confidence.PROBABLE, before);
        assertEquals(Grade.III, incident().getGrade());
        assertEquals(3, incident().getCasualties().getDead());
    }

    @Test
    void anAgencyTakesItsOwnWordBack() {
        // Given
        first(Reports.toll(3, null), null);

        // When
        city.report(report("b", "qingdao-fire", ReportKind.CORRECTION).setTitle("误报，未发生火灾"));

        // Then
        assertEquals(Confidence.REFUTED, incident().getConfidence());
    }

    @Test
    void wordsOfDenialBesideHarmDenyNothing() {
        // When
        String incident = city.report(Reports.fire("a", city.now()).setTitle("此前误报为瓦斯爆炸，实为火灾")
                .setCasualties(Reports.toll(3, null))).getIncidentId();

        // Then
        assertEquals(Grade.III, city.incidents().get(incident).getGrade());
        assertEquals(Confidence.PROBABLE, city.incidents().get(incident).getConfidence());
    }

    @Test
    void theIssuerLiftsItsOwnSignal() {
        // Given
        Instant issued = city.now();
        OfficialSignal signal = new OfficialSignal("青岛市气象台", "暴雨红色预警信号", issued, null, "S-1", null, null,
                List.of(), SignalMessage.UNKNOWN);
        first(null, Grade.I);
        city.report(report("b", "qingdao-meteorology", ReportKind.FIRST).setClaimedGrade(Grade.I)
                .setIncidentRef(incident().getIncidentId()).setOfficialSignal(signal));
        city.report(report("c", "qingdao-fire", ReportKind.CORRECTION).setClaimedGrade(Grade.III));
        assertEquals(Grade.I, incident().getGrade(), "another agency's claim is not corrected by it");

        // When
        city.report(report("d", "qingdao-meteorology", ReportKind.FOLLOW_UP).setClaimedGrade(Grade.IV)
                .setIncidentRef(incident().getIncidentId())
                .setOfficialSignal(OfficialSignal.newBuilder(signal).setExpiresAt(city.now()).build()));

        // Then
        assertEquals(Grade.III, incident().getGrade());
    }

    @Test
    void whatIsForgedInAnAgencysNameIsNeverItsOwnStatement() {
        // Given
        first(Reports.toll(1, null), null);

        // When: a forged report, then the agency's own correction of what it said itself
        city.report(report("b", "qingdao-fire", ReportKind.FOLLOW_UP).setCasualties(Reports.toll(2, null)).build(),
                SenderProof.UNVERIFIED);
        city.report(report("c", "qingdao-fire", ReportKind.CORRECTION).setCasualties(Reports.toll(0, null)));

        // Then: it corrects what came in its name, too
        assertEquals(0, incident().getCasualties().getDead());
    }

    @Test
    void aPersonCorrectsFiguresAndWhatComesAfterCounts() {
        // Given
        String incident = first(Reports.toll(12, null), null).getIncidentId();

        // When
        city.order("leader-zhao", "APPROVER", Action.CORRECT, incident, Map.of("dead", "2"), "counted twice");

        // Then
        assertEquals(List.of(), city.rejected());
        assertEquals(2, incident().getCasualties().getDead());
        assertEquals(Grade.IV, incident().getGrade());
        assertTrue(told(NotifyReason.CORRECTED).getFirst().getBody().contains("12 to 2 dead"));

        // When
        city.report(report("b", "qingdao-fire", ReportKind.FOLLOW_UP).setCasualties(Reports.toll(11, null)));

        // Then
        assertEquals(Grade.II, incident().getGrade());
    }

    @Test
    void theMissingWhoAreFoundDeadAreCountedOnce() {
        // Given
        first(new Casualties(0, 9, null, null, null, null, null), null);

        // When
        city.report(report("b", "qingdao-fire", ReportKind.FOLLOW_UP)
                .setCasualties(new Casualties(9, 0, null, null, null, null, null)));

        // Then
        assertEquals(Grade.III, incident().getGrade(), incident()::getGradeReason);
        assertEquals(9, incident().getCasualties().getDead());
        assertEquals(0, incident().getCasualties().getMissing());
    }

    @ParameterizedTest
    @CsvSource({
            // nine missing, then: found dead; two more dead; another agency's count of the same people; nothing said
            "qingdao-fire, 9, 0, 9", "qingdao-fire, 2, 9, 11", "licang-fire, 5, 4, 9", "licang-fire, 3, , 12"})
    void theDeadAndTheMissingTogetherAreAsManyAsOneStatementSays(String agency, int dead, Integer missing,
            int together) {
        // Given
        first(new Casualties(0, 9, null, null, null, null, null), null);

        // When
        city.report(report("b", agency, ReportKind.FOLLOW_UP).setIncidentRef(incident().getIncidentId())
                .setCasualties(new Casualties(dead, missing, null, null, null, null, null)));

        // Then
        Casualties now = incident().getCasualties();
        assertEquals(together, now.getDead() + now.getMissing(), now::toString);
    }

    @Test
    void aFigureThatNoScaleKnowsIsRefusedAndTellsNobody() {
        // Given
        String incident = first(Reports.toll(3, null), null).getIncidentId();

        // When
        city.order("leader-zhao", "APPROVER", Action.CORRECT, incident, Map.of("facts.foo", "3"), "n");

        // Then
        assertEquals("arguments.facts.foo", city.rejected().getFirst().getReasons().getFirst().getField());
        assertEquals(List.of(), told(NotifyReason.CORRECTED));
    }

    @Test
    void aPersonRulesAGradeUntilSomethingGraverIsStated() {
        // Given
        String incident = first(Reports.toll(3, null), Grade.I).getIncidentId();

        // When
        city.order("leader-zhao", "APPROVER", Action.CORRECT, incident, Map.of("grade", "III"), "claimed in error");
        city.report(report("b", "qingdao-fire", ReportKind.FOLLOW_UP).setCasualties(Reports.toll(3, 1)));

        // Then
        assertEquals(Grade.III, incident().getGrade());
        assertTrue(incident().getGradeReason().contains("leader-zhao"));

        // When: a figure nobody knows, and raised figures
        city.order("leader-zhao", "APPROVER", Action.CORRECT, incident, Map.of("seriouslyInjured", "unknown"), "n");
        city.order("leader-zhao", "APPROVER", Action.CORRECT, incident, Map.of("dead", "12"), "found more");

        // Then
        assertEquals(null, incident().getCasualties().getSeriouslyInjured());
        assertEquals(Grade.II, incident().getGrade());
        assertTrue(told(NotifyReason.GRADE_RAISED).size() > 0);
    }

    @ParameterizedTest
    @CsvSource({"dead, -1, arguments.dead", "dead, three, arguments.dead", "dead, 1.5, arguments.dead",
            "grade, V, arguments.grade", "lossCny, 1e9, arguments.lossCny", "deaths, 1, arguments.deaths"})
    void aCorrectionThatSaysNothingIsRefusedByName(String name, String value, String field) {
        // Given
        String incident = first(Reports.toll(3, null), null).getIncidentId();

        // When
        city.order("leader-zhao", "APPROVER", Action.CORRECT, incident, Map.of(name, value), "n");
        city.order("leader-zhao", "APPROVER", Action.CORRECT, incident, Map.of("dead", "1"), null);

        // Then
        assertEquals(field, city.rejected().get(0).getReasons().getFirst().getField());
        assertEquals("note", city.rejected().get(1).getReasons().getFirst().getField());
        assertEquals(3, incident().getCasualties().getDead());
    }
}
