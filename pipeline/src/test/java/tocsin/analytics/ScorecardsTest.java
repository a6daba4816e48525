package tocsin.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tocsin.desk.City;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.SenderProof;
import tocsin.v1.Action;
import tocsin.v1.Clock;
import tocsin.v1.Finding;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Outcome;
import tocsin.v1.ReportKind;
import tocsin.v1.Status;

/// What counts in a scorecard, and what gives and takes points.
class ScorecardsTest {
    private static final Period MARCH = Period.month("2026-03", ZoneId.of("Asia/Shanghai"));
    private static final String FIRE = "qingdao-fire";

    private final City city = new City();

    private void came(String reportId, Duration after) {
        city.report(Reports.fire(reportId, city.now()).setOccurredAt(city.now().minus(after))
                .setLearnedAt(city.now().minus(after)).setReceivedAt(city.now().minus(after)));
        city.after(Duration.ofMinutes(1));
    }

    private List<Scorecard> cards(Period period) {
        Recorded recorded = new Recorded();
        city.incidents().values().forEach(recorded::incident);
        city.verdicts().forEach(recorded::verdict);
        city.findings().forEach(recorded::finding);
        city.timeline().forEach(recorded::event);
        return Scorecards.of(recorded, period);
    }

    private Scorecard fire() {
        return of(FIRE, MARCH);
    }

    private Scorecard of(String agency, Period period) {
        return cards(period).stream().filter(card -> card.agencyId().equals(agency)).findFirst().orElseThrow();
    }

    private void until(Instant at) {
        city.after(Duration.between(city.now(), at));
    }

    private String late() {
        return city.verdicts().getFirst().getFindings().stream().filter(one -> one.getOutcome() == Outcome.LATE)
                .map(Finding::getFindingId).findFirst().orElseThrow();
    }

    private void decide(String by, String decision) {
        city.order(by, "DUTY_OFFICER", Action.DECIDE, "370200",
                Map.of("findingId", late(), "decision", decision), null);
    }

    private BigDecimal score(Profile profile) {
        return fire().points(profile).score();
    }

    @Test
    void aLateReportTakesNothingUntilTwoPeopleHaveConfirmedItAndNothingWhileItIsAppealed() {
        // Given: used in a special report, with images, and a provincial leader instructed on it
        came("R1", Duration.ofHours(2));
        Map<String, String> report = Map.of("agencyId", FIRE, "reportId", "R1");
        city.order("duty-wang", "DUTY_OFFICER", Action.USE, "370200",
                Map.of("agencyId", FIRE, "reportId", "R1", "as", "专报", "images", "true"), null);
        city.order("duty-wang", "DUTY_OFFICER", Action.INSTRUCT, city.verdicts().getFirst().getIncidentId(),
                Map.of("agencyId", report.get("agencyId"), "reportId", "R1", "level", "省"), "妥善处置");

        // When, Then: 5 for its use, 1 for the images, 4 for the instruction
        assertEquals(new BigDecimal("10.00"), score(Profile.MEIZHOU));
        assertEquals(new BigDecimal("100.00"), score(Profile.ANHUI));

        // When
        decide("duty-wang", "confirmed");

        // Then
        assertEquals(new BigDecimal("10.00"), score(Profile.MEIZHOU));
        assertEquals(1, fire().count(Measure.PROPOSED));

        // When
        decide("leader-zhao", "confirmed");

        // Then: half of it, and 1 less of 100
        assertEquals(new BigDecimal("5.00"), score(Profile.MEIZHOU));
        assertEquals(new BigDecimal("99.00"), score(Profile.ANHUI));
        assertEquals(List.of(late()), List.copyOf(fire().events(Measure.CONFIRMED)));

        // When
        city.order(FIRE, "REPORTER", Action.APPEAL, "370200", Map.of("findingId", late()), "the line was down");

        // Then
        assertEquals(new BigDecimal("10.00"), score(Profile.MEIZHOU));
        assertEquals(1, fire().count(Measure.APPEALED));

        // When
        decide("duty-wang", "excused");
        decide("leader-zhao", "excused");

        // Then
        assertEquals(new BigDecimal("100.00"), score(Profile.ANHUI));
        assertEquals(1, fire().count(Measure.EXCUSED));
        assertEquals(1, fire().count(Measure.LATE_REPORTS), "what the machine measured stays");
    }

    @Test
    void whatIsNotRealOrNotProvenOrCameTwiceDoesNotCount() {
        // Given
        IncidentReport report = Reports.fire("R1", city.now()).build();
        city.report(report, SenderProof.API_KEY);
        city.report(report, SenderProof.API_KEY);
        city.report(Reports.fire("R2", city.now()).setStatus(Status.EXERCISE));
        city.report(Reports.fire("R3", city.now()).build(), SenderProof.UNVERIFIED);
        city.report(Reports.fire("R4", city.now()).setAgencyId("nobody-knows").build(), SenderProof.API_KEY);

        // When
        List<Scorecard> cards = cards(MARCH);

        // Then
        assertEquals(List.of(FIRE), cards.stream().map(Scorecard::agencyId).toList());
        assertEquals(List.of(FIRE + "/R1"), List.copyOf(fire().events(Measure.REPORTS)));
        assertNull(score(Profile.MEIZHOU), "nothing was used and nothing was wrong: there is nothing to score");
    }

