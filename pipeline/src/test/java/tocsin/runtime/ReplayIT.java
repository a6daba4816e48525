package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tocsin.replay.Calls;
import tocsin.wire.RecordJson;

/// A replay on a broker of its own, killed in the middle, goes on where it stopped and comes to the same.
@Tag("crash")
class ReplayIT {
    @TempDir
    private Path folder;

    private TocsinProcess replay(Calls calls, String log, String... more) throws Exception {
        String[] arguments = {"replay", calls.file().toString(), "--mapping",
                "docs/examples/sf-fire-calls.mapping.yaml",
                "--pack", "alert-rules/packs/san-francisco", "--json"};
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return TocsinProcess.start(folder.resolve(log), all);
    }

    private JsonNode totals(TocsinProcess process) throws Exception {
        return RecordJson.MAPPER.readTree(process.awaitLine("\"books\""));
    }

    /// Bytes in the segments of a partition; old records make a new segment of each week.
    private static long size(Path partition) throws IOException {
        long size = 0;
        try (DirectoryStream<Path> segments = Files.newDirectoryStream(partition, "*.log")) {
            for (Path segment : segments) {
                size += Files.size(segment);
            }
        } catch (NoSuchFileException | DirectoryIteratorException e) {
            return 0;
        }
        return size;
    }

    @Test
    void killedInTheMiddleItComesToTheSame() throws Exception {
        // Given: what the same recording comes to in memory
        Calls calls = Calls.make(folder.resolve("calls.csv"), 3_000, 5);
        JsonNode inMemory = totals(replay(calls, "memory.log"));
        String[] embedded = {"--embedded", "--data-dir", folder.resolve("data").toString()};

        // When: it is killed while reports are on their way
        TocsinProcess first = replay(calls, "first.log", "--embedded", "--data-dir", folder.resolve("data").toString(),
                "--speed", "100000");
        TocsinProcess.await("verdicts", Duration.ofMinutes(2),
                () -> size(folder.resolve("data/broker/replay.verdicts-0")) > 50_000);
        first.kill();
        JsonNode afterwards = totals(replay(calls, "second.log", embedded));

        // Then
        for (String part : new String[]{"verdicts", "findings", "incidents", "notifications", "books"}) {
            assertEquals(inMemory.path(part), afterwards.path(part), part);
        }
    }
}
