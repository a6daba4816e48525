package tocsin.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tocsin.schemas.CanonicalAvro;

/// A week of calls in a sandbox.
class SandboxTest {
    @TempDir
    private Path folder;

    private record Played(JsonNode totals, byte[] outputs) {}

    private static Played play(List<Path> files) {
        Recording recording = Recording.of(files, Calls.mapping());
        Totals totals = new Totals();
        recording.refused().forEach(row -> totals.refusedRow());
        ByteArrayOutputStream outputs = new ByteArrayOutputStream();
        Sandbox sandbox = new Sandbox(Calls.pack(),
                recording.reports().getFirst().arrivedAt().minus(Duration.ofSeconds(1)), totals,
                output -> outputs.writeBytes(CanonicalAvro.bytes(output.record())));
        recording.reports().forEach(sandbox::report);
        sandbox.end();
        return new Played(totals.json(), outputs.toByteArray());
    }

    @Test
    void everyRowIsJudgedByItsOwnArrivalAndEveryIncidentIsOne() throws Exception {
        // Given
        Calls calls = Calls.make(folder.resolve("calls.csv"), 2_000, 1);

        // When
        JsonNode totals = play(List.of(calls.file())).totals();

        // Then
        assertEquals(calls.incidents(), totals.path("incidents").path("all").asInt());
        assertEquals(calls.over60(), totals.path("findings").path("SF-60 LATE").asLong());
        assertEquals(calls.over120(), totals.path("findings").path("SF-120 LATE").asLong());
        assertEquals(calls.over300(), totals.path("findings").path("SF-300 LATE").asLong());
        assertEquals(calls.rows(), totals.path("books").path("reports").path("verdicts").asInt());
        assertTrue(totals.path("books").path("balanced").asBoolean());
    }

    @Test
    void twiceTheSameByteForByte() throws Exception {
        Calls calls = Calls.make(folder.resolve("calls.csv"), 500, 2);
        Played once = play(List.of(calls.file()));
        Played again = play(List.of(calls.file()));
        assertEquals(once.totals(), again.totals());
        assertTrue(java.util.Arrays.equals(once.outputs(), again.outputs()));
    }

    @Test
    void sentTwiceTheSecondChangesNothingButTheCountOfDuplicates() throws Exception {
        // Given
        Calls calls = Calls.make(folder.resolve("calls.csv"), 500, 3);

        // When
        JsonNode once = play(List.of(calls.file())).totals();
        JsonNode twice = play(List.of(calls.file(), calls.file())).totals();

        // Then
        assertEquals(once.path("incidents"), twice.path("incidents"));
        assertEquals(once.path("notifications"), twice.path("notifications"));
        assertEquals(once.path("verdicts"), twice.path("verdicts"));
        assertEquals(calls.rows(), twice.path("books").path("reports").path("duplicates").asInt());
        assertTrue(twice.path("books").path("balanced").asBoolean());
    }

    @Test
    void aRowThatIsNoReportIsRejectedByLineAndTheBooksKnowIt() throws Exception {
        // Given
        Calls calls = Calls.make(folder.resolve("calls.csv"), 10, 4);
        String text = Files.readString(calls.file());
        Files.writeString(calls.file(), text.replaceFirst("04/07/2020", "13/45/2020"));

        // When
        Recording recording = Recording.of(List.of(calls.file()), Calls.mapping());

        // Then
        assertEquals(9, recording.reports().size());
        assertTrue(recording.refused().getFirst().startsWith("calls.csv:2: receivedAt"),
                recording.refused()::toString);
    }
}
