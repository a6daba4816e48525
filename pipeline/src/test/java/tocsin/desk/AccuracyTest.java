package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tocsin.rules.PackFiles;
import tocsin.schemas.CanonicalAvro;
import tocsin.v1.Action;
import tocsin.v1.Casualties;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.NotifyReason;
import tocsin.v1.Outcome;
import tocsin.v1.ReportKind;
import tocsin.v1.Sensitivity;
import tocsin.v1.TimelineKind;
import tocsin.v1.Verdict;

/// 情况准: what is found in a report, one unit below, at and above every tolerance.
class AccuracyTest {
    private static final String NATIONAL = "include/2-national/accuracy.yaml";

    private final City city = new City();

    @AfterEach
    void everyFindingIsASentenceInBothLanguagesWithItsBasis() {
        FindingWords.areSound(city);
    }

    private static List<String> found(Verdict verdict, String rule) {
        return verdict.getFindings().stream().filter(finding -> finding.getRule().equals(rule))
                .map(finding -> finding.getOutcome() + " " + finding.getFields()).toList();
    }

    private static IncidentReport.Builder more(IncidentReport.Builder report, ReportKind kind) {
        return report.setKind(kind).setSequence(2).setOccurredAt(null).setLearnedAt(null).setReceivedAt(null)
                .setSummary("另一段文字，说明新的进展情况。");
    }

    private void with(String from, String to) {
        PackFiles qingdao = FixedPacks.qingdao();
        assertTrue(qingdao.files().get(NATIONAL).contains(from), () -> "the pack no longer says " + from);
        city.activate(qingdao.with(NATIONAL, qingdao.files().get(NATIONAL).replace(from, to)));
    }

    @ParameterizedTest
    @CsvSource({"119999, 0", "120000, 0", "120001, 1", "121000, 1"})
    void timesMayBeOutOfOrderByTwoMinutesOfClockSkewAndNoMore(long skewMs, int findings) {
        // When
        Verdict verdict = city.report(Reports.fire("r1", city.now()).setOccurredAt(city.now().minusSeconds(600))
                .setLearnedAt(city.now().minusSeconds(600).minusMillis(skewMs)).setReceivedAt(null));

        // Then
        assertEquals(findings, found(verdict, "A2").size(), () -> found(verdict, "A2").toString());
    }

    @ParameterizedTest
    @CsvSource({"119999, 0", "120000, 0", "120001, 1"})
    void aTimeMayLieInTheFutureByTwoMinutesOfClockSkewAndNoMore(long aheadMs, int findings) {
        // When
        Verdict verdict = city.report(Reports.fire("r1", city.now()).setOccurredAt(null).setLearnedAt(null)
                .setReceivedAt(city.now().plusMillis(aheadMs)).setReportedAt(city.now().plusMillis(aheadMs)));

        // Then
        assertEquals(findings, found(verdict, "A2").stream().filter(words -> words.contains("[receivedAt]")).count());
    }

    @ParameterizedTest
    @EnumSource(value = ReportKind.class, names = {"FLASH", "FIRST", "FOLLOW_UP", "FINAL", "CORRECTION", "DAILY"})
    void aMissingElementIsAFindingAndBlocksNothing(ReportKind kind) {
        // When: nothing but what no report can lack
        Verdict verdict = city.report(Reports.fire("r1", city.now()).setKind(kind).setSummary(" ").setUnit(null)
                .setCasualties(null).setMeasures(List.of()).setSigner(null).setTrend(null).setContact(null)
                .setSupersedes(null));

        // Then
        assertEquals(1, found(verdict, "A1").size());
        assertEquals(kind != ReportKind.DAILY, !city.incidents().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"FOLLOW_UP, 3, 2, true", "FOLLOW_UP, 3, 3, false", "FOLLOW_UP, 3, 4, false", "CORRECTION, 3, 2, false"})
    void theDeadDoNotBecomeFewerWithoutACorrection(ReportKind kind, int before, int after, boolean contradicts) {
        // Given
        city.report(Reports.fire("r1", city.now()).setCasualties(Reports.toll(before, null)));

        // When
        Verdict verdict = city.report(more(Reports.fire("r2", city.now()), kind).setSupersedes(
                kind == ReportKind.CORRECTION ? "r1" : null).setCasualties(Reports.toll(after, null)));

        // Then
        assertEquals(contradicts ? List.of("CONTRADICTION [casualties.dead]") : List.of(), found(verdict, "A4"));
        Grade grade = city.incidents().values().iterator().next().getGrade();
        assertEquals(after < 3 && !contradicts ? Grade.IV : Grade.III, grade, "a contradiction lowers no grade");
    }

