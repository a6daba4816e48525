package tocsin.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nobody but its owner reads a data folder.
class DataFolderTest {
    @TempDir
    private Path parent;

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static Path open(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return mode(Files.writeString(file, "x"), "rw-r--r--");
    }

    private static Path mode(Path file, String mode) throws IOException {
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void whatIsMadeIsItsOwnersAlone() throws IOException {
        // When
        Path folder = parent.resolve("some/data");
        DataFolder.make(folder);
        Path file = Files.writeString(folder.resolve("file"), "x");
        Path below = Files.createDirectories(folder.resolve("a/b"));

        // Then
        assertEquals("rwx------", mode(folder));
        assertEquals("rw-------", mode(file));
        assertEquals("rwx------", mode(below));
        assertEquals(List.of(), DataFolder.tighten(folder));
    }

    @Test
    void aFolderOfAReleaseBeforeIsTightenedAndThatIsToldOnce() throws IOException {
        // Given
        Path folder = mode(Files.createDirectories(parent.resolve("data")), "rwxr-xr-x");
        Path log = open(folder.resolve("broker/topic-0/0000.log"));
        Path lock = open(folder.resolve(".instance.lock"));
        Path program = mode(open(folder.resolve("registry/classes.jsa")), "rwxrwxr-x");

        // When
        List<String> told = DataFolder.tighten(folder);

        // Then
        assertEquals("rwx------", mode(folder));
        assertEquals("rw-------", mode(log));
        assertEquals("rw-------", mode(lock));
        assertEquals("rwx------", mode(program));
        assertEquals(1, told.size(), told::toString);
        assertTrue(told.getFirst().startsWith("others could read "), told::toString);
        assertEquals(List.of(), DataFolder.tighten(folder));
    }

    @Test
    void whatIsNotTocsinsIsLeftAloneAndTheFolderIsToldOf() throws IOException {
        // Given
        Path folder = mode(Files.createDirectories(parent.resolve("home")), "rwxr-xr-x");
        Path ours = open(folder.resolve("outbox/sms.ndjson"));
        Path theirs = open(folder.resolve("letters/mine.txt"));
        Path elsewhere = open(parent.resolve("elsewhere/file"));
        Files.createSymbolicLink(folder.resolve("state"), elsewhere.getParent());

        // When
        List<String> told = DataFolder.tighten(folder);

        // Then
        assertEquals("rw-------", mode(ours));
        assertEquals("rw-r--r--", mode(theirs));
        assertEquals("rw-r--r--", mode(elsewhere));
        assertEquals("rwxr-xr-x", mode(folder));
        assertTrue(told.getFirst().contains("give Tocsin a folder of its own"), told::toString);
    }

    @Test
    void whatKafkaStreamsOpensToItsGroupAtEachStartIsNotToldAgainAndAgain() throws IOException {
        Path folder = parent.resolve("data");
        DataFolder.make(folder);
        Path stores = mode(Files.createDirectories(folder.resolve("state/tocsin-desk")), "rwxr-x---");
        assertEquals(List.of(), DataFolder.tighten(folder));
        mode(stores, "rwxr-xr-x");
        assertEquals(1, DataFolder.tighten(folder).size());
        assertEquals("rwx------", mode(stores));
    }

    @Test
    void aFolderThatIsAwayIsNoFault() {
        assertEquals(List.of(), DataFolder.tighten(parent.resolve("nothing")));
    }
}