    @Test
    void aDutyNothingCameForIsMissedUntilTheReportComesThenItIsLate() {
        // Given: a holiday, and no daily report by half past four
        city.append(new InboxRecord("370200", null, city.packs().activate(FixedPacks.qingdao())));
        until(Instant.parse("2026-04-04T08:31:00Z"));
        Period april = Period.month("2026-04", ZoneId.of("Asia/Shanghai"));
        assertEquals(1, of(FIRE, april).count(Measure.MISSED));
        assertEquals(1, of(FIRE, april).count(Measure.DUE));

        // When
        city.report(Reports.fire("d1", city.now()).setKind(ReportKind.DAILY).setOccurredAt(null).setCategory(null)
                .setType(null));

        // Then
        assertEquals(0, of(FIRE, april).count(Measure.MISSED));
        assertEquals(1, of(FIRE, april).count(Measure.LATE));
        assertEquals(1, of(FIRE, april).count(Measure.DUE), "one duty, whatever became of it");
        assertEquals(1, of("shinan-fire", april).count(Measure.MISSED), "another agency's stays missed");
    }

    @Test
    void everyFollowUpThatDoesNotComeIsMissedByItself() {
        // Given
        city.report(Reports.fire("R1", city.now()).setCasualties(Reports.tollOf(Grade.I)));
        long before = city.findings().stream().filter(finding -> finding.getOutcome() == Outcome.MISSING).count();

        // When
        city.after(Duration.ofDays(2));

        // Then
        long missing = city.findings().stream().filter(finding -> finding.getOutcome() == Outcome.MISSING
                && FIRE.equals(finding.getAgencyId())).count();
        assertTrue(missing - before >= 4, "twice a day: " + missing);
        assertTrue(fire().count(Measure.MISSED) >= missing, "each of them");
    }

    @Test
    void delaysAreTheMedianAndTheNinetiethByNearestRank() {
        // Given: one minute to ten
        for (int minutes = 1; minutes <= 10; minutes++) {
            came("R" + minutes, Duration.ofMinutes(minutes));
        }

        // When
        Scorecard.Delays delays = fire().delays().get(Clock.RECEIPT);

        // Then
        assertEquals(Duration.ofMinutes(5), delays.median());
        assertEquals(Duration.ofMinutes(9), delays.p90());
        assertEquals(10, delays.events().size());
    }

    @Test
    void aMonthIsTheZonesAndItsEndIsTheNextMonths() {
        assertEquals(Instant.parse("2026-02-28T16:00:00Z"), MARCH.from());
        assertTrue(MARCH.has(MARCH.from()));
        assertTrue(MARCH.has(Instant.parse("2026-03-31T15:59:59.999Z")));
        assertEquals(false, MARCH.has(MARCH.to()));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Period.month("2026-13", ZoneId.of("UTC")))
                .getMessage().contains("write one like 2026-03"));
    }

    @Test
    void theBulletinRanksByPointsAndTellsWhatTheyAreMadeOf() {
        // Given
        came("R1", Duration.ofHours(2));
        decide("duty-wang", "confirmed");
        decide("leader-zhao", "confirmed");

        // When
        String bulletin = String.join("\n",
                Bulletin.of(cards(MARCH), YearMonth.of(2026, 3), Profile.ANHUI, id -> "消防支队"));

        // Then
        assertTrue(bulletin.contains("2026年3月"), bulletin);
        assertTrue(bulletin.contains("2026-04-10"), bulletin);
        assertTrue(bulletin.contains("| 1 | 消防支队 | 1 |"), bulletin);
        assertTrue(bulletin.contains("迟报 -1（" + late() + "）"), bulletin);
        assertTrue(bulletin.contains("| 99.00 |"), bulletin);
    }

    @Test
    void theTableHasAColumnAFigure() {
        // Given
        came("R1", Duration.ofHours(2));

        // When
        List<String> lines = ScorecardCsv.of(cards(MARCH), MARCH, id -> "a, \"b\"").lines().toList();

        // Then
        assertEquals(
                "agencyId,name,from,to,reports,due,onTime,late,lateReports,missed,incomplete,contradicted,corrected,"
                        + "underGraded,proposed,confirmed,dismissed,excused,appealed,occurrenceMedianMs,occurrenceP90Ms,"
                        + "learningMedianMs,learningP90Ms,receiptMedianMs,receiptP90Ms,mediaMedianMs,mediaP90Ms,meizhou,anhui",
                lines.getFirst());
        assertTrue(
                lines.get(1).startsWith("qingdao-fire,\"a, \"\"b\"\"\",2026-02-28T16:00:00Z,2026-03-31T16:00:00Z,1,"),
                lines.get(1));
    }
}
