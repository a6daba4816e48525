package tocsin.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.intake.Role;
import tocsin.internal.v1.DataAccess;
import tocsin.internal.v1.PersonalData;
import tocsin.observe.Meters;

/// Who was shown what of people: stored soon, once, in bounds; and never in the way but where it cannot be stored.
class AccessLogTest {
    private final List<DataAccess> stored = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T19:00:00Z");
    private boolean away;
    private final AccessLog log = new AccessLog(all -> {
        if (away) {
            throw new ApiException(503, "the broker is away", "");
        }
        stored.addAll(all);
    }, () -> now, new Meters(new SimpleMeterRegistry()));

    private static AccessLog.Asked asked(String reason) {
        return new AccessLog.Asked(BoundedIncidentsTest.bound(Role.ANALYST, null, null), "GET /api/v1/notifications",
                Personal.RECIPIENTS, reason);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void whatIsShownIsStoredOnceWithWhoWhatAndWhy() {
        // When
        log.shown(asked("case 12"), List.of("i2", "i1", "i1"), 3);
        log.store();
        log.store();

        // Then
        assertEquals(List.of(new DataAccess("bound", "ANALYST", "GET /api/v1/notifications", PersonalData.RECIPIENTS,
                List.of("i1", "i2"), "case 12", 3, 1, now, now)), stored);
    }

    @Test
    void whatIsAskedAgainAndAgainIsCounted() {
        // When
        Instant first = now;
        for (int i = 0; i < 50; i++) {
            log.shown(asked(null), List.of("i1"), i);
            pass(Duration.ofMillis(10));
        }
        log.store();

        // Then
        assertEquals(1, stored.size());
        assertEquals(50, stored.getFirst().getTimes());
        assertEquals(first, stored.getFirst().getFirstAt());
        assertEquals(first.plusMillis(490), stored.getFirst().getLastAt());
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,1", "100,1", "101,2", "1000,10"})
    void manyIncidentsAreNotedInRecordsOfAHundred(int incidents, int records) {
        // When
        log.shown(asked(null), IntStream.range(0, incidents).mapToObj(i -> "i" + i).toList(), incidents);
        log.store();

        // Then
        assertEquals(records, stored.size());
        assertEquals(incidents, stored.stream().mapToInt(one -> one.getIncidents().size()).sum());
    }

    @ParameterizedTest
    @CsvSource({"0,true", "59,true", "60,true", "61,false"})
    void whileNothingCanBeStoredPeopleAreShownForAMinuteAndNoLonger(int seconds, boolean open) {
        // Given
        away = true;
        log.shown(asked(null), List.of("i1"), 1);
        log.store();

        // When
        pass(Duration.ofSeconds(seconds));

        // Then
        assertEquals(open, log.isOpen());
        if (!open) {
            assertEquals(503, assertThrows(ApiException.class, log::requireOpen).status());
        }

        // And: when it can be, everything is stored and everybody is shown again
        away = false;
        log.store();
        assertTrue(log.isOpen());
        assertEquals(1, stored.size());
    }

    @Test
    void whatIsShownWhileItIsStoredIsStoredNext() {
        // Given
        AccessLog[] busy = new AccessLog[1];
        busy[0] = new AccessLog(all -> {
            stored.addAll(all);
            if (stored.size() == 1) {
                busy[0].shown(asked(null), List.of("i1"), 1);
                busy[0].shown(asked(null), List.of("i2"), 1);
            }
        }, () -> now, new Meters(new SimpleMeterRegistry()));
        busy[0].shown(asked(null), List.of("i1"), 1);

        // When
        busy[0].store();
        busy[0].store();
        busy[0].store();

        // Then
        assertEquals(List.of("i1", "i1", "i2"),
                stored.stream().map(one -> one.getIncidents().getFirst()).sorted().toList());
        assertTrue(stored.stream().allMatch(one -> one.getTimes() == 1), stored::toString);
    }

    @Test
    void whereThereIsNoRoomNobodyIsShownAnything() {
        // Given
        away = true;
        for (int i = 0; i < AccessLog.WAITING - 1; i++) {
            log.shown(asked("r" + i), List.of(), 1);
        }
        assertTrue(log.isOpen());

        // When
        log.shown(asked("one more"), List.of(), 1);

        // Then
        assertFalse(log.isOpen());
    }
}
