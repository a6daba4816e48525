package tocsin.ruletest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tocsin.rules.PackFiles;
import tocsin.rules.PackReader;
import tocsin.rules.directory.DirectoryReader;

/// The packs' own tests, run by the build as `./tocsin rules test` and `./tocsin rules lint` run them.
class EveryPackRulesTest {
    private static final Path PACKS = Path.of(System.getProperty("tocsin.home"), "alert-rules", "packs");

    static List<Path> packs() throws IOException {
        try (Stream<Path> folders = Files.list(PACKS)) {
            return folders.filter(folder -> Files.isDirectory(folder.resolve("directory"))).sorted().toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyTestOfEveryPackHolds() throws IOException {
        return packs().stream().flatMap(pack -> {
            PackFiles files = PackFiles.read(pack);
            return RuleTestReader.read(pack).stream().map(test -> DynamicTest.dynamicTest(
                    pack.getFileName() + ": " + test.name(),
                    () -> assertEquals(List.of(), RuleTestRunner.run(test, files).differences())));
        });
    }

    @ParameterizedTest
    @MethodSource("packs")
    void noPackIsValidAndWrongAllTheSame(Path pack) {
        PackFiles files = PackFiles.read(pack);
        assertEquals(List.of(), Lint.of(PackReader.read(files), DirectoryReader.read(files)));
    }

    @Test
    void everyPackHasTests() throws IOException {
        assertTrue(packs().stream().noneMatch(pack -> RuleTestReader.read(pack).isEmpty()));
    }
}