    @ParameterizedTest
    @CsvSource({"36.2344, false", "36.2355, true"})
    void thePlaceDoesNotMoveFurtherThanFiveKilometresWithoutACorrection(double latitude, boolean contradicts) {
        // Given
        city.report(Reports.fire("r1", city.now()).setIncidentRef("case"));

        // When
        Verdict verdict = city.report(more(Reports.fire("r2", city.now()), ReportKind.FOLLOW_UP).setIncidentRef("case")
                .setLocation(new Location("370213", "李沧区另处", latitude, 120.39, null)));

        // Then: 36.19 is where it was; a degree is 111.2 km
        assertEquals(contradicts ? List.of("CONTRADICTION [location]") : List.of(), found(verdict, "A4"));
    }

    @ParameterizedTest
    @CsvSource({"1800000, CORROBORATED", "1800001, "})
    void sourcesCorroborateEachOtherWithinHalfAnHour(long apartMs, String outcome) {
        // Given
        Instant then = city.now();
        city.report(Reports.fire("r1", then).setCasualties(Reports.toll(2, 1)));
        city.after(Duration.ofMillis(apartMs));

        // When
        Verdict verdict = city.report(Reports.fire("r1", city.now()).setAgencyId("licang-emergency")
                .setOccurredAt(then.minusSeconds(600)).setCasualties(Reports.toll(2, 1)));

        // Then
        assertEquals(outcome == null ? List.of() : List.of(outcome + " []"), found(verdict, "A5"));
    }

    @ParameterizedTest
    @CsvSource({"0, 10, 11, true", "1, 10, 11, false", "1, 10, 12, true", "0, 10, 10, false"})
    void countsAgreeWithinTheRulesTolerance(int tolerance, int one, int other, boolean conflict) {
        // Given
        with("tolerance: 0, unconfirmed-from", "tolerance: " + tolerance + ", unconfirmed-from");
        city.report(Reports.fire("r1", city.now()).setCasualties(Reports.toll(one, null)));

        // When
        Verdict verdict = city.report(Reports.fire("r1", city.now()).setAgencyId("licang-emergency")
                .setCasualties(Reports.toll(other, null)));

        // Then
        assertEquals(conflict ? List.of("CONFLICT [casualties.dead]") : List.of("CORROBORATED []"),
                found(verdict, "A5"));
        assertEquals(Math.max(one, other), city.incidents().values().iterator().next().getCasualties().getDead());
    }

    @Test
    void aGraveClaimOfOneSourceAloneIsUnconfirmed() {
        assertEquals(List.of("UNCONFIRMED []"), found(
                city.report(Reports.fire("r1", city.now()).setCasualties(Reports.tollOf(Grade.II))), "A5"));
        assertEquals(List.of(), found(city.report(Reports.fire("r2", city.now()).setAgencyId("shibei-fire")
                .setLocation(new Location("370203", "市北区", 36.09, 120.37, null))
                .setCasualties(Reports.tollOf(Grade.III))), "A5"));
    }

    @ParameterizedTest
    @CsvSource({"7200000, DUPLICATE", "7200001, "})
    void theSameKindAndNumberAgainIsARepetitionWithinTwoHours(long apartMs, String outcome) {
        // Given
        city.report(Reports.fire("r1", city.now()).setIncidentRef("case"));
        city.after(Duration.ofMillis(apartMs));

        // When
        Verdict verdict = city.report(Reports.fire("r2", city.now()).setIncidentRef("case"));

        // Then: it has a verdict of its own, and the books count no duplicate
        assertEquals(outcome == null ? List.of() : List.of(outcome + " [reportId, sequence]"), found(verdict, "A6"));
        assertTrue(city.findings().stream().noneMatch(finding -> finding.getOutcome() == Outcome.DUPLICATE));
    }

