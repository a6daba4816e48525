package tocsin.schemas;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RefusedIdsTest {
    private static final RegistryRefusedException NONE = new RegistryRefusedException(40403, "Schema not found");

    private final AtomicLong now = new AtomicLong();
    private final RefusedIds ids = new RefusedIds(now::get);

    @Test
    void anIdThatWasRefusedIsNotAskedForAgainForAWhile() {
        // When
        ids.remember(7, NONE);
        now.addAndGet(RefusedIds.REMEMBERED.toNanos() - 1);

        // Then
        assertThrows(RegistryRefusedException.class, () -> ids.throwIfKnown(7));
        assertDoesNotThrow(() -> ids.throwIfKnown(8));
        now.incrementAndGet();
        assertDoesNotThrow(() -> ids.throwIfKnown(7));
    }

    @Test
    void noMoreThanTheLastAreRemembered() {
        for (int id = 0; id <= RefusedIds.LIMIT; id++) {
            ids.remember(id, NONE);
        }
        assertDoesNotThrow(() -> ids.throwIfKnown(0));
        assertThrows(RegistryRefusedException.class, () -> ids.throwIfKnown(1));
    }
}
