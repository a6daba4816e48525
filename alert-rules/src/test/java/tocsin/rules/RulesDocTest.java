package tocsin.rules;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tocsin.rules.directory.DirectoryReader;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problem;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;

/// The examples of docs/rules.md.
class RulesDocTest {
    private static final Path HOME = Path.of(System.getProperty("tocsin.home"));
    private static final Pattern EXAMPLE = Pattern.compile(
            "<!-- (refused )?([a-z/]+\\.yaml|conditions) -->\n```[a-z]*\n(.*?)```(?:\n\n```\n(.*?)```)?",
            Pattern.DOTALL);

    private final EditorSchemas schemas = new EditorSchemas();

    /// @param file the file it could stand in, or `conditions`
    /// @param refused what is said of it; empty if it reads
    record Example(String file, String text, List<String> refused) {}

    static List<Example> examples() throws IOException {
        return EXAMPLE.matcher(document()).results().map(found -> new Example(found.group(2), found.group(3),
                found.group(1) == null ? List.of() : found.group(4).lines().toList())).toList();
    }

    private static String document() throws IOException {
        return Files.readString(HOME.resolve("docs/rules.md"));
    }

    /// A pack that says this and else includes the sample pack.
    private static PackFiles uponQingdao(Example example) {
        SortedMap<String, String> files = new TreeMap<>();
        PackFiles.read(HOME.resolve("alert-rules/packs/qingdao")).files().forEach((path, text) -> files.put(
                path.startsWith("include/") ? path : "include/0-qingdao/" + path, text));
        files.put("pack.yaml", "pack: example\ninclude: qingdao\n");
        files.put(example.file(), example.text());
        return new PackFiles(files);
    }

    static List<Example> files() throws IOException {
        return examples().stream().filter(example -> !example.file().equals("conditions")).toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyExampleReadsUponTheSamplePackOrIsRefusedAsItSays(Example example) {
        // Given
        PackFiles files = uponQingdao(example);

        // Then
        if (example.refused().isEmpty()) {
            assertDoesNotThrow(() -> PackReader.read(files));
            assertDoesNotThrow(() -> DirectoryReader.read(files));
            assertEquals(List.of(), schemas.problems(example.file(), example.text()));
        } else {
            assertEquals(example.refused(), assertThrows(InvalidFileException.class, () -> PackReader.read(files))
                    .problems().stream().map(Problem::toString).toList());
        }
    }

    @Test
    void everyConditionReads() throws IOException {
        // Given
        Pack pack = PackReader.read(PackFiles.read(HOME.resolve("alert-rules/packs/qingdao")));
        List<String> conditions = examples().stream().filter(example -> example.file().equals("conditions"))
                .flatMap(example -> example.text().lines()).toList();
        Problems problems = new Problems();

        // When
        conditions.forEach(line -> pack.conditions()
                .compile(YamlNode.parse("rules.md", EditorSchemas.json(line), problems)));

        // Then
        assertTrue(conditions.size() > 5);
        assertEquals(List.of(), problems.all());
    }

    @Test
    void everyFencedYamlIsAnExampleThatIsTried() throws IOException {
        // Given
        Matcher fences = Pattern.compile("^```yaml$", Pattern.MULTILINE).matcher(document());

        // Then: the last one is a test, which the pipeline's tests run
        assertEquals(fences.results().count() - 1, files().size());
    }

    @Test
    void everyKeyOfTimelinessAccuracyGradingAndCorrelationIsExplained() throws IOException {
        // Given
        String document = document();

        // Then
        for (String file : List.of("timeliness.yaml", "grading.yaml", "accuracy.yaml",
                "correlation.yaml")) {
            schemas.parts(schemas.root(file), (at, part) -> part.keys().forEach(
                    key -> assertTrue(Pattern.compile("\\b" + key + "\\b").matcher(document).find(),
                            () -> at + " has " + key)));
        }
    }
}
