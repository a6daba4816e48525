package tocsin.sensing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A station has limits of its own.
class OwnLevelsTest {
    private static final String RULES = """
            rules:
              - {id: W, basis: test, system: test, metric: level_m, unit: m, type: 11B03%s}
            """;

    @ParameterizedTest
    @CsvSource({"2.9, ''", "3, YELLOW", "4.4, YELLOW", "4.5, RED"})
    void theLimitsOfTheSensorTakeThePlaceOfTheRules(double value, String told) {
        assertEquals(told, new Gauge("level_m", "m", RULES.formatted(", levels: {ORANGE: 1, BLUE: 0.5}"),
                "levels: {W: {RED: 4.5, YELLOW: 3}}").tells(value, Duration.ZERO).told());
    }

    @Test
    void aRuleWithoutLevelsIsForSensorsThatHaveTheirOwn() {
        assertEquals("", new Gauge("level_m", "m", RULES.formatted(""), "").tells(99, Duration.ZERO).told());
        assertEquals("RED", new Gauge("level_m", "m", RULES.formatted(""), "levels: {W: {RED: 4.5}}")
                .tells(99, Duration.ZERO).told());
    }

    @Test
    void aWindowOfTheRuleHoldsForTheLimitsOfTheSensor() {
        Gauge gauge = new Gauge("level_m", "m", RULES.formatted(", window: PT1H"), "levels: {W: {RED: 10}}");
        assertEquals("RED", gauge.tells(4, Duration.ZERO).tells(4, Duration.ofMinutes(30))
                .tells(4, Duration.ofMinutes(59)).told());
    }
}
