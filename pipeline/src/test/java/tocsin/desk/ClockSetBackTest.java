package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.Tick;
import tocsin.v1.Action;
import tocsin.v1.Grade;
import tocsin.v1.IncidentState;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;

/// The broker's clock is set an hour forward and back: no page waits longer than its limit by more than the next tick.
class ClockSetBackTest {
    private static final String DESK = "370200";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final City city = new City();

    private String fire() {
        return String.valueOf(city.report(Reports.fire("r1", city.now()).setCasualties(Reports.tollOf(Grade.III)))
                .getIncidentId());
    }

    /// What the desk's tick writer does once it sees that its desk is ahead.
    private void tick() {
        city.append(new InboxRecord(DESK, null, new Tick(city.now())));
    }

    /// Time passes, and the desk hears the time twice a minute, as it does at least while it awaits something.
    private void after(Duration duration) {
        Duration heard = Duration.ofSeconds(30);
        for (Duration left = duration; !left.isZero(); left = left.minus(heard)) {
            city.after(left.compareTo(heard) < 0 ? left : heard);
            tick();
            if (left.compareTo(heard) < 0) {
                return;
            }
        }
    }

    private long pages(NotifyReason reason) {
        return city.notifications().stream().filter(page -> page.getReason() == reason)
                .map(Notification::getStep).distinct().count();
    }

    @Test
    void aPageThatWaitedWhileTheClockWasAheadWaitsNoLongerOnceItIsBack() {
        // Given: an hour ahead the first limit is over, and a second level is told
        fire();
        city.setClock(HOUR);
        tick();
        assertEquals(1, pages(NotifyReason.ESCALATED));
        after(Duration.ofMinutes(2));

        // When
        city.setClock(HOUR.negated());
        tick();
        city.after(LIMIT.minusMinutes(2).minus(ClockSetBack.UNHEARD).minusSeconds(1));

        // Then
        assertEquals(1, pages(NotifyReason.ESCALATED), "not much before its limit");
        city.after(Duration.ofSeconds(2));
        assertEquals(2, pages(NotifyReason.ESCALATED) + pages(NotifyReason.REPEATED), "and not later");
        assertArrayEquals(city.bytes(), City.reread(city.inbox(), city.packs()));
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 60, 3_600, 86_400})
    void aClockThatIsSetBackOnceMakesNobodyWaitLonger(int seconds) {
        // Given
        fire();
        after(Duration.ofMinutes(4));

        // When
        city.setClock(Duration.ofSeconds(-seconds));
        tick();
        city.after(Duration.ofMinutes(6).minus(ClockSetBack.UNHEARD).minusSeconds(1));

        // Then
        assertEquals(0, pages(NotifyReason.ESCALATED));
        city.after(Duration.ofSeconds(2));
        assertEquals(1, pages(NotifyReason.ESCALATED));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 40, 60, 80})
    void howeverLongTheDeskHeardNothingAWaitIsAtMostAMinuteLonger(int unheard) {
        // Given
        fire();

        // When: it hears nothing before the step and while it is started again
        city.setClock(Duration.ofSeconds(unheard).minus(HOUR));
        tick();
        city.after(LIMIT.plusSeconds(60 - unheard));

        // Then
        assertEquals(1, pages(NotifyReason.ESCALATED));
    }

    @Test
    void appendTimesThatGoBackALittleSetNoClock() {
        // Given
        fire();
        Instant before = city.now();

        // When
        city.setClock(Duration.ofSeconds(-10));
        tick();

        // Then
        assertTrue(city.timeline().stream().noneMatch(event -> event.getReason().contains("set back")));
        assertEquals(before, city.timeline().getLast().getAt());
    }

    @Test
    void theRecordSaysThatTheClockWasSetBackAndByHowMuch() {
        // Given
        fire();

        // When
        city.setClock(HOUR.negated());
        tick();

        // Then
        assertEquals(1, city.timeline().stream()
                .filter(event -> event.getReason().startsWith("the broker's clock was set back by 3600 s")).count());
    }

    @Test
    void nobodyIsToldLateSoonerThanWithoutTheSteps() {
        // Given: what is awaited of the agency began before the clock went wrong, and is due in an hour and more
        fire();
        City undisturbed = new City();
        undisturbed.report(Reports.fire("r1", undisturbed.now()).setCasualties(Reports.tollOf(Grade.III)));

        // When
        city.setClock(Duration.ofMinutes(30));
        tick();
        city.setClock(Duration.ofMinutes(-30));
        tick();
        city.after(Duration.ofMinutes(59));
        undisturbed.after(Duration.ofMinutes(59));

        // Then
        assertEquals(undisturbed.findings().size(), city.findings().size());
    }

    @Test
    void aCloseOrderedWhileTheClockWasAheadTakesEffectInItsTenSeconds() {
        // Given
        String incident = fire();
        city.setClock(HOUR);
        tick();
        city.order("duty-brown", "DUTY_OFFICER", Action.CLOSE, incident, Map.of(), "over");

        // When
        city.setClock(HOUR.negated());
        tick();
        city.after(Duration.ofSeconds(11));

        // Then
        assertEquals(IncidentState.CLOSED, city.incidents().get(incident).getState());
    }
}
