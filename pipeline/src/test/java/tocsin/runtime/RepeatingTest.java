package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Work that fails goes on, and whoever asks is told.
class RepeatingTest {
    @ParameterizedTest
    @ValueSource(strings = {"exception", "stack", "linkage"})
    void whatFailsOnceIsDoneAgainAndItsTroubleIsSeenUntilItWorks(String trouble) throws InterruptedException {
        // Given
        AtomicInteger times = new AtomicInteger();
        AtomicReference<@Nullable Throwable> seen = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> later = new AtomicReference<>(new Throwable("not looked at"));
        CountDownLatch fourth = new CountDownLatch(1);
        AtomicReference<@Nullable Repeating> self = new AtomicReference<>();
        Repeating repeating = new Repeating("work", Duration.ofMillis(1), () -> {
            switch (times.incrementAndGet()) {
                case 1 -> fail(trouble);
                case 2 -> seen.set(self.get().trouble());
                case 3 -> later.set(self.get().trouble());
                default -> fourth.countDown();
            }
        });
        self.set(repeating);

        // When
        repeating.start();

        // Then
        try (repeating) {
            assertTrue(fourth.await(10, TimeUnit.SECONDS));
        }
        assertNotNull(seen.get());
        assertNull(later.get());
        assertEquals(0, repeating.trouble() == null ? 0 : 1);
    }

    private static void fail(String trouble) {
        switch (trouble) {
            case "stack" -> throw new StackOverflowError();
            case "linkage" -> throw new NoClassDefFoundError("gone");
            default -> throw new IllegalStateException("once");
        }
    }
}
