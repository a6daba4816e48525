package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A store that cannot be read is thrown away, and no other.
class CorruptStoresTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "Error opening store desk-books at location /data/state/tocsin-desk/0_1/rocksdb/desk-books | 0_1",
            "stream-thread [tocsin-desk-1-StreamThread-1] task [1_12] Error loading and deleting checkpoint file | 1_12",
            "Error while getting value for key from store desk-books |"})
    void theTaskIsTheOneThatTheFailureNames(String message, String task) {
        // Given
        Throwable failure = new StreamsException(new ProcessorStateException(message));

        // When, Then
        assertEquals(Optional.ofNullable(task), CorruptStores.task(failure));
    }

    @Test
    void whatIsNoTroubleOfAStoreThrowsNothingAway() {
        // When, Then
        assertEquals(Optional.empty(), CorruptStores.task(new StreamsException("task [0_1] was too slow")));
    }

    @Test
    void theTasksStoresGoAndItsNeighboursStay() throws IOException {
        // Given
        Files.createDirectories(folder.resolve("0_1/rocksdb/desk-books"));
        Files.writeString(folder.resolve("0_1/rocksdb/desk-books/CURRENT"), "garbage");
        Files.createDirectories(folder.resolve("0_2/rocksdb"));

        // When
        boolean thrown = CorruptStores.throwAway(folder,
                new ProcessorStateException("Error opening store desk-books at location " + folder + "/0_1/rocksdb/x"));

        // Then
        assertTrue(thrown);
        assertFalse(Files.exists(folder.resolve("0_1")));
        assertTrue(Files.exists(folder.resolve("0_2/rocksdb")));
    }
}
