package tocsin.sensing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.internal.v1.LevelChange;
import tocsin.schemas.CanonicalAvro;
import tocsin.v1.WarningLevel;

/// Levels over windows of event time: exact at their limits, and the same in whatever order readings come.
class LevelsTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    /// The rain table of the Meteorological Administration (中国气象局令第16号).
    private static final String RAIN = """
            tables:
              - {id: rain, issuer: CMA, hazard: 暴雨, edition: "16", colours: [BLUE, YELLOW, ORANGE, RED]}
            rules:
              - id: W-RAIN
                basis: 中国气象局令第16号
                system: 科学化监测预警
                table: rain
                metric: rain_mm
                unit: mm
                type: 11B03
                levels:
                  RED: {limit: 100, window: PT3H}
                  ORANGE: {limit: 50, window: PT3H}
                  YELLOW: {limit: 50, window: PT6H}
                  BLUE: {limit: 50, window: PT12H}
            """;

    private static String rule(String more) {
        return """
                rules:
                  - id: W
                    basis: test
                    system: test
                    metric: level_m
                    unit: m
                    type: 11B03
                """ + more.indent(4);
    }

    private static Gauge level(String more) {
        return new Gauge("level_m", "m", rule(more), "");
    }

    private static Gauge rain() {
        return new Gauge("rain_mm", "mm", RAIN, "");
    }

    /// So much rain over so many hours, every ten minutes, in tenths of a millimetre as a bucket tips them.
    private static Gauge rained(double millimetres, int hours) {
        Gauge gauge = rain();
        int parts = hours * 6;
        long tenths = Math.round(millimetres * 10);
        for (int i = 1; i <= parts; i++) {
            gauge.tells((tenths * i / parts - tenths * (i - 1) / parts) / 10.0, TEN_MINUTES.multipliedBy(i));
        }
        return gauge;
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"99.9, 3, ORANGE", "100, 3, RED", "100.1, 3, RED", "49.9, 3, -",
            "50, 3, ORANGE",
            "49.9, 6, -", "50, 6, YELLOW", "49.9, 12, -", "50, 12, BLUE", "50, 13, -", "99, 6, YELLOW",
            "100, 6, ORANGE"})
    void theRainTableHoldsAtItsLimits(double millimetres, int hours, WarningLevel expected) {
        assertEquals(expected, rained(millimetres, hours).level());
    }

    @Test
    void fiftyMillimetresInFiveHundredDropsAreFifty() {
        // Given
        Gauge gauge = rain();

        // When
        for (int i = 1; i < 500; i++) {
            gauge.tells(0.1, Duration.ofSeconds(20L * i));
        }
        WarningLevel before = gauge.level();
        gauge.tells(0.1, Duration.ofSeconds(10_000));

        // Then
        assertNull(before);
        assertEquals(WarningLevel.ORANGE, gauge.level());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shuffledAndRepeatedReadingsGiveWhatOrderedOnesGive(long seed) {
        // Given: two days of showers
        Random random = new Random(seed);
        List<double[]> readings = new ArrayList<>();
        for (int i = 1; i <= 288; i++) {
            readings.add(new double[]{random.nextInt(4) == 0 ? random.nextInt(120) / 10.0 : 0, i});
        }
        Gauge ordered = rain();
        readings.forEach(one -> ordered.tells(one[0], TEN_MINUTES.multipliedBy((long) one[1])));

        // When: each up to two hours late, a third of them twice
        record Late(double[] reading, int arrives) {}
        List<Late> late = new ArrayList<>();
        for (double[] one : readings) {
            for (int times = random.nextInt(3) == 0 ? 2 : 1; times > 0; times--) {
                late.add(new Late(one, (int) one[1] + random.nextInt(12)));
            }
        }
        late.sort(Comparator.comparingInt(Late::arrives));
        Gauge shuffled = rain();
        late.forEach(one -> shuffled.tells(one.reading()[0], TEN_MINUTES.multipliedBy((long) one.reading()[1])));

        // Then
        assertEquals(ordered.level(), shuffled.level());
        assertEquals(ordered.series.whole().getLevels(), shuffled.series.whole().getLevels());
        assertEquals(kept(ordered), kept(shuffled));
    }

    /// What is kept of the last twelve hours, as bytes in hexadecimal.
    private static List<String> kept(Gauge gauge) {
        Instant newest = gauge.series.whole().getNewestAt();
        return gauge.series.between(newest.minus(Duration.ofHours(12)), newest).stream()
                .map(one -> one.at() + " " + HexFormat.of().formatHex(CanonicalAvro.bytes(one.value()))).toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void theSameHoldsWithHoldTimesHysteresisAndGaps(long seed) {
        // Given
        String rule = "levels: {RED: 10, YELLOW: 5}\nfor: PT20M\nhysteresis: 0.1\nmerge-gap: PT30M";
        Random random = new Random(seed);
        List<double[]> readings = new ArrayList<>();
        double value = 5;
        for (int i = 1; i <= 200; i++) {
            value = Math.max(0, value + random.nextGaussian() * 2);
            readings.add(new double[]{Math.round(value * 10) / 10.0, i});
        }
        Gauge ordered = level(rule);
        readings.forEach(one -> ordered.tells(one[0], TEN_MINUTES.multipliedBy((long) one[1])));
        Gauge shuffled = level(rule);

        // When: pairs swapped all along, so that nothing comes later than a window
        List<double[]> swapped = new ArrayList<>(readings);
        for (int i = 0; i + 1 < swapped.size(); i += 2) {
            Collections.swap(swapped, i, i + 1);
        }
        swapped.forEach(one -> shuffled.tells(one[0], TEN_MINUTES.multipliedBy((long) one[1])));

        // Then
        assertEquals(ordered.level(), shuffled.level());
        assertEquals(kept(ordered), kept(shuffled));
    }

    @Test
    void aLateReadingCorrectsTheLevel() {
        // Given
        Gauge gauge = rain().tells(30, Duration.ofHours(1)).tells(15, Duration.ofHours(2));
        assertNull(gauge.level());

        // When
        gauge.tells(5, "mm", Duration.ofMinutes(90), Duration.ofHours(2));

        // Then
        LevelChange change = gauge.changes.getLast();
        assertEquals(WarningLevel.ORANGE, change.getLevel());
        assertEquals(50.0, change.getValue());
        assertEquals(Gauge.BEGIN.plus(Duration.ofHours(2)), change.getObservedAt());
    }

    @Test
    void anotherValueForTheSameInstantTakesItsPlace() {
        Gauge gauge = rain().tells(60, Duration.ofHours(1)).tells(6, Duration.ofHours(1));
        assertEquals("ORANGE -", gauge.told());
    }

    @Test
    void levelsRiseFallAndAreLiftedAndEachSaysWhichItReplaces() {
        Gauge gauge = rained(100, 3);
        for (int i = 19; i <= 100; i++) {
            gauge.tells(0, TEN_MINUTES.multipliedBy(i));
        }
        assertEquals("ORANGE RED ORANGE YELLOW BLUE -", gauge.told());
        for (int i = 1; i < gauge.changes.size(); i++) {
            assertEquals(gauge.changes.get(i - 1).getLevel(), gauge.changes.get(i).getPreviousLevel());
        }
    }

    @ParameterizedTest
    @CsvSource({"19, ''", "20, YELLOW", "25, YELLOW"})
    void aLevelMustHoldForItsTime(int minutes, String told) {
        Gauge gauge = level("levels: {YELLOW: 5}\nfor: PT20M").tells(5, Duration.ZERO).tells(6, Duration.ofMinutes(10));
        assertEquals(told, gauge.tells(5, Duration.ofMinutes(minutes)).told());
    }

    @Test
    void aDipBeginsTheTimeAnew() {
        Gauge gauge = level("levels: {YELLOW: 5}\nfor: PT20M").tells(5, Duration.ZERO)
                .tells(4.9, Duration.ofMinutes(10))
                .tells(5, Duration.ofMinutes(15)).tells(5, Duration.ofMinutes(34));
        assertEquals("", gauge.told());
        assertEquals("YELLOW", gauge.tells(5, Duration.ofMinutes(35)).told());
    }

    @ParameterizedTest
    @CsvSource({"9.0, RED", "8.999, RED YELLOW", "4.5, RED YELLOW", "4.499, RED -"})
    void hysteresisLeavesALevelOnlyBehindItsLimit(double value, String told) {
        Gauge gauge = level("levels: {RED: 10, YELLOW: 5}\nhysteresis: 0.1").tells(10, Duration.ZERO);
        if (value < 5 && value >= 4.5) {
            gauge.tells(6, Duration.ofMinutes(5));
        }
        assertEquals(told, gauge.tells(value, TEN_MINUTES).told());
    }

    @Test
    void twoEpisodesCloserThanTheGapAreOne() {
        Gauge gauge = level("levels: {YELLOW: 5}\nmerge-gap: PT30M").tells(5, Duration.ZERO)
                .tells(1, Duration.ofMinutes(10)).tells(1, Duration.ofMinutes(39)).tells(6, Duration.ofMinutes(39))
                .tells(1, Duration.ofMinutes(50)).tells(1, Duration.ofMinutes(79));
        assertEquals("YELLOW", gauge.told());
        assertEquals("YELLOW -", gauge.tells(1, Duration.ofMinutes(80)).told());
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"0.1, -", "0, BLUE", "-3, YELLOW", "-4.9, YELLOW", "-5, ORANGE"})
    void aFallingLevelIsReachedFromAbove(double value, WarningLevel expected) {
        assertEquals(expected, level("falling: true\nlevels: {ORANGE: -5, YELLOW: -3, BLUE: 0}")
                .tells(value, Duration.ZERO).level());
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"MEAN, 5.9, -", "MEAN, 6.0, YELLOW", "EXTREME, 4.9, -",
            "EXTREME, 5.0, YELLOW",
            "RATE, 6.9, -", "RATE, 7.0, YELLOW"})
    void aWindowIsAMeanAnExtremeOrARate(String aggregate, double last, WarningLevel expected) {
        Gauge gauge = level("aggregate: " + aggregate + "\nwindow: PT1H\nlevels: {YELLOW: 5}");
        // Two hours ago it was high: out of the window
        gauge.tells(50, Duration.ZERO).tells(4, Duration.ofMinutes(121)).tells(4.5, Duration.ofMinutes(130));
        gauge.changes.clear();
        gauge.tells(aggregate.equals("RATE") ? 4 + (last - 2) * 0.5 : aggregate.equals("MEAN") ? last + 0.5 : last,
                Duration.ofMinutes(151));
        assertEquals(expected, gauge.level());
    }

    @Test
    void aWindowCountsOnceItHoldsEnough() {
        Gauge gauge = level("aggregate: MEAN\nwindow: PT1H\nleast-values: 3\nlevels: {YELLOW: 5}");
        gauge.tells(9, Duration.ZERO).tells(9, Duration.ofMinutes(20));
        assertEquals("", gauge.told());
        gauge.tells(9, Duration.ofMinutes(40));
        assertEquals("YELLOW", gauge.told());
        assertEquals("YELLOW", gauge.tells(9, Duration.ofMinutes(95)).told(), "what stands stays while it is beyond");
    }

    @Test
    void afterALongPauseOnlyWhatIsInTheWindowCounts() {
        Gauge gauge = rain().tells(49, Duration.ofHours(1)).tells(1, Duration.ofHours(40));
        assertEquals("", gauge.told());
        assertEquals(1,
                gauge.series.between(Gauge.BEGIN.plus(Duration.ofHours(39)), Gauge.BEGIN.plus(Duration.ofHours(41)))
                        .size());
    }

    @Test
    void whatIsOlderThanEveryWindowCountsForNothing() {
        Gauge gauge = rain().tells(1, Duration.ofHours(20)).tells(200, "mm", Duration.ofHours(7), Duration.ofHours(20));
        assertEquals("", gauge.told());
    }
}
