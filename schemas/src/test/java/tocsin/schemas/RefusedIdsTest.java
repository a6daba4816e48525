package tocsin.schemas;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

    @Test
    void anIdThatIsNeverAnsweredWhileOthersAreIsRefused() {
        // Given
        ids.answered();

        // When
        boolean tooOften = false;
        for (int time = 1; time < RefusedIds.IN_VAIN; time++) {
            tooOften |= ids.isNeverAnswered(7);
        }

        // Then
        assertFalse(tooOften);
        assertTrue(ids.isNeverAnswered(7));
    }

    @Test
    void whileTheRegistryAnswersForNobodyNoIdIsRefused() {
        ids.answered();
        now.addAndGet(RefusedIds.ANSWERS.toNanos());
        for (int time = 0; time < 100; time++) {
            assertFalse(ids.isNeverAnswered(7));
        }
    }
}
