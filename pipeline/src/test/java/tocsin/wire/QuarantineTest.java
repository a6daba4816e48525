package tocsin.wire;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class QuarantineTest {
    @Test
    void aRecordIsSetAsideAfterThreeFailuresAndNoOtherWithIt() {
        // Given
        Quarantine quarantine = new Quarantine();

        // When
        quarantine.failed("inbox", 0, 7);
        quarantine.failed("inbox", 0, 7);
        boolean afterTwo = quarantine.holds("inbox", 0, 7);
        quarantine.failed("inbox", 0, 7);

        // Then
        assertFalse(afterTwo);
        assertTrue(quarantine.holds("inbox", 0, 7));
        assertFalse(quarantine.holds("inbox", 0, 8));
        assertFalse(quarantine.holds("inbox", 1, 7));
    }

    @Test
    void failuresOfAnotherRecordBeginAnew() {
        Quarantine quarantine = new Quarantine();
        quarantine.failed("inbox", 0, 7);
        quarantine.failed("inbox", 0, 7);
        quarantine.failed("inbox", 0, 8);
        quarantine.failed("inbox", 0, 7);
        assertFalse(quarantine.holds("inbox", 0, 7));
    }
}
