package tocsin.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnknownSensorsTest {
    @Test
    void aReadingThatNoRuleLooksAtIsToldSo_andItsNearestSensorOnceInARequest() {
        // Given
        UnknownSensors sensors = new UnknownSensors(Set.of("pm25-beijing", "rain-laoshan"));

        // Then
        assertEquals(Optional.empty(), sensors.note("pm25-beijing"));
        assertEquals(Optional.of("the directory has no sensor pm25-bejing (did you mean pm25-beijing?); its reading is"
                + " stored and warns nobody"), sensors.note("pm25-bejing"));
        assertEquals(Optional.of("the directory has no sensor pm25-bejing; its reading is stored and warns nobody"),
                sensors.note("pm25-bejing"));
    }
}
