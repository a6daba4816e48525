package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How long a stranger's transaction may hold readers up.
class BrokerLimitsTest {
    @ParameterizedTest
    @CsvSource({"900000, true", "899999, false", "60000, false", "9223372036854775807, true", "'', false", "x, false"})
    void kafkasDefaultIsTooLong(String millis, boolean tooLong) {
        // When, Then
        assertEquals(tooLong, BrokerLimits.isTooLong(millis));
    }
}
