package tocsin.sensing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A pause is told as a gap whatever its length, the interval and the windows of the rules, and in whatever order values
/// come: once, with when it began.
class PausesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static Gauge gauge(Duration every, String window) {
        return new Gauge("level_m", "m", """
                rules:
                  - {id: W, basis: test, system: test, metric: level_m, unit: m, type: 11B03, levels: {YELLOW: 5}%s}
                """.formatted(window), "metrics: {level_m: {unit: m, every: " + every + "}}");
    }

    /// Values so many intervals after the beginning: some, a pause, and others.
    private static List<Integer> slots(int before, int missing, int after) {
        List<Integer> slots = new ArrayList<>(IntStream.rangeClosed(0, before).boxed().toList());
        IntStream.rangeClosed(before + missing + 1, before + missing + after).forEach(slots::add);
        return slots;
    }

    @ParameterizedTest
    @CsvSource({"''", "', window: PT1H'", "', window: PT24H'", "', window: PT72H'", "', window: PT24H, for: PT6H'"})
    void everyLengthIsToldAtEveryIntervalAndOnce(String window) {
        for (String every : List.of("PT1S", "PT1M", "PT10M", "PT1H", "PT6H", "P1D")) {
            Duration interval = Duration.parse(every);
            Gauge like = gauge(interval, window);
            for (int missing = 1; missing <= 100; missing += missing < 60 ? 1 : 13) {
                Gauge gauge = like.fresh();

                // When: live, each value arrives as it is observed
                slots(10, missing, 10).forEach(slot -> gauge.tells(slot % 7, interval.multipliedBy(slot)));

                // Then
                assertEquals(List.of(interval.multipliedBy(10)), gauge.gaps(), every + " without " + missing + window);
            }
        }
    }

    @Test
    void aRunOfFourHoursIsNotLost() {
        Gauge gauge = gauge(HOUR, "");
        slots(10, 4, 17).forEach(slot -> gauge.tells(slot % 7, "m", HOUR.multipliedBy(slot), Duration.ofDays(700)));
        gauge.looks(Duration.ofDays(700).plusSeconds(10));
        assertEquals(List.of(Duration.ofHours(10)), gauge.gaps());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void severalPausesAreToldInWhateverOrderValuesComeTogether(long seed) {
        // Given: two days of values with pauses of one to nine hours, which come in one go
        Random random = new Random(seed);
        List<Integer> slots = new ArrayList<>();
        List<Duration> expected = new ArrayList<>();
        for (int slot = 0; slot < 60;) {
            slots.add(slot);
            int missing = random.nextInt(5) == 0 && slot < 50 ? 1 + random.nextInt(9) : 0;
            if (missing > 0) {
                expected.add(HOUR.multipliedBy(slot));
            }
            slot += 1 + missing;
        }
        slots.removeIf(slot -> slot > 59);
        int last = slots.getLast();
        // What ends within three intervals is still waited for.
        expected.removeIf(began -> slots.stream().filter(slot -> HOUR.multipliedBy(slot).compareTo(began) > 0)
                .findFirst().filter(ended -> ended <= last - 3).isEmpty());
        assertTrue(!expected.isEmpty());

        List<List<Integer>> orders = new ArrayList<>(List.of(slots, slots.reversed()));
        for (int i = 0; i < 5; i++) {
            List<Integer> shuffled = new ArrayList<>(slots);
            Collections.shuffle(shuffled, random);
            orders.add(shuffled);
        }
        for (Gauge like : List.of(gauge(HOUR, ""), gauge(HOUR, ", window: PT24H"))) {
            for (List<Integer> order : orders) {
                Gauge gauge = like.fresh();

                // When
                Duration arrived = Duration.ofDays(4);
                order.forEach(slot -> gauge.tells(slot % 7, "m", HOUR.multipliedBy(slot), arrived));
                gauge.looks(arrived.plusSeconds(1));
                List<Duration> atOnce = gauge.gaps();
                gauge.looks(arrived.plusSeconds(3)).looks(arrived.plusSeconds(30));

                // Then
                assertEquals(expected, gauge.gaps().stream().sorted().toList(), () -> "in the order " + order);
                assertTrue(order.equals(slots) || atOnce.isEmpty(), () -> atOnce + " in the order " + order);
            }
        }
    }

    @Test
    void aLateValueWithinAPauseThatWasToldMakesNoNews() {
        Gauge gauge = gauge(HOUR, ", window: PT24H");
        slots(10, 8, 6).forEach(slot -> gauge.tells(1, HOUR.multipliedBy(slot)));
        gauge.tells(1, "m", Duration.ofHours(14), Duration.ofHours(25)).tells(1, Duration.ofHours(25))
                .tells(1, Duration.ofHours(26)).looks(Duration.ofHours(27));
        assertEquals(List.of(Duration.ofHours(10)), gauge.gaps());
    }

    @Test
    void aPauseIsToldWhileOtherValuesGoOnComingLate() {
        // Given: every second value comes after its successor
        Gauge gauge = gauge(Duration.ofMinutes(1), "");
        List<Integer> slots = new ArrayList<>(slots(10, 5, 20));
        for (int i = 0; i + 1 < slots.size(); i += 2) {
            Collections.swap(slots, i, i + 1);
        }
        for (int i = 0; i < slots.size(); i++) {
            gauge.tells(1, "m", Duration.ofMinutes(slots.get(i)), Duration.ofMinutes(40 + i));
        }
        assertEquals(List.of(Duration.ofMinutes(10)), gauge.gaps());
    }
}
