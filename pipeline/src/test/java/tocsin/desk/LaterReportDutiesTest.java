package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.v1.Action;
import tocsin.v1.Grade;
import tocsin.v1.ReportKind;

/// Follow-ups are awaited at the times of day of their grade, and the final report after the end of handling.
class LaterReportDutiesTest extends AwaitingCity {

    @ParameterizedTest
    @CsvSource({"I, T4-12, 4", "II, T4-12, 4", "III, T4-3, 2", "IV, T4-12, 0", "IV, T4-3, 0", "III, T4-12, 0",
            "II, T4-3, 0"})
    void followUpsAreMissedAtTheTimesOfDayOfTheirGrade(Grade grade, String rule, int missedInTwoDays) {
        // Given
        flash(grade);

        // When
        until(EIGHT.plus(Duration.ofDays(2)));
        List<String> told = missing(rule);

        // Then
        List<Instant> slots = grade == Grade.III
                ? List.of(FIVE, FIVE.plus(DAY))
                : List.of(EIGHT, FIVE, EIGHT.plus(DAY), FIVE.plus(DAY));
        assertEquals(slots.stream().limit(missedInTwoDays).map(AwaitingCity::missed).toList(), told);
    }

    @ParameterizedTest
    @CsvSource({"-3600000, false", "-900000, false", "-1, false", "0, false", "1, true", "60000, true"})
    void aFollowUpBeforeTheTimeOfDayIsForIt(long afterEightMs, boolean isMissed) {
        // Given
        String incident = flash(Grade.II);
        until(EIGHT.plusMillis(afterEightMs));

        // When
        city.report(more("r2", ReportKind.FOLLOW_UP, incident, Grade.II));
        until(FIVE.minusMillis(1));
        List<String> morning = missing("T4-12");
        until(FIVE.plusMillis(1));

        // Then
        assertEquals(isMissed ? List.of(missed(EIGHT)) : List.of(), morning);
        if (!isMissed && afterEightMs <= 0) {
            assertEquals(List.of(missed(FIVE)), missing("T4-12"));
        }
    }

    @Test
    void eachFollowUpMovesTheNextOneOnAndTheEveningsDoesNotStandForTheMorning() {
        // Given
        String incident = flash(Grade.I);

        // When
        until(EIGHT.minusSeconds(60));
        city.report(more("r2", ReportKind.FOLLOW_UP, incident, Grade.I));
        until(FIVE.minusSeconds(60));
        city.report(more("r3", ReportKind.FOLLOW_UP, incident, Grade.I));
        until(FIVE.plusSeconds(3_600));
        city.report(more("r4", ReportKind.FOLLOW_UP, incident, Grade.I));
        until(FIVE.plus(DAY).minusMillis(1));

        // Then
        assertEquals(List.of(missed(EIGHT.plus(DAY))), missing("T4-12"));
    }

    @Test
    void followUpsAreForTheirOwnAgencyAlone() {
        // Given
        String incident = flash(Grade.II);
        city.report(fire("r1", Grade.II).setAgencyId("licang-fire").setIncidentRef(incident));
        until(MORNING);

        // When
        city.report(more("r2", ReportKind.FOLLOW_UP, incident, Grade.II).setAgencyId("licang-fire"));
        until(FIVE);

        // Then
        assertEquals(List.of(missed(EIGHT)), missing("T4-12"));
    }

    @ParameterizedTest
    @CsvSource({"FINAL, false", "FOLLOW_UP, true", "FIRST, true", "CORRECTION, true", "CLOSE, false",
            "RETRACT, false"})
    void followUpsEndWithTheFinalReportWithHandlingAndWithTheIncident(String end, boolean handlingEnded) {
        // Given
        String incident = flash(Grade.II);
        until(MORNING);

        // When
        switch (end) {
            case "CLOSE", "RETRACT" -> city.command("leader-zhao", "APPROVER", Action.valueOf(end), incident, "http",
                    Map.of());
            default -> city.report(more("end", ReportKind.valueOf(end), incident, Grade.II)
                    .setHandlingEnded(handlingEnded ? true : null));
        }
        city.after(Duration.ofDays(3));

        // Then
        assertEquals(List.of(), city.rejected());
        assertEquals(List.of(), missing("T4-12"));
        if (end.equals("RETRACT")) {
            assertEquals(List.of(), missing("T5"));
        }
    }

