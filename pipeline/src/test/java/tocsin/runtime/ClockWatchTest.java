package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The system's clock beside one that nobody sets.
class ClockWatchTest {
    private Instant time = Instant.parse("2026-03-01T19:00:00Z");
    private long nanos = Long.MAX_VALUE - 5;
    private final List<Duration> steps = new ArrayList<>();
    private final ClockWatch watch = new ClockWatch(() -> time, () -> nanos, steps::add);

    private void pass(Duration byTheWall, Duration really) {
        time = time.plus(byTheWall);
        nanos += really.toNanos();
        watch.look();
    }

    @ParameterizedTest
    @CsvSource({"PT1H1S, PT1H", "PT-59M-59S, PT-1H", "PT3.1S, PT2.1S", "PT-1.1S, PT-2.1S", "PT24H1S, PT24H"})
    void aStepIsToldOnceWithItsSize(Duration byTheWall, Duration step) {
        // When
        pass(byTheWall, Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1), Duration.ofSeconds(1));

        // Then
        assertEquals(List.of(step), steps);
    }

    @Test
    void aClockThatIsBroughtInLineSlowlyIsNotSet() {
        // When
        for (int second = 0; second < 10_000; second++) {
            pass(Duration.ofMillis(1_001), Duration.ofSeconds(1));
        }

        // Then
        assertEquals(List.of(), steps);
    }

    @Test
    void aBusyMachineLooksLateByBothClocks() {
        // When
        pass(Duration.ofMinutes(3), Duration.ofMinutes(3));

        // Then
        assertEquals(List.of(), steps);
    }
}