    @Test
    void wordsThatRepeatAnEarlierReportAreARepetitionAndOthersAreNot() {
        // Given
        city.report(more(Reports.fire("r1", city.now()), ReportKind.FOLLOW_UP)
                .setSummary("三号库明火已基本扑灭，搜救人员正在逐层清理现场，未发现新的被困人员。"));

        // When
        Verdict same = city.report(more(Reports.fire("r2", city.now()), ReportKind.FOLLOW_UP).setSequence(3)
                .setSummary("三号库明火已基本扑灭，搜救人员正在逐层清理现场，未发现新的被困人员！"));
        Verdict other = city.report(more(Reports.fire("r3", city.now()), ReportKind.FOLLOW_UP).setSequence(4)
                .setSummary("周边五百米居民已全部返回，环保部门监测空气质量恢复正常，道路解除管制。"));

        // Then
        assertEquals(1, found(same, "A6").size());
        assertEquals(0, found(other, "A6").size());
    }

    @Test
    void aSensitiveEventIsPagedLikeGradeTwoWhateverItsGrade() {
        // When
        Verdict verdict = city.report(Reports.fire("r1", city.now()).setSensitivity(List.of(Sensitivity.PEOPLE)));

        // Then
        assertEquals(List.of("SENSITIVE [sensitivity]"), found(verdict, "A8"));
        assertEquals(Grade.IV, city.incidents().values().iterator().next().getGrade());
        assertEquals(List.of("duty-brown", "leader-zhao"), city.toldBySms(0));
    }

