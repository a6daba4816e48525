package tocsin.sensing;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import tocsin.schemas.CanonicalAvro;

/// The same readings give the same, the newest first included: levels, what is kept, faults.
class OrdersOfReadingsTest {
    private static final Duration ARRIVED = Duration.ofDays(3);

    private static Gauge gauge(String rule, String measured) {
        return new Gauge("level_m", "m", """
                rules:
                  - {id: W, basis: test, system: test, metric: level_m, unit: m, type: 11B03, %s}
                """.formatted(rule), "metrics: {level_m: {unit: m" + measured + "}}");
    }

    private static List<String> kept(Gauge gauge) {
        Instant newest = gauge.series.whole().getNewestAt();
        return gauge.series.between(newest.minus(Duration.ofDays(3)), newest).stream()
                .map(one -> one.at() + " " + HexFormat.of().formatHex(CanonicalAvro.bytes(one.value()))).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            levels: {RED: 8, YELLOW: 5}
            levels: {RED: 8, YELLOW: 5}, hysteresis: 0.2
            levels: {RED: 8, YELLOW: 5}, hysteresis: 0.2, merge-gap: PT2H, for: PT40M
            levels: {RED: 20, YELLOW: 12}, window: PT3H, hysteresis: 0.1
            levels: {RED: 7, YELLOW: 5}, window: PT6H, aggregate: MEAN, least-values: 4, merge-gap: PT1H
            levels: {RED: 8, YELLOW: 5}, window: PT12H, aggregate: EXTREME, no-data: PT2H
            levels: {YELLOW: 2}, window: PT3H, aggregate: RATE
            levels: {RED: 1, YELLOW: 3}, falling: true, hysteresis: 0.3, for: PT1H
            """)
    void anyOrderOfReadingsGivesTheSameLevelsAndKeepsTheSame(String rule) {
        for (String measured : List.of("", ", every: PT20M, stuck-after: PT5H")) {
            Gauge like = gauge(rule, measured);
            for (long seed = 1; seed <= 6; seed++) {
                // Given: two days of values that wander, with holes and values that stay the same
                Random random = new Random(seed);
                List<double[]> readings = new ArrayList<>();
                double value = 5;
                for (int i = 0; i < 140; i++) {
                    value = random.nextInt(3) == 0 ? value : Math.clamp(value + random.nextGaussian() * 2, 0, 10);
                    if (random.nextInt(8) > 0 && i % 50 > 8) {
                        readings.add(new double[]{Math.round(value * 10) / 10.0, i});
                    }
                }
                List<List<double[]>> orders = new ArrayList<>(List.of(readings, readings.reversed()));
                for (int i = 0; i < 3; i++) {
                    List<double[]> shuffled = new ArrayList<>(readings);
                    shuffled.addAll(readings.subList(0, 30));
                    Collections.shuffle(shuffled, random);
                    orders.add(shuffled);
                }

                // When
                List<Gauge> gauges = orders.stream().map(order -> {
                    Gauge gauge = like.fresh();
                    order.forEach(one -> gauge.tells(one[0], "m", Duration.ofMinutes(20L * (long) one[1]), ARRIVED));
                    return gauge.looks(ARRIVED.plusSeconds(10));
                }).toList();

                // Then
                for (Gauge gauge : gauges) {
                    assertEquals(kept(gauges.getFirst()), kept(gauge));
                    assertEquals(gauges.getFirst().series.whole().getLevels(), gauge.series.whole().getLevels());
                    assertEquals(gauges.getFirst().series.whole().getStuck(), gauge.series.whole().getStuck());
                    assertEquals(gauges.getFirst().gaps().stream().sorted().toList(),
                            gauge.gaps().stream().sorted().toList());
                }
            }
        }
    }

    @Test
    void theNewestFirstKnowsTheLevelThatStandsByHysteresis() {
        // Given: red at ten, and still red at nine and a half
        Gauge gauge = gauge("levels: {RED: 10, YELLOW: 5}, hysteresis: 0.1", "");

        // When
        gauge.tells(9.5, "m", Duration.ofHours(2), ARRIVED).tells(10, "m", Duration.ofHours(1), ARRIVED);

        // Then
        assertEquals("YELLOW RED", gauge.told());
    }

    @Test
    void ofTheRevisionsOfAReadingTheLastCountsInAnyOrder() {
        // Given: a value of one instant, revised twice, and back to what it was
        record Revision(double value, Duration revised) {}
        List<Revision> revisions = List.of(new Revision(3, Duration.ofHours(1)), new Revision(9, Duration.ofHours(2)),
                new Revision(9, Duration.ofHours(3)), new Revision(3, Duration.ofHours(4)));
        Random random = new Random(7);
        Gauge like = gauge("levels: {YELLOW: 5}", "");
        for (int i = 0; i < 40; i++) {
            List<Revision> order = new ArrayList<>(revisions);
            Collections.shuffle(order, random);
            if (i == 0) {
                order.sort(Comparator.comparing(Revision::revised).reversed());
            }
            Gauge gauge = like.fresh();

            // When
            order.forEach(one -> gauge.tells(one.value(), "m", Duration.ofHours(1), ARRIVED, one.revised()));

            // Then
            assertEquals(3_000_000L, gauge.series.between(Gauge.BEGIN, Gauge.BEGIN.plus(ARRIVED)).getFirst().value()
                    .getMillionths(), () -> "in the order " + order);
            assertEquals(java.util.Map.of(), gauge.series.whole().getLevels());
        }
    }

    @Test
    void ofTwoRevisionsOfOneTimeTheGreaterCountsInAnyOrder() {
        for (double[] order : new double[][]{{3, 9}, {9, 3}}) {
            Gauge gauge = gauge("levels: {YELLOW: 5}", "");
            for (double value : order) {
                gauge.tells(value, "m", Duration.ofHours(1), ARRIVED, Duration.ofHours(2));
            }
            assertEquals("YELLOW", gauge.told());
        }
    }

    @Test
    void whatComesLaterThanThreeDaysCountsForNothing() {
        Gauge gauge = gauge("levels: {RED: 10, YELLOW: 5}, hysteresis: 0.1", "");
        gauge.tells(9.5, Duration.ofHours(80)).tells(10, "m", Duration.ofHours(7), Duration.ofHours(80));
        assertEquals("YELLOW", gauge.told());
        gauge.tells(10, "m", Duration.ofHours(8), Duration.ofHours(80));
        assertEquals("YELLOW RED", gauge.told());
    }
}
