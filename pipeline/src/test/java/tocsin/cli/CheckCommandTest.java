package tocsin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tocsin.desk.FixedPacks;
import tocsin.rules.PackFiles;

/// `./tocsin check` tells what is wrong, and what works and may surprise.
class CheckCommandTest {
    @TempDir
    private Path folder;

    private String check(PackFiles pack, int exit) throws IOException {
        for (var file : pack.files().entrySet()) {
            Path path = folder.resolve("pack").resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        Path config = Files.writeString(folder.resolve("tocsin.yaml"), """
                kafka:
                  bootstrap.servers: embedded
                schema-registry:
                  url: embedded
                data-dir: %s
                pack: %s
                """.formatted(folder.resolve("data"), folder.resolve("pack")));
        StringWriter out = new StringWriter();
        CommandLine command = new CommandLine(new CheckCommand()).setOut(new PrintWriter(out, true));
        assertEquals(exit, command.execute("--config", config.toString()), out::toString);
        return out.toString();
    }

    @Test
    void officialsWhoShareATelephoneAreToldOfAndAreNoProblem() throws IOException {
        // Given
        PackFiles files = FixedPacks.qingdao();
        String officials = files.files().get("directory/officials.yaml");

        // When
        String alone = check(files, 0);
        String shared = check(files.with("directory/officials.yaml",
                officials.replace("+8653200000201", "+8653200000101")), 0);

        // Then
        assertTrue(!alone.contains("warning") && alone.contains("everything is in order"), alone);
        assertTrue(shared.contains("officials.yaml: duty-wang, leader-zhao have one number for SMS"), shared);
        assertTrue(!shared.contains("+86"), "no number is printed");
    }
}
