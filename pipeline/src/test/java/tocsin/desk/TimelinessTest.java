package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tocsin.internal.v1.SenderProof;
import tocsin.v1.Category;
import tocsin.v1.Clock;
import tocsin.v1.Deadline;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Outcome;
import tocsin.v1.ReportKind;
import tocsin.v1.Verdict;

/// Whether a report came in time: every deadline ends at arrival, and late is later than the limit, strictly.
class TimelinessTest {
    private final City city = new City();

    @AfterEach
    void everyFindingIsASentence() {
        FindingWords.areSound(city);
    }

    private static Optional<Deadline> deadline(Verdict verdict, String rule) {
        return verdict.getDeadlines().stream().filter(deadline -> deadline.getRule().equals(rule)).findFirst();
    }

    private static TreeSet<String> rules(Verdict verdict) {
        return new TreeSet<>(verdict.getDeadlines().stream().map(Deadline::getRule).toList());
    }

    private static boolean says(Verdict verdict, String rule, Outcome outcome) {
        return verdict.getFindings().stream()
                .anyMatch(finding -> finding.getRule().equals(rule) && finding.getOutcome() == outcome);
    }

    /// What a deadline must be: from its clock's start to its limit, ended at arrival, late by exactly so much.
    private void isJudged(Verdict verdict, String rule, Instant start, Duration limit, Long lateMs) {
        Deadline deadline = deadline(verdict, rule).orElseThrow();
        assertEquals(start, deadline.getStartedAt());
        assertEquals(start.plus(limit), deadline.getDueAt());
        assertEquals(city.now(), deadline.getMetAt());
        assertEquals(lateMs, deadline.getLateMs());
        assertEquals(lateMs != null, says(verdict, rule, Outcome.LATE));
    }

    private void at(String instant) {
        city.after(Duration.between(city.now(), Instant.parse(instant)));
    }

    @ParameterizedTest
    @CsvSource({"FLASH, -1000,", "FLASH, -1,", "FLASH, 0,", "FLASH, 1, 1", "FLASH, 1000, 1000", "FIRST, -1000,",
            "FIRST, -1,", "FIRST, 0,", "FIRST, 1, 1", "FIRST, 1000, 1000"})
    void aFirstWordIsLateAfterHalfAnHourFromReceipt(ReportKind kind, long offsetMs, Long lateMs) {
        // Given
        Instant received = city.now().minus(Duration.ofMinutes(30)).minusMillis(offsetMs);

        // When
        Verdict verdict = city.report(Reports.fire("r1", city.now()).setKind(kind).setOccurredAt(received)
                .setLearnedAt(received).setReceivedAt(received));

        // Then
        isJudged(verdict, "T1", received, Duration.ofMinutes(30), lateMs);
        assertEquals(Clock.RECEIPT, deadline(verdict, "T1").orElseThrow().getClock());
    }

    @Test
    void aWrittenReportAfterItsAgencysFlashReportIsNotJudgedAsAFirstWord() {
        // Given
        String incident = city.report(Reports.fire("r1", city.now())).getIncidentId();
        city.after(Duration.ofMinutes(50));

        // When
        Verdict own = city.report(Reports.fire("r2", city.now()).setKind(ReportKind.FIRST).setIncidentRef(incident));
        Verdict anothers = city.report(Reports.fire("r1", city.now()).setKind(ReportKind.FIRST)
                .setAgencyId("licang-fire").setIncidentRef(incident)
                .setReceivedAt(city.now().minus(Duration.ofMinutes(30)).minusMillis(1)));

        // Then
        assertEquals(Optional.empty(), deadline(own, "T1"));
        assertEquals(1L, deadline(anothers, "T1").orElseThrow().getLateMs());
    }

    @ParameterizedTest
    @CsvSource({"-1000,", "-1,", "0,", "1, 1", "1000, 1000"})
    void aWrittenReportIsLateAfterAnHourFromItsOwnReceipt(long offsetMs, Long lateMs) {
        // Given
        Instant received = city.now().minus(Duration.ofHours(1)).minusMillis(offsetMs);

        // When
        Verdict verdict = city.report(Reports.fire("r1", city.now()).setKind(ReportKind.FIRST)
                .setCasualties(Reports.tollOf(Grade.III)).setOccurredAt(received).setLearnedAt(received)
                .setReceivedAt(received));

        // Then
        isJudged(verdict, "T2", received, Duration.ofHours(1), lateMs);
    }

