package tocsin.publishing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final AtomicLong now = new AtomicLong();
    private final Patience patience = new Patience(now::get);

    private String waits(Duration time) {
        return patience.spend(() -> {
            now.addAndGet(time.toNanos());
            return "waited";
        });
    }

    @Test
    void whatNobodyPublishedIsWaitedForSoLongInAMinuteAndNoLonger() {
        // When
        assertEquals("waited", waits(Patience.A_MINUTE.minusMillis(1)));
        boolean before = patience.isLeft();
        waits(Duration.ofMillis(1));

        // Then
        assertTrue(before);
        assertFalse(patience.isLeft());
        now.addAndGet(Duration.ofMinutes(1).toNanos());
        assertTrue(patience.isLeft());
    }
}
