package tocsin.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class QuarantineTest {
    private final Quarantine quarantine = new Quarantine();

    @Test
    void aRecordIsSetAsideAfterThreeFailuresAndNoOtherWithIt() {
        // Given
        quarantine.failed("inbox", 0, 7, "first");
        quarantine.failed("inbox", 0, 7, "second");
        Optional<String> afterTwo = quarantine.holds("inbox", 0, 7);

        // When
        quarantine.failed("inbox", 0, 7, "too large");

        // Then
        assertEquals(Optional.empty(), afterTwo);
        assertEquals(Optional.of("too large"), quarantine.holds("inbox", 0, 7));
        assertEquals(Optional.empty(), quarantine.holds("inbox", 0, 8));
        assertEquals(Optional.empty(), quarantine.holds("inbox", 1, 7));
    }

    @Test
    void recordsThatFailInOneTransactionAreCountedApart() {
        // When
        for (int attempt = 0; attempt < 3; attempt++) {
            quarantine.failed("inbox", 0, 7, "too large");
            quarantine.failed("inbox", 0, 8, "too large");
        }

        // Then
        assertEquals(Optional.of("too large"), quarantine.holds("inbox", 0, 7));
        assertEquals(Optional.of("too large"), quarantine.holds("inbox", 0, 8));
    }

    @Test
    void itRemembersTheLastTenThousand() {
        // When
        for (int attempt = 0; attempt < 3; attempt++) {
            quarantine.failed("inbox", 0, -1, "long ago");
        }
        for (int offset = 0; offset < Quarantine.REMEMBERED; offset++) {
            quarantine.failed("inbox", 0, offset, "later");
        }

        // Then
        assertEquals(Optional.empty(), quarantine.holds("inbox", 0, -1));
    }
}
