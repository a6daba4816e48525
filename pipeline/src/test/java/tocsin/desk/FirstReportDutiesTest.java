package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.v1.Action;
import tocsin.v1.Grade;
import tocsin.v1.Outcome;
import tocsin.v1.ReportKind;

/// What is awaited of who was told first, and of the desk itself, is told before it is due and when it has not come.
class FirstReportDutiesTest extends AwaitingCity {

    @Test
    void theWrittenReportIsCalledForAtHalfAndFourFifthsAndIsLateOneMillisecondAfterItsTime() {
        // Given
        Instant received = city.now().minusSeconds(300);
        flash(Grade.III);

        // When
        until(received.plus(Duration.ofMinutes(30)).minusMillis(1));
        List<String> beforeHalf = told("T2");
        until(received.plus(Duration.ofMinutes(60)));
        List<String> atTheLimit = told("T2");
        city.after(DAY);

        // Then
        assertEquals(List.of(), beforeHalf);
        assertEquals(List.of(line("qingdao-fire", Outcome.DUE_SOON, received.plus(Duration.ofMinutes(30))),
                line("qingdao-fire", Outcome.DUE_SOON, received.plus(Duration.ofMinutes(48)))), atTheLimit);
        assertEquals(line("qingdao-fire", Outcome.LATE, received.plus(Duration.ofMinutes(60)).plusMillis(1)),
                told("T2").getLast());
        assertEquals(3, told("T2").size(), "each is told once");
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "29, 0", "30, 1", "47, 1", "48, 2", "60, 2"})
    void whatCameInTimeIsNotCalledForAnyMore(int minutesAfterReceipt, int toldBefore) {
        // Given
        Instant received = city.now();
        String incident = city.report(fire("r1", Grade.III).setReceivedAt(received)).getIncidentId();
        until(received.plus(Duration.ofMinutes(minutesAfterReceipt)));

        // When
        city.report(more("r2", ReportKind.FIRST, incident, Grade.III));
        city.after(DAY);

        // Then
        assertEquals(toldBefore, told("T2").size());
        assertTrue(told("T2").stream().noneMatch(told -> told.contains(" LATE ")));
    }

    @ParameterizedTest
    @CsvSource({"29, DUE_SOON DUE_SOON LATE", "30, DUE_SOON LATE", "47, DUE_SOON LATE", "48, LATE", "59, LATE",
            "60, LATE", "61, LATE"})
    void anIncidentThatIsOpenedLateIsCalledForFromTheNextMarkOn(int minutesOld, String expected) {
        // Given
        Instant received = city.now().minus(Duration.ofMinutes(minutesOld));

        // When
        city.report(fire("r1", Grade.III).setOccurredAt(received).setLearnedAt(received).setReceivedAt(received));
        city.after(DAY);

        // Then
        assertEquals(expected, String.join(" ", told("T2").stream().map(told -> told.split(" ")[1]).toList()));
    }

    @Test
    void gradeFourOwesNoWrittenReportUntilItsGradeRises() {
        // Given
        String incident = flash(Grade.IV);
        city.after(Duration.ofMinutes(10));
        List<String> before = told("T2");

        // When
        city.report(more("r2", ReportKind.FOLLOW_UP, incident, Grade.III));
        city.after(Duration.ofHours(2));

        // Then
        assertEquals(List.of(), before);
        assertEquals(1, told("T2").stream().filter(told -> told.contains(" LATE ")).count());
    }

    @Test
    void whoIsResponsibleMustReportWithinHalfAnHourOfTheFirstPost() {
        // Given
        Instant published = city.now();
        city.append(Signals.posts("b1", published, city.now()));

        // When
        until(published.plus(Duration.ofMinutes(30)));
        List<String> before = told("T1");
        city.after(DAY);

        // Then
        assertEquals(List.of(line(null, Outcome.DUE_SOON, published.plus(Duration.ofMinutes(15))),
                line(null, Outcome.DUE_SOON, published.plus(Duration.ofMinutes(24)))), before);
        assertEquals(line("licang-fire", Outcome.POSSIBLY_MISSED, published.plus(Duration.ofMinutes(30)).plusMillis(1)),
                told("T1").getLast());
        assertEquals(3, told("T1").size());
    }

    @Test
    void whoIsResponsibleMustReportWhatASensorSaw() {
        // Given
        Instant observed = city.now();

        // When
        city.append(Signals.gas(observed, city.now()));
        city.after(DAY);

        // Then
        assertEquals(List.of(line("licang-emergency", Outcome.POSSIBLY_MISSED, observed.plus(Duration.ofMinutes(30))
                .plusMillis(1))), missing("T1"));
    }

    @ParameterizedTest
    @CsvSource({"licang-fire, FLASH, true", "licang-fire, FIRST, true", "qingdao-fire, FLASH, true",
            "shinan-fire, FIRST, true", "licang-fire, FOLLOW_UP, false"})
    void anyAgencysFirstWordShowsThatOfficialsKnow(String agency, ReportKind kind, boolean met) {
        // Given
        city.append(Signals.posts("b1", city.now(), city.now()));
        city.after(Duration.ofMinutes(10));

        // When
        city.report(fire("r1", Grade.IV).setAgencyId(agency).setKind(kind));
        city.after(DAY);

        // Then
        assertEquals(1, city.incidents().size());
        assertEquals(met ? 0 : 1, missing("T1").size());
    }

    @ParameterizedTest
    @CsvSource({"licang-fire", "qingdao-fire"})
    void postsAboutWhatAnAgencyHasReportedAwaitNothing(String agency) {
        // Given
        city.report(fire("r1", Grade.IV).setAgencyId(agency));
        city.after(Duration.ofMinutes(5));

        // When
        city.append(Signals.posts("b1", city.now(), city.now()));
        city.after(DAY);

        // Then
        assertEquals(1, city.incidents().size());
        assertEquals(List.of(), told("T1"));
    }

    @Test
    void postsADayOldAwaitNothing() {
        // When
        city.append(Signals.posts("b1", city.now().minus(DAY).minusMillis(1), city.now()));
        city.after(DAY);

        // Then
        assertEquals(List.of(), told("T1"));
    }

    @Test
    void theDeskMustForwardWithinTwoHoursAndForwardingMeetsIt() {
        // Given
        Instant received = city.now().minusSeconds(300);
        String incident = flash(Grade.III);
        city.report(fire("other", Grade.III).setLocation(new tocsin.v1.Location("370202", "别处", 36.06, 120.38, null)));
        until(received.plus(Duration.ofMinutes(90)));

        // When
        city.command("duty-brown", Action.FORWARD, incident);
        city.after(DAY);

        // Then
        List<String> late = city.findings().stream()
                .filter(finding -> finding.getRule().equals("T3") && finding.getOutcome() == Outcome.LATE)
                .map(finding -> finding.getIncidentId() + " " + finding.getAgencyId() + " " + finding.getAt()).toList();
        assertEquals(List.of("370200-20260302-0002 null " + received.plus(Duration.ofHours(2)).plusMillis(1)), late);
    }
}
