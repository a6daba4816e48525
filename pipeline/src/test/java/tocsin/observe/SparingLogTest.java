package tocsin.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

class SparingLogTest {
    private final AtomicLong now = new AtomicLong();
    private final SparingLog log = new SparingLog(NOPLogger.NOP_LOGGER, now::get);

    private long written(String kind, int times) {
        return IntStream.range(0, times).mapToObj(time -> log.due(kind)).filter(OptionalLong::isPresent).count();
    }

    @Test
    void aFaultThatRepeatsIsWrittenAFewTimesAMinuteAndThenHowOftenItWasLeftOut() {
        // When
        long inAMinute = written("foreign", 1_000);
        now.addAndGet(Duration.ofMinutes(1).toNanos());

        // Then
        assertEquals(SparingLog.LINES, inAMinute);
        assertEquals(OptionalLong.of(1_000 - SparingLog.LINES), log.due("foreign"));
        assertEquals(OptionalLong.of(0), log.due("foreign"));
    }

    @Test
    void oneKindLeavesNothingOutOfAnother() {
        written("foreign", 1_000);
        assertEquals(SparingLog.LINES, written("other", 1_000));
    }

    @Test
    void kindsWithoutEndAreForgottenAndBeginAnew() {
        written("first", 1_000);
        IntStream.range(0, SparingLog.KINDS).forEach(kind -> log.due("kind " + kind));
        assertEquals(SparingLog.LINES, written("first", 1_000));
    }
}
