package tocsin.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tocsin.rules.EditorSchemas.Part;
import tocsin.rules.directory.DirectoryReader;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problem;

class EditorSchemaTest {
    private static final Path PACKS = Path.of(System.getProperty("tocsin.home"), "alert-rules/packs");
    private static final Pattern HEADER = Pattern.compile("# yaml-language-server: \\$schema=(\\S+)");
    private static final Pattern LISTED = Pattern.compile(
            "(?:known are|kinds are|defined are|is not one of) \\[([^]]*)]");
    /// Symbols of which the reader says in other words which it takes.
    private static final Set<String> SAID_OTHERWISE = Set.of(
            "directory/boards.schema.json#/properties/boards/items/properties/languages/items");

    private final EditorSchemas schemas = new EditorSchemas();
    private final PackFiles qingdao = PackFiles.read(PACKS.resolve("qingdao"));
    private final PackFiles everything = qingdao.with("directory/calendar.yaml",
            qingdao.files().get("directory/calendar.yaml") + "weekends: [SATURDAY, SUNDAY]\n")
            .with("directory/rosters.yaml", qingdao.files().get("directory/rosters.yaml")
                    .replace("on: [HOLIDAY]", "on: [HOLIDAY], days: [MONDAY]"));

    static List<Path> packFiles() throws IOException {
        try (Stream<Path> files = Files.walk(PACKS)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.toString().contains("scenarios") && !file.toString().contains("tests"))
                    .sorted().toList();
        }
    }

    private static String inPack(Path file) {
        Path relative = PACKS.relativize(file);
        return relative.subpath(1, relative.getNameCount()).toString().replace('\\', '/');
    }

    private static String inPack(String path) {
        return path.replaceFirst("^include/[^/]+/", "");
    }

    private static List<String> refusals(String file, PackFiles files) {
        try {
            if (file.startsWith("directory/")) {
                DirectoryReader.read(files);
            } else {
                PackReader.read(files);
            }
            return List.of();
        } catch (InvalidFileException e) {
            return e.problems().stream().map(Problem::toString).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("packFiles")
    void everyFileOfEveryPackIsRightByItsSchemaAndNamesIt(Path file) throws IOException {
        // Given
        String text = Files.readString(file);

        // Then
        assertEquals(List.of(), schemas.problems(inPack(file), text));
        Matcher header = HEADER.matcher(text.lines().findFirst().orElse(""));
        assertTrue(header.matches(), "the first line names the schema for the editor");
        assertEquals(EditorSchemas.HOME.resolve(EditorSchemas.nameFor(inPack(file))),
                file.resolveSibling(header.group(1)).normalize());
    }

    @Test
    void everyKeyTheReaderTakesIsInTheSchemaAndNoOther() {
        // Given
        Map<String, Part> closed = parts(part -> !part.keys().isEmpty());

        // When
        Map<String, Set<String>> inReader = new TreeMap<>();
        places(closed.keySet()).forEach((at, place) -> inReader.put(at, listed(place.file(), place.with("zzz"))));

        // Then
        assertEquals(List.of(), differences(closed, Part::keys, inReader));
        assertTrue(closed.size() > 40, () -> closed.size() + " are few");
    }

    @Test
    void everySymbolTheReaderTakesIsInTheSchemaAndNoOther() {
        // Given
        Map<String, Part> symbols = parts(part -> !part.symbols().isEmpty());

        // When
        Map<String, Set<String>> inReader = new TreeMap<>();
        places(symbols.keySet()).forEach((at, place) -> inReader.put(at, listed(place.file(), place.instead("zzz"))));

        // Then
        assertTrue(inReader.keySet().containsAll(SAID_OTHERWISE));
        symbols.keySet().removeAll(SAID_OTHERWISE);
        inReader.keySet().removeAll(SAID_OTHERWISE);
        assertEquals(List.of(), differences(symbols, Part::symbols, inReader));
    }

    private static List<String> differences(Map<String, Part> parts, Function<Part, List<String>> names,
            Map<String, Set<String>> inReader) {
        List<String> differences = new ArrayList<>();
        parts.forEach((at, part) -> {
            Set<String> schema = new TreeSet<>(names.apply(part));
            Set<String> reader = new TreeSet<>(inReader.getOrDefault(at, Set.of("(no pack has one)")));
            for (Set<String> either : List.of(schema, reader)) {
                either.remove("off");
            }
            if (!schema.equals(reader)) {
                differences.add(at + ": the schema has " + schema + ", the reader " + reader);
            }
        });
        return differences;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            include/1-shandong/timeliness.yaml | clock: RECEIPT     | clock: RECIEPT
            include/1-shandong/timeliness.yaml | limit: PT30M       | limit: 30 minutes
            include/1-shandong/timeliness.yaml | limit: PT30M       | limits: PT30M
            include/1-shandong/timeliness.yaml | "08:00"            | "8 o'clock"
            include/1-shandong/timeliness.yaml | {after: [FLASH]}   | {after: [FLASH], due-soon: [150]}
            include/2-national/accuracy.yaml   | outcome: SENSITIVE | outcome: DELICATE
            include/2-national/accuracy.yaml   | FINAL:             | LAST:
            include/2-national/accuracy.yaml   | types: true        | types: perhaps
            include/2-national/grading.yaml    | dead: 30           | dead: thirty
            include/2-national/grading.yaml    | burnt_ha: {zh      | Burnt-ha: {zh
            include/2-national/pack.yaml       | category: ACCIDENT | category: MISHAP
            boards.yaml                        | priority: 200      | priority: 300
            directory/officials.yaml           | +8653200000101     | 0532-101
            directory/calendar.yaml            | "2026-01-01"       | "1 January"
            directory/boards.yaml              | provider: web      | provider: fax
            templates/zh.yaml                  | subject:           | title:
            """)
    void whatTheSchemaRefusesTheReaderRefusesToo(String file, String right, String wrong) {
        // Given
        String text = qingdao.files().get(file).replace(right, wrong);

        // Then
        assertFalse(schemas.problems(inPack(file), text).isEmpty());
        assertFalse(refusals(file, qingdao.with(file, text)).isEmpty());
    }

    @Test
    void aRuleThatOverridesAnotherNeedsNoMoreThanItsId() {
        assertEquals(List.of(), schemas.problems("timeliness.yaml", """
                rules:
                  - {id: T1, limit: PT20M}
                  - {id: T9-24H, off: true}
                """));
        assertFalse(schemas.problems("timeliness.yaml", "rules: [{limit: PT20M}]").isEmpty());
    }

    /// A value in a file of the pack.
    private record Place(PackFiles pack, String file, List<Object> path) {
        /// The pack with one key more there.
        PackFiles with(String key) {
            return changed(at -> {
                Map<Object, Object> more = new LinkedHashMap<>((Map<?, ?>) at);
                more.put(key, key);
                return more;
            });
        }

        /// The pack with another value there.
        PackFiles instead(String value) {
            return changed(at -> value);
        }

        private PackFiles changed(UnaryOperator<Object> change) {
            Object document = EditorSchemas.plain(file, pack.files().get(file));
            return pack.with(file, EditorSchemas.json(changed(document, 0, change)));
        }

        private @Nullable Object changed(@Nullable Object value, int depth,
                UnaryOperator<Object> change) {
            if (depth == path.size()) {
                return change.apply(value);
            }
            Object step = path.get(depth);
            if (value instanceof Map<?, ?> map) {
                Map<Object, Object> copy = new LinkedHashMap<>(map);
                copy.put(step, changed(map.get(step), depth + 1, change));
                return copy;
            }
            List<Object> copy = new ArrayList<>((List<?>) value);
            copy.set((Integer) step, changed(copy.get((Integer) step), depth + 1, change));
            return copy;
        }
    }

    private Map<String, Part> parts(Predicate<Part> wanted) {
        Map<String, Part> parts = new TreeMap<>();
        everything.files().keySet().stream().filter(file -> file.endsWith(".yaml"))
                .forEach(file -> schemas.parts(schemas.root(inPack(file)), (at, part) -> {
                    if (wanted.test(part)) {
                        parts.put(at, part);
                    }
                }));
        return parts;
    }

    /// One place in the pack for each of these parts of schemas, where there is one.
    private Map<String, Place> places(Set<String> wanted) {
        Map<String, Place> places = new TreeMap<>();
        everything.files().forEach((file, text) -> {
            if (file.endsWith(".yaml")) {
                schemas.walk(schemas.root(inPack(file)), EditorSchemas.plain(file, text), List.of(), (part, path) -> {
                    if (wanted.contains(part.at())) {
                        places.putIfAbsent(part.at(), new Place(everything, file, path));
                    }
                });
            }
        });
        return places;
    }

    /// What the reader says it would have taken instead of what it does not know.
    private static Set<String> listed(String file, PackFiles pack) {
        Set<String> listed = new TreeSet<>();
        for (String refusal : refusals(file, pack)) {
            Matcher list = LISTED.matcher(refusal);
            if (refusal.contains("zzz") && list.find()) {
                listed.addAll(List.of(list.group(1).split(", ")));
            }
        }
        return listed;
    }
}
