package tocsin.sensing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.internal.v1.SensorFault;
import tocsin.internal.v1.SensorFaultKind;
import tocsin.v1.WarningLevel;

/// What a gauge can and cannot tell: units, plausibility, counters, pauses, silence, work on it.
class GaugesTest {
    private static final String RULES = """
            rules:
              - {id: W, basis: test, system: test, metric: level_m, unit: m, type: 11B03, levels: {YELLOW: 5}}
              - {id: R, basis: test, system: test, metric: tips, unit: mm, window: PT1H, type: 11B03, levels: {YELLOW: 5}}
            """;

    private static Gauge level(String measured) {
        return new Gauge("level_m", "m", RULES, "metrics: {level_m: {unit: m" + measured + "}}");
    }

    private static List<SensorFaultKind> kinds(Gauge gauge) {
        return gauge.faults.stream().map(SensorFault::getKind).toList();
    }

    @ParameterizedTest
    @CsvSource({"500, cm, YELLOW", "499, cm, ''", "16.5, ft, YELLOW", "16.4, ft, ''", "0.005, km, YELLOW"})
    void readingsInOtherUnitsAreConverted(double value, String unit, String told) {
        assertEquals(told, level("").tells(value, unit, Duration.ZERO, Duration.ZERO).told());
    }