    @Test
    void aTemplateThatLacksTheTimeIsReplacedByTheLeastWordsAndHeldAgainstThePack() {
        // Given
        PackFiles qingdao = FixedPacks.qingdao();
        city.activate(qingdao.with("templates/zh.yaml",
                qingdao.files().get("templates/zh.yaml").replace("{place}，{time}，{toll}。",
                        "{place}，{toll}。")));
        city.after(Duration.ofHours(24));

        // When: a day on, the officer on duty reads Chinese
        city.report(Reports.fire("r1", city.now()).setCasualties(Reports.tollOf(Grade.III)));

        // Then
        String sms = city.notifications().stream().filter(told -> told.getReason() == NotifyReason.OPENED
                && told.getSubject() == null).findFirst().orElseThrow().getBody();
        assertTrue(sms.startsWith("【青岛市应急值班室】请核实并处置：较大火灾，李沧区某仓库，3月3日02:50。370200-"), sms);
        assertTrue(sms.contains("电话+8653200000100"), sms);
        assertTrue(city.findings().stream().anyMatch(finding -> finding.getOutcome() == Outcome.MESSAGE_INCOMPLETE
                && finding.getFields().equals(List.of("OPENED.zh.sms"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            李沧区火灾，致3人死亡 | 3  | 0
            李沧区火灾，致3人死亡 | 2  | 1
            李沧区火灾，致三人遇难 | 3  | 0
            Fire in Licang, three dead | 3 | 0
            Fire in Licang, 4 dead | 3 | 1
            李沧区火灾，无人员伤亡 | 0  | 0
            李沧区火灾，无人员伤亡 | 1  | 1
            """)
    void whatTheWordsSayIsHeldAgainstTheFields(String title, int dead, int findings) {
        assertEquals(findings, found(city.report(Reports.fire("r1", city.now()).setTitle(title)
                .setCasualties(new Casualties(dead, null, 0, 0, null, null, null))), "A10").size());
    }

    @Test
    void whatAFindingCostsIsThePacks() {
        // Given: a missing element and a stated grade that is wrong
        IncidentReport.Builder report = Reports.fire("r1", city.now()).setUnit(null).setClaimedGrade(Grade.III);

        // Then: 100 - 5 - 15
        assertEquals(80, city.report(report).getAccuracy());
    }

    @Test
    void trustMovesWithWhatIsConfirmedAndChangesNeitherGradeNorPage() {
        // Given: an agency whose report was refuted
        city.report(Reports.fire("r1", city.now()).setCasualties(Reports.tollOf(Grade.III)));
        city.command("duty-brown", Action.REFUTE, "370200-20260302-0001");
        int before = city.notifications().size();

        // When
        city.report(Reports.fire("r2", city.now()).setCasualties(Reports.tollOf(Grade.III))
                .setLocation(new Location("370213", "李沧区另处", 36.25, 120.45, null)));
        city.command("duty-brown", Action.CONFIRM, "370200-20260302-0002");

        // Then
        assertEquals(Grade.III, city.incidents().get("370200-20260302-0002").getGrade());
        assertEquals(List.of("duty-brown"), city.toldBySms(before));
        assertEquals(List.of("50 to 33", "33 to 50"), trust().toList());
    }

    private Stream<String> trust() {
        return city.timeline().stream().filter(event -> event.getKind() == TimelineKind.TRUST_CHANGED)
                .map(event -> event.getDetail().get("from") + " to " + event.getDetail().get("to"));
    }

    private void close(String incident) {
        city.command("leader-zhao", Action.CLOSE, incident);
    }

    private List<Outcome> regraded() {
        return city.findings().stream().filter(finding -> finding.getRule().equals("A7"))
                .map(tocsin.v1.Finding::getOutcome).toList();
    }

    @Test
    void whoGradedTooLowIsToldAtTheCloseAndNotAgainWhenItIsReopenedAndClosedAgain() {
        // Given
        String incident = city.report(Reports.fire("r1", city.now()).setCasualties(Reports.tollOf(Grade.IV)))
                .getIncidentId();
        city.report(more(Reports.fire("r2", city.now()).setIncidentRef(incident), ReportKind.FOLLOW_UP)
                .setCasualties(Reports.tollOf(Grade.III)));

        // When
        close(incident);
        List<Outcome> atTheClose = regraded();
        close(incident);
        city.report(more(Reports.fire("r3", city.now()).setIncidentRef(incident), ReportKind.CORRECTION)
                .setCasualties(Reports.tollOf(Grade.II)));
        boolean reopened = city.incidents().get(incident).getState() == tocsin.v1.IncidentState.OPEN;
        close(incident);

        // Then
        assertEquals(List.of(Outcome.UNDER_GRADED), atTheClose);
        assertTrue(reopened);
        assertEquals(atTheClose, regraded());
    }

    @Test
    void anotherOutcomeAtTheNextCloseIsNews() {
        // Given
        String incident = city.report(Reports.fire("r1", city.now()).setClaimedGrade(Grade.III)
                .setCasualties(Reports.tollOf(Grade.III))).getIncidentId();
        city.report(more(Reports.fire("r2", city.now()).setIncidentRef(incident), ReportKind.CORRECTION)
                .setClaimedGrade(Grade.IV).setCasualties(Reports.tollOf(Grade.IV)));
        close(incident);

        // When
        city.report(more(Reports.fire("r3", city.now()).setIncidentRef(incident), ReportKind.CORRECTION)
                .setClaimedGrade(Grade.II).setCasualties(Reports.tollOf(Grade.II)));
        close(incident);

        // Then
        assertEquals(List.of(Outcome.OVER_GRADED, Outcome.UNDER_GRADED), regraded());
    }

    @Test
    void aHundredFiguresThatNoScaleKnowsMakeAVerdictThatFitsInARecord() {
        // Given
        Map<String, BigDecimal> facts = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            facts.put("k" + i, BigDecimal.ONE.setScale(4));
        }

        // When
        Verdict verdict = city.report(Reports.fire("r", city.now()).setFacts(facts));

        // Then
        assertEquals(100, verdict.getFindings().size());
        assertTrue(CanonicalAvro.bytes(verdict).length < 1024 * 1024);
    }
}
