package tocsin.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A disk that fills and empties: refused before it is full, with room kept to finish, and taken in again by itself.
class DiskWatchTest {
    private static final long MIB = 1024 * 1024;
    private static final DiskLimits LIMITS = DiskLimits.of(90 * MIB);

    @TempDir
    private Path folder;

    private final Disk disk = new Disk();
    private final List<Optional<String>> told = new ArrayList<>();
    private final DiskWatch watch = new DiskWatch("/data", disk, LIMITS, told::add);

    /// A disk of 90 MiB of which others use some.
    private static final class Disk implements DiskSpace {
        private long used;
        private long reserved;
        private @Nullable IOException trouble;

        @Override
        public long free() {
            return total() - used - reserved;
        }

        @Override
        public long total() {
            return 90 * MIB;
        }

        @Override
        public void tryToWrite() throws IOException {
            if (trouble != null) {
                throw trouble;
            }
        }

        @Override
        public long reserved() {
            return reserved;
        }

        @Override
        public void reserve(long bytes) {
            reserved = bytes;
        }

        void leaveFree(long bytes) {
            used = total() - reserved - bytes;
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 4", "90, 9", "1000, 100", "1000000, 256"})
    void theLimitsFitSmallDisksAndLargeOnes(long totalMib, long refuseMib) {
        // When
        DiskLimits limits = DiskLimits.of(totalMib * MIB);

        // Then
        assertEquals(refuseMib, limits.refuseBelow() / MIB);
        assertTrue(limits.reserve() <= limits.refuseBelow() / 2);
        assertTrue(limits.warnBelow() > limits.refuseBelow());
        assertTrue(limits.acceptFrom() > limits.refuseBelow());
    }

    @Test
    void limitsThatDoNotRiseAreRefused() {
        // When, Then
        assertThrows(IllegalArgumentException.class, () -> new DiskLimits(10, 5, 4, 3, 2, 1));
    }

    @Test
    void aDiskWithRoomKeepsSomeInReserveAndTakesEverythingIn() {
        // When
        watch.look();

        // Then
        assertEquals(LIMITS.reserve(), disk.reserved);
        assertEquals(DiskWatch.Room.AMPLE, watch.room());
        assertEquals(List.of(Optional.empty()), told);
    }

    @Test
    void nothingIsTakenInBeforeTheDiskIsFullAndTheSentenceSaysHowMuchRoomIsNeeded() {
        // Given
        watch.look();

        // When
        disk.leaveFree(LIMITS.refuseBelow() - 1);
        watch.look();

        // Then
        assertEquals(DiskWatch.Room.TO_FINISH, watch.room());
        assertEquals("the disk of the data folder /data is nearly full: 8 MiB are free, 11 MiB are needed; make room"
                + " there, and it goes on by itself", watch.refusal().orElseThrow());
        assertEquals(LIMITS.reserve(), disk.reserved, "what is kept to finish is kept for later");
        assertEquals(Optional.empty(), watch.refusalToFinish(), "an acknowledgement ends what was begun");
    }

    @Test
    void whereTheNextWriteMayFailNotEvenAnAcknowledgementIsTakenIn() {
        // Given
        watch.look();

        // When
        disk.leaveFree(LIMITS.stopBelow() - 1 - LIMITS.reserve());
        watch.look();

        // Then
        assertEquals(DiskWatch.Room.NONE, watch.room());
        assertEquals(watch.refusal(), watch.refusalToFinish());
        assertTrue(watch.refusalToFinish().isPresent());
    }

    @Test
    void theReserveIsGivenBackWhenRoomIsNearlyGoneAndMadeAgainWhenThereIsRoom() {
        // Given
        watch.look();

        // When
        disk.leaveFree(LIMITS.releaseBelow() - 1);
        watch.look();

        // Then
        assertEquals(0, disk.reserved);
        assertEquals(LIMITS.releaseBelow() - 1 + LIMITS.reserve(), watch.free());
        assertEquals(DiskWatch.Room.TO_FINISH, watch.room());

        // When
        disk.leaveFree(LIMITS.acceptFrom());
        watch.look();

        // Then
        assertEquals(0, disk.reserved, "the reserve must not take the room that is needed to go on");
        assertEquals(DiskWatch.Room.AMPLE, watch.room());

        // When
        disk.leaveFree(LIMITS.acceptFrom() + LIMITS.reserve());
        watch.look();

        // Then
        assertEquals(LIMITS.reserve(), disk.reserved);
        assertEquals(DiskWatch.Room.AMPLE, watch.room());
    }

    @Test
    void theAnswerDoesNotFlickerAtTheLimit() {
        // Given
        watch.look();
        disk.leaveFree(LIMITS.refuseBelow() - 1);
        watch.look();

        // When
        disk.leaveFree(LIMITS.acceptFrom() - 1);
        watch.look();

        // Then
        assertTrue(watch.refusal().isPresent());

        // When
        disk.leaveFree(LIMITS.acceptFrom());
        watch.look();

        // Then
        assertTrue(watch.refusal().isEmpty());
    }

    @Test
    void whereAWriteMayFailHalfwayThereIsRoomForNothing() {
        // Given
        watch.look();
        disk.leaveFree(0);
        watch.look();

        // When
        disk.leaveFree(LIMITS.stopBelow() - 1);
        watch.look();

        // Then
        assertEquals(DiskWatch.Room.NONE, watch.room());
    }

    @Test
    void aDiskThatCannotBeWrittenIsToldInTheSystemsWordsAndForgottenWhenItIsMended() {
        // Given
        disk.trouble = new FileSystemException("/data/.written", null, "Read-only file system");

        // When
        watch.look();

        // Then
        assertEquals("the data folder /data cannot be written: Read-only file system; mend its disk, and it goes on by"
                + " itself", watch.refusal().orElseThrow());
        assertEquals(DiskWatch.Room.NONE, watch.room());

        // When
        disk.trouble = null;
        watch.look();

        // Then
        assertEquals(Optional.empty(), told.getLast());
        assertEquals(DiskWatch.Room.AMPLE, watch.room());
    }

    @Test
    void theReserveOnARealDiskTakesItsRoomAndGivesItBack() throws IOException {
        // Given
        DiskSpace real = DiskSpace.of(folder);

        // When
        real.reserve(3 * MIB);

        // Then
        assertEquals(3 * MIB, real.reserved());
        assertEquals(3 * MIB, Files.size(folder.resolve(".disk-reserve")));

        // When
        real.reserve(0);
        real.tryToWrite();

        // Then
        assertEquals(0, real.reserved());
        assertFalse(Files.exists(folder.resolve(".disk-reserve")));
        assertTrue(real.free() > 0 && real.total() >= real.free());
    }
}