    @ParameterizedTest
    @CsvSource({"CORRECTION,, false", "FOLLOW_UP,, false", "FOLLOW_UP, false, true"})
    void followUpsBeginAgainOnlyWhenHandlingDoes(ReportKind kind, Boolean handlingEnded, boolean again) {
        // Given
        String incident = flash(Grade.II);
        city.report(more("r2", ReportKind.FOLLOW_UP, incident, Grade.II).setHandlingEnded(true));
        city.after(Duration.ofMinutes(5));

        // When
        city.report(more("r3", kind, incident, Grade.II).setHandlingEnded(handlingEnded));
        until(FIVE.plusSeconds(1));

        // Then
        assertEquals(again, !missing("T4-12").isEmpty());
    }

    /// A follow-up is the day's next; what tells of the grade otherwise leaves that one awaited.
    @ParameterizedTest
    @CsvSource({"FOLLOW_UP, qingdao-fire, false", "CORRECTION, qingdao-fire, false", "FIRST, qingdao-fire, true",
            "FLASH, licang-fire, true"})
    void aHigherGradeHasItsOwnTimesOfDay(ReportKind kind, String agency, boolean atEight) {
        // Given
        String incident = flash(Grade.III);
        city.after(Duration.ofMinutes(10));

        // When
        city.report(more("r2", kind, incident, Grade.II).setAgencyId(agency));
        until(FIVE.plusSeconds(1));

        // Then
        List<String> mine = missing("T4-12").stream().filter(told -> told.startsWith("qingdao-fire")).toList();
        assertEquals(atEight ? List.of(missed(EIGHT), missed(FIVE)) : List.of(missed(FIVE)), mine);
        assertEquals(List.of(), missing("T4-3"));
    }

    @Test
    void aLowerGradeHasItsOwnTimesOfDay() {
        // Given
        String incident = flash(Grade.II);
        city.after(Duration.ofMinutes(10));

        // When
        city.report(more("r2", ReportKind.CORRECTION, incident, Grade.III).setSupersedes("r1"));
        until(FIVE.plus(Duration.ofDays(1)).plusSeconds(1));

        // Then: the correction is that day's; the next day has none
        assertEquals(Grade.III, city.incidents().get(incident).getGrade());
        assertEquals(List.of(), missing("T4-12"));
        assertEquals(List.of(missed(FIVE.plus(Duration.ofDays(1)))), missing("T4-3"));
    }

    @ParameterizedTest
    @CsvSource({"FOLLOW_UP", "CLOSE"})
    void theFinalReportIsMissedADayAfterHandlingEndedAndEveryDayAfterThat(String end) {
        // Given
        String incident = flash(Grade.III);
        city.after(Duration.ofMinutes(30));

        // When
        end(incident, end);
        Instant ended = city.now();
        until(ended.plus(DAY));
        List<String> inTime = missing("T5");
        until(ended.plus(DAY.multipliedBy(3)).plusMillis(1));
        List<String> threeDays = missing("T5");
        city.report(more("final", ReportKind.FINAL, incident, Grade.III));
        city.after(Duration.ofDays(5));

        // Then
        assertEquals(List.of(), inTime);
        assertEquals(List.of(missed(ended.plus(DAY)), missed(ended.plus(DAY.multipliedBy(2))),
                missed(ended.plus(DAY.multipliedBy(3)))), threeDays);
        assertEquals(threeDays, missing("T5"));
    }

    @ParameterizedTest
    @CsvSource({"FOLLOW_UP, 0,", "FOLLOW_UP, 1, 1", "CLOSE, -1,", "CLOSE, 0,", "CLOSE, 1, 1"})
    void aFinalReportIsJudgedByTheEndOfHandlingAndNotByTheBeginning(String end, long offsetMs, Long lateMs) {
        // Given
        String incident = flash(Grade.III);
        city.after(Duration.ofHours(30));
        end(incident, end);
        city.after(DAY.plusMillis(offsetMs));

        // When
        var verdict = city.report(more("final", ReportKind.FINAL, incident, Grade.III));

        // Then
        var deadline = verdict.getDeadlines().stream().filter(it -> it.getRule().equals("T5")).findFirst()
                .orElseThrow();
        assertEquals(lateMs, deadline.getLateMs());
    }

    @Test
    void aFinalReportBeforeTheEndWasToldIsLateForNothing() {
        // Given
        String incident = flash(Grade.III);
        city.after(Duration.ofHours(30));

        // When
        var verdict = city.report(more("final", ReportKind.FINAL, incident, Grade.III).setHandlingEnded(true));
        city.command("leader-zhao", "APPROVER", Action.CLOSE, incident, "http", Map.of());
        city.after(Duration.ofDays(3));

        // Then
        assertEquals(List.of(), verdict.getDeadlines());
        assertEquals(List.of(), missing("T5"));
    }
}