    @ParameterizedTest
    @CsvSource({"-1000,", "-1,", "0,", "1, 1", "1000, 1000"})
    void aWrittenReportWithoutReceiptIsJudgedByThatOfItsFlashReport(long offsetMs, Long lateMs) {
        // Given
        Instant received = city.now().minusSeconds(300);
        String incident = city.report(Reports.fire("r1", city.now()).setReceivedAt(received)
                .setCasualties(Reports.tollOf(Grade.III))).getIncidentId();
        city.after(Duration.ofMinutes(55).plusMillis(offsetMs));

        // When
        Verdict verdict = city.report(Reports.fire("r2", city.now()).setKind(ReportKind.FIRST).setReceivedAt(null)
                .setIncidentRef(incident).setCasualties(Reports.tollOf(Grade.III)));

        // Then
        isJudged(verdict, "T2", received, Duration.ofHours(1), lateMs);
    }

    @ParameterizedTest
    @CsvSource({"I, true", "II, true", "III, true", "IV, false"})
    void aWrittenReportIsAskedForFromGradeThreeUpwards(Grade grade, boolean asked) {
        // When
        Verdict verdict = city.report(Reports.fire("r1", city.now()).setKind(ReportKind.FIRST)
                .setCasualties(Reports.tollOf(grade)));

        // Then
        assertEquals(asked, deadline(verdict, "T2").isPresent());
    }

    @Test
    void theHigherOfStatedAndComputedGradeAsksForAWrittenReport() {
        // When
        Verdict verdict = city.report(Reports.fire("r1", city.now()).setKind(ReportKind.FIRST)
                .setCasualties(Reports.tollOf(Grade.IV)).setClaimedGrade(Grade.III));

        // Then
        assertTrue(deadline(verdict, "T2").isPresent());
    }

    @ParameterizedTest
    @CsvSource({"ACCIDENT, fire, 7, -1000,", "ACCIDENT, fire, 7, -1,", "ACCIDENT, fire, 7, 0,",
            "ACCIDENT, fire, 7, 1, 1", "ACCIDENT, fire, 7, 1000, 1000", "ACCIDENT, traffic, 7, 0,",
            "ACCIDENT, traffic, 7, 1, 1", "ACCIDENT, hazmat, 30, -1000,", "ACCIDENT, hazmat, 30, -1,",
            "ACCIDENT, hazmat, 30, 0,", "ACCIDENT, hazmat, 30, 1, 1", "ACCIDENT, hazmat, 30, 1000, 1000",
            "NATURAL_DISASTER, 11B03, 30, 0,", "NATURAL_DISASTER, 11B03, 30, 1, 1"})
    void casualtiesAreCorrectedWithinThirtyDaysAndSevenForFireAndTraffic(Category category, String type, int days,
            long offsetMs, Long lateMs) {
        // Given
        Instant occurred = city.now().minusSeconds(600);
        String incident = city.report(Reports.fire("r1", city.now()).setCategory(category).setType(type))
                .getIncidentId();
        city.after(Duration.between(city.now(), occurred.plus(Duration.ofDays(days)).plusMillis(offsetMs)));

        // When
        Verdict verdict = city.report(correction("r2", incident).setCategory(category).setType(type)
                .setOccurredAt(occurred));

        // Then
        isJudged(verdict, days == 7 ? "T6-7D" : "T6", occurred, Duration.ofDays(days), lateMs);
        assertEquals(Optional.empty(), deadline(verdict, days == 7 ? "T6" : "T6-7D"));
    }

    private IncidentReport.Builder correction(String id, String incident) {
        return Reports.fire(id, city.now()).setKind(ReportKind.CORRECTION).setSequence(1).setSupersedes("r1")
                .setIncidentRef(incident);
    }

