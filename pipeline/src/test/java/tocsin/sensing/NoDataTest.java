package tocsin.sensing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.internal.v1.InterruptionKind;
import tocsin.v1.WarningLevel;

/// What is not known is neither safe nor an alarm.
class NoDataTest {
    private static Gauge gauge(String rule, String measured) {
        return new Gauge("level_m", "m", """
                rules:
                  - {id: W, basis: test, system: test, metric: level_m, unit: m, type: 11B03, %s}
                """.formatted(rule), "metrics: {level_m: {unit: m" + measured + "}}");
    }

    private static Duration minutes(long minutes) {
        return Duration.ofMinutes(minutes);
    }

    @ParameterizedTest
    @CsvSource({"15, ''", "16, INTERRUPTED", "360, INTERRUPTED", "361, INTERRUPTED NOT_KNOWN",
            "2000, INTERRUPTED NOT_KNOWN"})
    void aLevelWithoutDataIsInterruptedAfterTheLongestPauseAndKeptAsLongAsThePackSays(int minutes, String became) {
        // Given
        Gauge gauge = gauge("levels: {RED: 8, YELLOW: 5}, no-data: PT6H", ", every: PT10M").tells(9, minutes(0));

        // When
        for (int minute = 1; minute <= minutes; minute++) {
            gauge.looks(minutes(minute));
        }

        // Then
        assertEquals(became, String.join(" ", gauge.interrupted().stream().map(Enum::name).toList()));
        assertEquals("RED", gauge.told(), "nothing is lifted");
    }

    @Test
    void withoutAWordOfThePackALevelIsKeptForADay() {
        Gauge gauge = gauge("levels: {RED: 8}", ", every: PT10M").tells(9, minutes(0)).looks(Duration.ofHours(24));
        assertEquals(List.of(InterruptionKind.INTERRUPTED), gauge.interrupted());
        gauge.looks(Duration.ofHours(24).plusSeconds(1));
        assertEquals(List.of(InterruptionKind.INTERRUPTED, InterruptionKind.NOT_KNOWN), gauge.interrupted());
    }

    @Test
    void aLevelIsKeptAtLeastAsLongAsTheSensorMayPause() {
        Gauge gauge = gauge("levels: {RED: 8}, no-data: PT1H", ", every: P1D").tells(9, minutes(0))
                .looks(Duration.ofHours(36));
        assertEquals(List.of(), gauge.interrupted());
        gauge.looks(Duration.ofHours(37));
        assertEquals(List.of(InterruptionKind.NOT_KNOWN), gauge.interrupted());
    }

    @Test
    void whereNobodyKnowsHowOftenASensorTellsOnlyThePackEndsALevel() {
        Gauge silent = gauge("levels: {RED: 8}", "").tells(9, minutes(0)).looks(Duration.ofDays(90));
        assertEquals(List.of(), silent.interrupted());
        Gauge said = gauge("levels: {RED: 8}, no-data: PT6H", "").tells(9, minutes(0)).looks(Duration.ofHours(7));
        assertEquals(List.of(InterruptionKind.NOT_KNOWN), said.interrupted());
    }

    @ParameterizedTest
    @CsvSource({"100, 9, RESUMED, RED", "100, 1, '', RED -", "500, 9, NOT_KNOWN, RED RED", "500, 1, NOT_KNOWN, RED",
            "500, 7.9, NOT_KNOWN, RED YELLOW"})
    void whenDataComeAgainTheyDecide(int minutes, double value, String last, String told) {
        // Given
        Gauge gauge = gauge("levels: {RED: 8, YELLOW: 5}, hysteresis: 0.1, no-data: PT6H", ", every: PT10M")
                .tells(9, minutes(0)).looks(minutes(30)).looks(minutes(minutes - 1));
        assertEquals(InterruptionKind.INTERRUPTED, gauge.interrupted().getFirst());

        // When
        gauge.tells(value, minutes(minutes));

        // Then
        assertEquals(told, gauge.told());
        assertEquals(last.isEmpty() ? "INTERRUPTED" : last, gauge.interrupted().getLast().name());
    }

    @Test
    void theSameReadingAgainIsNoData() {
        Gauge gauge = gauge("levels: {RED: 8}", ", every: PT10M").tells(9, minutes(0))
                .tells(9, "m", minutes(0), minutes(14)).looks(minutes(16));
        assertEquals(List.of(InterruptionKind.INTERRUPTED), gauge.interrupted());
    }

    @Test
    void aSensorThatIsWorkedOnIsNotInterrupted() {
        Gauge gauge = new Gauge("level_m", "m", """
                rules:
                  - {id: W, basis: test, system: test, metric: level_m, unit: m, type: 11B03, levels: {RED: 8}}
                """, "metrics: {level_m: {unit: m, every: PT10M}}, "
                + "maintenance: [{from: \"2026-07-01T08:10:00+08:00\", until: \"2026-07-01T12:00:00+08:00\"}]");
        gauge.tells(9, minutes(0)).looks(minutes(60));
        assertEquals(List.of(), gauge.interrupted());
        gauge.looks(minutes(241));
        assertEquals(List.of(InterruptionKind.INTERRUPTED), gauge.interrupted());
    }

