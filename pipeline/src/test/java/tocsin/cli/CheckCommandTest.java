package tocsin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `./tocsin check` tells what is wrong, and what works and may surprise.
class CheckCommandTest {
    @TempDir
    private Path folder;

    private String check(String from, String to) throws IOException {
        Path packs = Path.of(System.getProperty("tocsin.home"), "alert-rules", "packs");
        try (Stream<Path> files = Files.walk(packs)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve("packs").resolve(packs.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, Files.readString(file).replace(from, to));
            }
        }
        Path config = Files.writeString(folder.resolve("tocsin.yaml"), """
                kafka:
                  bootstrap.servers: embedded
                schema-registry:
                  url: embedded
                data-dir: %s
                pack: %s
                """.formatted(folder.resolve("data"), folder.resolve("packs/qingdao")));
        StringWriter out = new StringWriter();
        CommandLine command = new CommandLine(new CheckCommand()).setOut(new PrintWriter(out, true));
        assertEquals(0, command.execute("--config", config.toString()), out::toString);
        return out.toString();
    }

    @Test
    void officialsWhoShareATelephoneAreToldOfAndAreNoProblem() throws IOException {
        // When
        String alone = check("nobody", "nobody");
        String shared = check("+8653200000201", "+8653200000101");

        // Then
        assertTrue(!alone.contains("warning") && alone.contains("everything is in order"), alone);
        assertTrue(shared.contains("officials.yaml: duty-wang, leader-zhao have one number for SMS"), shared);
        assertTrue(!shared.contains("+86"), "no number is printed");
    }
}