    @Test
    void aUnitOfSomethingElseIsRefusedWithTheOneToSend() {
        Gauge gauge = level("").tells(5, "mm/h", Duration.ZERO, Duration.ZERO);
        assertEquals("unit", gauge.refusals.getFirst().getField());
        assertTrue(gauge.refusals.getFirst().getDetail().contains("send it in m"), gauge.refusals::toString);
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "-1.01, 1", "9, 0", "9.01, 1", "-999999, 1"})
    void whatCannotBeIsRefused(double value, int refusals) {
        assertEquals(refusals, level(", least: -1, most: 9").tells(value, Duration.ZERO).refusals.size());
    }

    @Test
    void aJumpFasterThanItCanChangeIsRefusedAndWhatStaysIsTaken() {
        // Given: two metres an hour
        Gauge gauge = level(", change-per-hour: 2").tells(1, Duration.ZERO);

        // When
        gauge.tells(6, Duration.ofMinutes(30)).tells(2, Duration.ofMinutes(30));
        assertEquals(1, gauge.refusals.size());
        gauge.tells(6, Duration.ofHours(1));
        assertEquals(2, gauge.refusals.size());
        gauge.tells(6, Duration.ofMinutes(151));

        // Then
        assertEquals(2, gauge.refusals.size());
        assertEquals(WarningLevel.YELLOW, gauge.level());
    }

    @Test
    void aCounterCountsWhatItRoseAndBeginsAnewWhereItFell() {
        // Given
        Gauge gauge = new Gauge("tips", "mm", RULES, "metrics: {tips: {unit: mm, kind: COUNTER}}");

        // When: 998 to 1000, then from zero to 2.9
        gauge.tells(998, Duration.ZERO).tells(1_000, Duration.ofMinutes(10)).tells(1.5, Duration.ofMinutes(20))
                .tells(2.9, Duration.ofMinutes(30));
        assertEquals("", gauge.told());
        gauge.tells(3, Duration.ofMinutes(40));

        // Then
        assertEquals("YELLOW", gauge.told());
        assertEquals(5.0, gauge.changes.getFirst().getValue());
    }

    @Test
    void aLateReadingOfACounterDividesARiseAndAddsNothing() {
        Gauge gauge = new Gauge("tips", "mm", RULES, "metrics: {tips: {unit: mm, kind: COUNTER}}");
        gauge.tells(0, Duration.ZERO).tells(4.9, Duration.ofMinutes(30)).tells(2, Duration.ofMinutes(15));
        assertEquals("", gauge.told());
        assertEquals("YELLOW", gauge.tells(5, Duration.ofMinutes(31)).told());
    }

    @Test
    void aPauseOfMoreThanOneAndAHalfIntervalsIsAGap() {
        Gauge gauge = level(", every: PT10M").tells(1, Duration.ZERO).tells(2, Duration.ofMinutes(15));
        assertEquals(List.of(), kinds(gauge));
        for (int i = 31; i <= 61; i += 10) {
            gauge.tells(1, Duration.ofMinutes(i));
        }
        assertEquals(List.of(SensorFaultKind.GAP), kinds(gauge));
        assertEquals(Gauge.BEGIN.plus(Duration.ofMinutes(15)), gauge.faults.getFirst().getSince());
    }

    @Test
    void aPauseOfDaysIsToldAtItsEndAndOnce() {
        Gauge gauge = level(", every: PT10M").tells(1, Duration.ZERO);
        for (int i = 0; i <= 9; i++) {
            gauge.tells(1, Duration.ofDays(9).plusMinutes(10L * i));
        }
        assertEquals(List.of(SensorFaultKind.GAP), kinds(gauge));
        assertEquals(Gauge.BEGIN, gauge.faults.getFirst().getSince());
    }

    @Test
    void aPauseThatALateReadingFillsIsNoGap() {
        Gauge gauge = level(", every: PT10M");
        for (int minutes : new int[]{0, 10, 40, 30, 20, 50, 60, 70, 80}) {
            gauge.tells(1, Duration.ofMinutes(minutes));
        }
        assertEquals(List.of(), kinds(gauge));
    }

    @Test
    void theSameValueForTooLongIsStuckOnceUntilItMoves() {
        Gauge gauge = level(", stuck-after: PT1H");
        for (int i = 0; i <= 9; i++) {
            gauge.tells(1, Duration.ofMinutes(10L * i));
        }
        assertEquals(List.of(SensorFaultKind.STUCK), kinds(gauge));
        gauge.tells(1.1, Duration.ofMinutes(100));
        assertEquals(List.of(SensorFaultKind.STUCK, SensorFaultKind.RECOVERED), kinds(gauge));
    }

    @ParameterizedTest
    @CsvSource({"60, false", "61, true"})
    void nothingForTooLongIsSilence(int minutes, boolean isSilent) {
        Gauge gauge = level(", silent-after: PT1H").tells(1, Duration.ZERO);
        assertEquals(isSilent, Sensing.silent("gauge", "level_m", gauge.series.whole(),
                Gauge.BEGIN.plus(Duration.ofMinutes(minutes)), gauge.directory()).isPresent());
    }

    @Test
    void whatIsWorkedOnRaisesNoAlarmAndItsSilenceIsNoNews() {
        Gauge gauge = new Gauge("level_m", "m", RULES, "metrics: {level_m: {unit: m, silent-after: PT1H}}, "
                + "maintenance: [{from: \"2026-07-01T08:00:00+08:00\", until: \"2026-07-01T12:00:00+08:00\"}]");
        gauge.tells(9, Duration.ofMinutes(30));
        assertEquals("", gauge.told());
        gauge.tells(1, Duration.ofMinutes(241));
        assertEquals(false, Sensing.silent("gauge", "level_m", gauge.series.whole(),
                Gauge.BEGIN.plus(Duration.ofMinutes(239)), gauge.directory()).isPresent());
        assertEquals("YELLOW", gauge.tells(9, Duration.ofMinutes(250)).told());
    }

    @ParameterizedTest
    @CsvSource({"10, 0", "11, 1"})
    void aReadingFromTheFutureIsRefusedAndBlocksNoTrueOne(int minutesAhead, int refusals) {
        Gauge gauge = level("").tells(1, "m", Duration.ofMinutes(minutesAhead), Duration.ZERO);
        assertEquals(refusals, gauge.refusals.size());
        assertEquals("YELLOW", gauge.tells(9, Duration.ofMinutes(12)).told());
    }

    @Test
    void whatIsOlderThanThreeDaysIsForgottenAndTheLastBeforeItStays() {
        Gauge gauge = new Gauge("tips", "mm", RULES, "");
        for (int i = 0; i <= 100; i++) {
            gauge.tells(0, Duration.ofHours(i));
        }
        int kept = gauge.series.between(Gauge.BEGIN.minusMillis(1), Gauge.BEGIN.plus(Duration.ofDays(9))).size();
        assertTrue(kept >= 73 && kept <= 77, () -> kept + " are kept");
    }

    @Test
    void ofADenseSeriesOnlyWhatWindowsNeedIsKept() {
        Gauge gauge = new Gauge("tips", "mm", RULES, "");
        for (int i = 0; i <= 5_000; i++) {
            gauge.tells(0, Duration.ofSeconds(10L * i));
        }
        int kept = gauge.series.between(Gauge.BEGIN.minusMillis(1), Gauge.BEGIN.plus(Duration.ofDays(9))).size();
        assertTrue(kept >= 721 && kept <= Retention.MOST + 1, () -> kept + " are kept");
        assertEquals(kept, gauge.series.whole().getValues());
    }

    @Test
    void aValueTooLargeToReckonWithIsRefused() {
        Gauge gauge = new Gauge("level_m", "m", RULES, "").tells(1e15, Duration.ZERO);
        assertEquals(1, gauge.refusals.size());
    }
}
