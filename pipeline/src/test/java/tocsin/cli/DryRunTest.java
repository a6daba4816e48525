package tocsin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tocsin.cli.Commands.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tocsin.cli.Commands.Ran;

/// A mapping can be tried without a running Tocsin.
class DryRunTest {
    private static final String MAPPING = """
            mapping: gauge
            record: sensor
            format: csv
            zone: Asia/Shanghai
            fields:
              sensorId: {column: gauge}
              metric: {value: rain_mm}
              value: {column: mm, as: number}
              unit: {value: mm}
              observedAt: {column: at, as: time}
              status: {value: ACTUAL}
            """;

    @TempDir
    private Path folder;

    private String[] command(String rows) throws IOException {
        Path mapping = Files.writeString(folder.resolve("gauge.yaml"), MAPPING);
        Path file = Files.writeString(folder.resolve("rain.csv"), "gauge,mm,at\n" + rows);
        return new String[]{"sensor", file.toString(), "--mapping", mapping.toString(), "--dry-run"};
    }

    @Test
    void theRecordsArePrinted_andNothingIsSent() throws IOException {
        // When
        Ran ran = run(command("a,1.5,2026-03-01 08:00\n"));

        // Then
        assertEquals(0, ran.code(), ran::all);
        assertTrue(ran.out().startsWith("{\"sensorId\":\"a\""), ran::all);
        assertTrue(ran.out().contains("2026-03-01T00:00:00.000Z"), ran::all);
        assertTrue(ran.out().endsWith("nothing was sent; 1 records, 0 refused\n"), ran::all);
    }

    @Test
    void everyReasonOfARefusedRowIsCounted() throws IOException {
        // When
        Ran ran = run(command("a,x,yesterday\nb,y,2026-03-01 08:00\n"));

        // Then
        assertEquals(1, ran.code(), ran::all);
        assertTrue(ran.out().contains("rain.csv:2 refused: ") && ran.out().contains("rain.csv:3 refused: "), ran::all);
        assertTrue(ran.out().endsWith("0 records, 2 refused (observedAt 1, value 2)\n"), ran::all);
    }
}