    @ParameterizedTest
    @CsvSource({"', every: PT10M', 15, YELLOW", "', every: PT10M', 16, ''", "'', 20, YELLOW", "'', 21, ''",
            "'', 600, ''"})
    void theTimeALevelMustHoldIsCoveredByValues(String measured, int pause, String told) {
        Gauge gauge = gauge("levels: {YELLOW: 5}, for: PT20M", measured).tells(6, minutes(0)).tells(6, minutes(10))
                .tells(6, minutes(10 + pause));
        assertEquals(told, gauge.told());
    }

    @Test
    void afterAnInterruptionTheTimeBeginsAnew() {
        Gauge gauge = gauge("levels: {YELLOW: 5}, for: PT20M", ", every: PT10M").tells(6, minutes(0))
                .tells(6, minutes(60)).tells(6, minutes(70));
        assertEquals("", gauge.told());
        assertEquals("YELLOW", gauge.tells(6, minutes(80)).told());
    }

    @Test
    void aSensorThatTellsSeldomByNatureCoversItsTime() {
        Gauge gauge = gauge("levels: {YELLOW: 5}, for: PT20M", "").tells(1, minutes(0)).tells(6, minutes(120));
        assertEquals("YELLOW", gauge.tells(6, minutes(240)).told());
    }

    @Test
    void theTimeItMustBeQuietIsCoveredByValuesToo() {
        Gauge gauge = gauge("levels: {YELLOW: 5}, merge-gap: PT30M", ", every: PT10M").tells(6, minutes(0))
                .tells(1, minutes(10)).tells(1, minutes(60)).tells(1, minutes(70));
        assertEquals("YELLOW", gauge.told(), "nobody knows what was in between");
        assertEquals("YELLOW -", gauge.tells(1, minutes(80)).tells(1, minutes(90)).told());
    }

    @Test
    void aWindowWithAHoleInItLiftsNothing() {
        // Given: rain, then nothing for an hour, then drops
        Gauge gauge = gauge("levels: {YELLOW: 50}, window: PT1H", ", kind: INCREMENT, every: PT10M");
        for (int i = 0; i <= 5; i++) {
            gauge.tells(10, minutes(10L * i));
        }
        assertEquals("YELLOW", gauge.told());

        // When
        for (int i = 11; i <= 16; i++) {
            gauge.tells(0.2, minutes(10L * i));
        }
        assertEquals("YELLOW", gauge.told(), "the hour of the hole is not known");
        gauge.tells(0.2, minutes(170));

        // Then
        assertEquals("YELLOW -", gauge.told());
    }

    @Test
    void aWindowWithTooFewValuesLiftsNothingAndIsNotKnownAfterAWhile() {
        // Given
        Gauge gauge = gauge("levels: {YELLOW: 5}, window: PT1H, aggregate: MEAN, least-values: 4, no-data: PT3H", "");
        for (int i = 0; i <= 5; i++) {
            gauge.tells(9, minutes(10L * i));
        }

        // When: one value an hour
        for (int hour = 2; hour <= 4; hour++) {
            gauge.tells(1, minutes(60L * hour));
        }
        assertEquals("YELLOW", gauge.told());
        assertEquals(List.of(), gauge.interrupted());
        gauge.tells(1, minutes(300));

        // Then
        assertEquals("YELLOW", gauge.told(), "that is no all-clear");
        assertEquals(List.of(InterruptionKind.NOT_KNOWN), gauge.interrupted());
        assertEquals(java.util.Map.of(), gauge.series.whole().getLevels());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noAlarmAndNoLiftEverRestsOnAnInterruption(long seed) {
        // Given: values that come and stay away, about a limit
        Random random = new Random(seed);
        Gauge gauge = gauge("levels: {YELLOW: 5}, for: PT30M, merge-gap: PT30M, no-data: PT6H", ", every: PT10M");
        long at = 0;
        long coveredSince = 0;
        boolean wasAbove = false;
        long turned = 0;
        for (int i = 0; i < 400; i++) {
            long pause = random.nextInt(6) == 0 ? 16 + random.nextInt(600) : 5 + random.nextInt(10);
            long before = at;
            at += pause;
            for (long now = before + 1; now < at; now++) {
                gauge.looks(minutes(now));
            }
            boolean above = random.nextInt(9) > 0 ? wasAbove : !wasAbove;
            coveredSince = pause > 15 ? at : coveredSince;
            turned = above == wasAbove && pause <= 15 ? turned : at;
            wasAbove = above;
            int told = gauge.changes.size();

            // When
            gauge.tells(above ? 6 : 1, minutes(at));

            // Then
            if (gauge.changes.size() > told) {
                assertEquals(above ? WarningLevel.YELLOW : null, gauge.level());
                assertEquals(true, at - Math.max(turned, coveredSince) >= 30, "at " + at + " turned " + turned);
            }
        }
        assertEquals(true, gauge.changes.size() > 6, gauge::told);
        assertEquals(true, gauge.interrupted().contains(InterruptionKind.NOT_KNOWN));
        assertNull(gauge.refusals.isEmpty() ? null : gauge.refusals.getFirst());
    }
}
