package tocsin.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A registry whose parent was killed: kept for a successor, and ended where none comes.
class RegistryMainTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = Long.MAX_VALUE - 10 * SECOND;

    @TempDir
    private Path folder;

    private final Map<Long, String> processes = new HashMap<>(Map.of(7L, "ticks 70"));
    private Path note;
    private RegistryMain keeper;

    @BeforeEach
    void aParentRuns() throws IOException {
        note = folder.resolve("registry.json");
        Files.writeString(note, "{\"pid\":9,\"parent\":7,\"parentIdentity\":\"ticks 70\"}");
        keeper = new RegistryMain(note, pid -> processes.getOrDefault(pid, ""), START);
    }

    @Test
    void itServesAsLongAsItsParentLives() {
        for (int second = 0; second < 100; second += 2) {
            assertFalse(keeper.isAlone(START + second * SECOND));
        }
    }

    @Test
    void aKilledParentsSuccessorFindsItWithinHalfAMinuteAndNobodyLater() {
        // Given
        processes.clear();

        // When, Then
        assertFalse(keeper.isAlone(START + 30 * SECOND));
        assertTrue(keeper.isAlone(START + 30 * SECOND + 1));
    }

    @Test
    void anotherProcessOfTheSameNumberIsNoParent() {
        // Given
        processes.put(7L, "ticks 99");

        // When, Then
        assertTrue(keeper.isAlone(START + 31 * SECOND));
    }

    @Test
    void aSuccessorThatWritesItsNameKeepsIt() throws IOException {
        // Given
        processes.clear();
        assertFalse(keeper.isAlone(START + 29 * SECOND));

        // When
        processes.put(8L, "ticks 80");
        Files.writeString(note, "{\"pid\":9,\"parent\":8,\"parentIdentity\":\"ticks 80\"}");

        // Then
        assertFalse(keeper.isAlone(START + 32 * SECOND));
        assertFalse(keeper.isAlone(START + 60 * SECOND));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"parent\":7}", "{\"parent\":99999999999999999999,\"parentIdentity\":\"x\"}",
            "{\"parent\":5,\"parentIdentity\":\"\"}"})
    void aNoteThatNamesNobodyKeepsItNoLonger(String text) throws IOException {
        // Given
        Files.writeString(note, text);

        // When, Then
        assertFalse(keeper.isAlone(START + 30 * SECOND));
        assertTrue(keeper.isAlone(START + 31 * SECOND));
    }

    @Test
    void thisProcessHasAnIdentityThatStaysAndAnotherHasNone() {
        // Given
        String ours = RegistryMain.identity(ProcessHandle.current().pid());

        // When, Then
        assertNotEquals("", ours);
        assertEquals(ours, RegistryMain.identity(ProcessHandle.current().pid()));
        assertEquals("", RegistryMain.identity(Integer.MAX_VALUE));
    }
}