    @Test
    void aCorrectionIsTakenAndGradedAnewHoweverLate() {
        // Given
        Instant occurred = city.now().minusSeconds(600);
        String incident = city.report(Reports.fire("r1", city.now())).getIncidentId();
        city.after(Duration.ofDays(8));

        // When
        Verdict late = city.report(correction("r2", incident).setType(null).setCategory(null).setOccurredAt(null)
                .setCasualties(Reports.tollOf(Grade.III)));

        // Then
        assertEquals(incident, late.getIncidentId());
        assertEquals(occurred, deadline(late, "T6-7D").orElseThrow().getStartedAt());
        assertEquals(Duration.between(occurred.plus(Duration.ofDays(7)), city.now()).toMillis(),
                deadline(late, "T6-7D").orElseThrow().getLateMs());
        assertEquals(Grade.III, city.incidents().get(incident).getGrade());
        assertEquals(3, city.incidents().get(incident).getCasualties().getDead());
    }

    @ParameterizedTest
    @CsvSource({"-1000, 1000", "-1, 1", "0,", "1,", "1000,"})
    void aFirstReportMustNotLagTheFirstPost(long publishedAfterMs, Long lateMs) {
        // Given
        Instant published = city.now().plusMillis(publishedAfterMs);
        city.append(Signals.posts("b1", published, city.now()));

        // When
        Verdict verdict = city.report(Reports.fire("r1", city.now()));

        // Then
        assertEquals(Optional.ofNullable(lateMs), deadline(verdict, "T7").map(Deadline::getLateMs));
        assertEquals(lateMs != null, says(verdict, "T7", Outcome.MEDIA_FIRST));
        deadline(verdict, "T7").ifPresent(lag -> assertEquals(published, lag.getStartedAt()));
    }

    @ParameterizedTest
    @CsvSource({"-1000, true", "-1, true", "0, false", "1, false", "1000, false"})
    void aPostThatIsKnownOnlyAfterTheReportStillJudgesIt(long publishedAfterMs, boolean first) {
        // Given
        Verdict verdict = city.report(Reports.fire("r1", city.now()));
        Instant published = city.now().plusMillis(publishedAfterMs);
        city.after(Duration.ofMinutes(20));

        // When
        city.append(Signals.posts("b1", published, city.now()));

        // Then
        assertEquals(first ? List.of("qingdao-fire") : List.of(), mediaFirst());
        assertEquals(1, city.incidents().size());
        assertEquals(Optional.empty(), deadline(verdict, "T7"));
    }

    private List<String> mediaFirst() {
        return city.findings().stream().filter(finding -> finding.getOutcome() == Outcome.MEDIA_FIRST)
                .map(finding -> finding.getAgencyId()).toList();
    }

    @Test
    void anEarlierPostThatIsFoundAfterALaterOneJudgesTheFirstReportOnce() {
        // Given
        Instant reported = city.now();
        city.report(Reports.fire("r1", reported));
        city.after(Duration.ofMinutes(10));
        city.append(Signals.posts("after", reported.plusSeconds(60), city.now()));

        // When
        city.append(Signals.posts("before", reported.minusSeconds(60), city.now()));
        city.append(Signals.posts("long-before", reported.minusSeconds(120), city.now()));

        // Then
        assertEquals(List.of("qingdao-fire"), mediaFirst());
    }

    @Test
    void theFirstReportOfAProvenAgencyIsJudgedByThePostAndNoLaterOneIs() {
        // Given
        city.report(Reports.fire("r1", city.now()).build(), SenderProof.UNVERIFIED);
        city.after(Duration.ofMinutes(1));
        city.append(Signals.posts("b1", city.now().minusSeconds(3_600), city.now()));

        // When
        Verdict proven = city.report(Reports.fire("r2", city.now()).setKind(ReportKind.FOLLOW_UP).setSequence(2));
        Verdict later = city.report(Reports.fire("r3", city.now()).setKind(ReportKind.FOLLOW_UP).setSequence(3));

        // Then: whoever proves nothing is not scored
        assertEquals(List.of(), mediaFirst());
        assertEquals(Optional.of(3_600_000L), deadline(proven, "T7").map(Deadline::getLateMs));
        assertEquals(Optional.empty(), deadline(later, "T7"));
    }

