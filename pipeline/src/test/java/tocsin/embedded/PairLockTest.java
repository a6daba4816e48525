package tocsin.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A second pair on a folder harms nothing of the first.
class PairLockTest {
    @TempDir
    private Path folder;

    @Test
    void theRegistryOfAPairThatLivesIsNeitherUsedNorEnded() throws IOException {
        // Given
        Process registry = new ProcessBuilder("sleep", "60").start();
        Path note = Files.createDirectories(folder.resolve("registry")).resolve("registry.json");
        Files.writeString(note, "{\"pid\":" + registry.pid() + ",\"port\":1,\"started\":\""
                + RegistryMain.identity(registry.pid()) + "\"}");
        String before = Files.readString(note);
        try (FolderLock first = FolderLock.take(folder, ".pair.lock", "a broker and registry")) {
            assertTrue(Files.exists(folder.resolve(".pair.lock")), first::toString);

            // When
            IllegalStateException refused = assertThrows(IllegalStateException.class, () -> EmbeddedPair
                    .start(new EmbeddedPair.Wanted(true, 0, true, 0, null), folder, line -> {}));

            // Then
            assertTrue(String.valueOf(refused.getMessage()).contains("another process runs a broker and registry on"),
                    refused::getMessage);
            assertTrue(registry.isAlive());
            assertEquals(before, Files.readString(note));
        } finally {
            registry.destroyForcibly();
        }
    }
}
