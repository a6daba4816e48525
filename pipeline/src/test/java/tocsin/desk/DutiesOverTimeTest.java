package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tocsin.internal.v1.SenderProof;
import tocsin.v1.Action;
import tocsin.v1.Grade;
import tocsin.v1.Outcome;
import tocsin.v1.ReportKind;
import tocsin.v1.Status;

/// Daily reports on special days, and what holds for every duty: outages, exercises, changes of the pack.
class DutiesOverTimeTest extends AwaitingCity {

    @Test
    void onAHolidayEveryAgencyThatDidNotReportIsMissingAfterHalfPastFour() {
        // Given
        deskIsActivated();
        Instant cutOff = Instant.parse("2026-04-04T08:30:00Z");
        until(cutOff.minusSeconds(60));
        city.report(daily("d1", "qingdao-fire", city.now()));
        city.report(daily("d2", "shinan-fire", city.now()).build(), SenderProof.UNVERIFIED);
        city.report(daily("d3", "shibei-fire", city.now()).setStatus(Status.EXERCISE));
        city.report(daily("d4", "licang-fire", city.now()).setStatus(Status.TEST));

        // When
        until(cutOff);
        TreeSet<String> atTheCutOff = withoutDaily();
        city.after(Duration.ofMillis(1));

        // Then
        TreeSet<String> expected = agenciesOfTheDesk();
        expected.remove("qingdao-fire");
        assertEquals(new TreeSet<>(), atTheCutOff);
        assertEquals(expected, withoutDaily());
        assertEquals(expected.size(), missing("T10").size());
    }

    @Test
    void aHolidayOfThreeDaysIsToldThreeTimesAndAnOrdinaryDayNever() {
        // Given
        deskIsActivated();

        // When
        until(Instant.parse("2026-04-04T08:00:00Z"));
        int before = told("T10").size();
        until(Instant.parse("2026-04-30T16:00:00Z"));

        // Then
        assertEquals(0, before);
        assertEquals(3 * agenciesOfTheDesk().size(), missing("T10").size());
    }

    @Test
    void anOutageOverMidnightJudgesTheDayThatWasDue() {
        // Given
        deskIsActivated();
        until(Instant.parse("2026-04-06T08:00:00Z"));
        int before = told("T10").size();
        city.report(daily("d1", "qingdao-fire", city.now()));

        // When
        city.outage(Duration.ofHours(12));

        // Then
        assertEquals(agenciesOfTheDesk().size() - 1, told("T10").size() - before);
        assertTrue(city.findings().getLast().getDetail().contains("6 Apr 16:30:00"), city.findings().getLast()
                .getDetail());
    }

    @ParameterizedTest
    @EnumSource(value = Status.class, names = {"ACTUAL", "EXERCISE", "TEST", "SYSTEM"})
    void dutiesRunInExercisesAndNotInTests(Status status) {
        // When
        city.report(fire("r1", Grade.II).setStatus(status));
        city.append(Signals.posts("b1", city.now(), city.now(), status));
        city.after(DAY);

        // Then
        boolean runs = status == Status.ACTUAL || status == Status.EXERCISE;
        assertEquals(runs, !told("T2").isEmpty());
        assertEquals(runs, !told("T4-12").isEmpty());
        assertEquals(runs, !told("T3").isEmpty());
    }

    @Test
    void whoIsNotKnownOrNotProvenOwesNothing() {
        // When
        city.report(fire("r1", Grade.II).setAgencyId("nobody-knows-us"));
        city.report(fire("r1", Grade.II).build(), SenderProof.UNVERIFIED);
        city.after(Duration.ofDays(2));

        // Then
        for (String rule : List.of("T1", "T2", "T4-12", "T4-3", "T5")) {
            assertEquals(List.of(), told(rule), rule);
        }
    }

    @Test
    void aReportADayOldStartsNothing() {
        // When
        city.report(fire("r1", Grade.I).setOccurredAt(city.now().minus(DAY).minusMillis(1)));
        city.after(Duration.ofDays(3));

        // Then
        assertEquals(List.of(), city.findings().stream().filter(finding -> finding.getRule().startsWith("T")).toList());
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aPackThatIsActivatedInBetweenChangesNoDutyUnderWay(boolean reported) {
        // Given
        Instant received = city.now().minusSeconds(300);
        String incident = flash(Grade.III);
        city.after(Duration.ofMinutes(10));
        city.activate(otherPack());

        // When
        if (reported) {
            city.report(more("r2", ReportKind.FIRST, incident, Grade.III));
        }
        city.after(Duration.ofHours(2));

        // Then
        assertEquals(reported
                ? List.of()
                : List.of(line("qingdao-fire", Outcome.DUE_SOON, received.plus(Duration.ofMinutes(30))),
                        line("qingdao-fire", Outcome.DUE_SOON, received.plus(Duration.ofMinutes(48))),
                        line("qingdao-fire", Outcome.LATE, received.plus(Duration.ofMinutes(60)).plusMillis(1))),
                told("T2"));
    }

    @Test
    void afterAnOutageOnlyTheLastMarkIsTold() {
        // Given
        flash(Grade.III);

        // When
        city.outage(Duration.ofHours(4));
        List<String> told = told("T2");
        city.after(Duration.ofHours(1));

        // Then
        assertEquals(List.of(line("qingdao-fire", Outcome.LATE, City.NIGHT.plus(Duration.ofHours(4)))), told);
        assertEquals(told, told("T2"));
    }

    @Test
    void afterAnOutageOverSeveralTimesOfDayOneIsMissedAndTheNextIsAwaited() {
        // Given
        flash(Grade.II);

        // When
        city.outage(Duration.between(city.now(), EIGHT.plus(Duration.ofHours(34))));
        List<String> told = missing("T4-12");
        city.after(DAY);

        // Then
        assertEquals(1, told.size());
        assertEquals(List.of(missed(EIGHT.plus(DAY.multipliedBy(2))), missed(FIVE.plus(DAY.multipliedBy(2)))),
                missing("T4-12").subList(1, 3).stream().toList());
    }

    @Test
    void theSameInboxGivesTheSameBytes() {
        // Given
        deskIsActivated();
        city.append(Signals.posts("b1", city.now(), city.now()));
        String incident = city.report(fire("r1", Grade.III)).getIncidentId();
        city.after(Duration.ofHours(7));
        city.report(more("r2", ReportKind.FOLLOW_UP, incident, Grade.II));
        city.outage(Duration.ofHours(20));
        city.report(more("r3", ReportKind.CORRECTION, incident, Grade.III).setSupersedes("r2"));
        city.command("leader-zhao", "APPROVER", Action.CLOSE, incident, "http", Map.of());
        city.after(Duration.ofDays(40));

        // When
        byte[] again = City.reread(city.inbox(), city.packs());

        // Then
        assertArrayEquals(city.bytes(), again);
    }
}