    @ParameterizedTest
    @CsvSource({"-1000,", "-1,", "0,", "1, 1", "1000, 1000"})
    void aDailyReportOfAHolidayIsLateAfterHalfPastFour(long offsetMs, Long lateMs) {
        // Given
        at("2026-04-04T08:30:00Z");
        city.after(Duration.ofMillis(offsetMs));

        // When
        Verdict verdict = city.report(daily("d1"));

        // Then
        Deadline deadline = deadline(verdict, "T10").orElseThrow();
        assertEquals(Instant.parse("2026-04-04T08:30:00Z"), deadline.getDueAt());
        assertEquals(lateMs, deadline.getLateMs());
        assertEquals(lateMs != null, says(verdict, "T10", Outcome.LATE));
    }

    private IncidentReport.Builder daily(String id) {
        return Reports.fire(id, city.now()).setKind(ReportKind.DAILY).setCategory(null).setType(null)
                .setLocation(null).setCasualties(null);
    }

    @Test
    void aDailyReportOfAnOrdinaryDayHasNoDeadline() {
        // Given
        at("2026-04-07T12:00:00Z");

        // When
        Verdict verdict = city.report(daily("d1"));

        // Then
        assertEquals(List.of(), verdict.getDeadlines());
    }

    @Test
    void aWrittenReportBeforeItsFlashReportIsJudgedByBothLimits() {
        // Given
        Instant received = city.now().minus(Duration.ofMinutes(40));
        var written = Reports.fire("r2", city.now()).setKind(ReportKind.FIRST).setReceivedAt(received)
                .setCasualties(Reports.tollOf(Grade.III));

        // When
        Verdict first = city.report(written);
        Verdict flash = city.report(Reports.fire("r1", city.now()).setReceivedAt(received)
                .setIncidentRef(first.getIncidentId()).setCasualties(Reports.tollOf(Grade.III)));

        // Then
        assertEquals(600_000L, deadline(first, "T1").orElseThrow().getLateMs());
        isJudged(first, "T2", received, Duration.ofHours(1), null);
        assertEquals(600_000L, deadline(flash, "T1").orElseThrow().getLateMs());
        assertEquals(new TreeSet<>(List.of("T1")), rules(flash));
    }

    @Test
    void aFollowUpBeforeTheFirstReportHasNoDeadlineAndTheFirstReportKeepsIts() {
        // Given
        Instant received = city.now().minus(Duration.ofMinutes(31));

        // When
        Verdict followUp = city.report(Reports.fire("r2", city.now()).setKind(ReportKind.FOLLOW_UP).setSequence(1)
                .setReceivedAt(received));
        Verdict flash = city.report(Reports.fire("r1", city.now()).setReceivedAt(received)
                .setIncidentRef(followUp.getIncidentId()));

        // Then
        assertEquals(List.of(), followUp.getDeadlines());
        assertEquals(60_000L, deadline(flash, "T1").orElseThrow().getLateMs());
    }

    @ParameterizedTest
    @EnumSource(value = ReportKind.class, names = {"FLASH", "FIRST", "FOLLOW_UP", "FINAL"})
    void aClockThatIsNotKnownStartsNoDeadline(ReportKind kind) {
        // When
        Verdict verdict = city.report(Reports.fire("r1", city.now()).setKind(kind).setReceivedAt(null)
                .setLearnedAt(null).setOccurredAt(null).setCasualties(Reports.tollOf(Grade.II)));

        // Then
        assertEquals(List.of(), verdict.getDeadlines());
    }

    @Test
    void aReportDatedLaterThanItsArrivalIsNotLate() {
        // When
        Verdict verdict = city.report(Reports.fire("r1", city.now()).setReceivedAt(city.now().plusSeconds(60))
                .setReportedAt(city.now().minus(Duration.ofHours(5))));

        // Then
        isJudged(verdict, "T1", city.now().plusSeconds(60), Duration.ofMinutes(30), null);
    }
}
