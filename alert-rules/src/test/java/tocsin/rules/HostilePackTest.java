package tocsin.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.rules.condition.Answer;
import tocsin.rules.condition.Condition;
import tocsin.rules.condition.ReportConditions;
import tocsin.rules.condition.Subject;
import tocsin.schemas.AvroSafety;
import tocsin.v1.Casualties;
import tocsin.v1.Confidentiality;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.ReportKind;
import tocsin.v1.Status;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problem;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;

/// Packs that mean harm, or that were written by accident as if they did.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostilePackTest {
    static {
        AvroSafety.ensure();
    }

    private static final PackFiles QINGDAO = withoutScales(PackFiles
            .read(Path.of(System.getProperty("tocsin.home"), "alert-rules/packs/qingdao")));
    private static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");

    private final ReportConditions conditions = new ReportConditions(Set.of("ill", "burnt_ha"));

    /// Without special scales, whose conditions take long to read.
    private static PackFiles withoutScales(PackFiles files) {
        String grading = "include/2-national/grading.yaml";
        return files.with(grading, files.files().get(grading).replaceFirst("(?s)\nscales:.*", "\n"));
    }

    private static String rule(String id, String when) {
        return "  - {id: " + id + ", basis: b, system: s, outcome: IMPLAUSIBLE, zh: z, en: e, when: " + when + "}\n";
    }

    private static PackFiles accuracy(String rules) {
        return QINGDAO.with("accuracy.yaml", "rules:\n" + rules);
    }

    private static List<Problem> refused(PackFiles files) {
        List<Problem> problems = assertThrows(InvalidFileException.class, () -> PackReader.read(files)).problems();
        for (Problem problem : problems) {
            assertTrue(problem.line() >= 1 && problem.column() >= 1, problem::toString);
            assertFalse(problem.message().isBlank() || problem.message().contains("null"), problem::toString);
            assertTrue(problem.message().length() <= 2_100, () -> problem.message().length() + " characters");
        }
        return problems;
    }

    private static void refusedAt(String place, String why, PackFiles files) {
        List<Problem> problems = refused(files);
        assertTrue(problems.stream().map(Problem::toString).anyMatch(
                problem -> problem.startsWith(place) && problem.contains(why)), problems::toString);
    }

    private static Subject subject(ReportConditions conditions) {
        IncidentReport report = IncidentReport.newBuilder().setReportId("r1").setAgencyId("a").setKind(ReportKind.FLASH)
                .setStatus(Status.ACTUAL).setReportedAt(NOON).setTitle("a".repeat(200_000))
                .setSummary("a".repeat(200_000)).setConfidentiality(Confidentiality.PUBLIC)
                .setCasualties(new Casualties(0, null, 12, null, null, null, null))
                .setFacts(Map.of("ill", new BigDecimal("3.0000")))
                .setMeasures(IntStream.range(0, 2_000).mapToObj(i -> "a".repeat(400) + i).toList()).build();
        return conditions.subject(report, NOON, null, null, Grade.III,
                new ReportConditions.Day(NOON.atZone(ZoneId.of("Asia/Shanghai")), Set.of(), false));
    }

    private Condition condition(String text) {
        Problems problems = new Problems();
        return conditions.compile(YamlNode.parse("rules.yaml", "when: |-\n  " + text + "\n", problems).required("when"))
                .orElseThrow(() -> new AssertionError(problems.all()));
    }

    @Test
    void moreRulesThanAPackMayHaveAreRefusedUnread() {
        refusedAt("accuracy.yaml:2:3", " rules; 2000 are the most",
                accuracy(IntStream.range(0, 10_000).mapToObj(i -> "  - {id: R" + i + ", when: x}\n")
                        .collect(Collectors.joining())));
    }

    @Test
    void asManyRulesAsAPackMayHaveAreTakenAndFound() {
        // Given: with those the nation has
        int more = 2_000 - PackReader.read(QINGDAO).accuracy().rules().all().size();

        // When
        Pack pack = PackReader.read(accuracy(IntStream.range(0, more)
                .mapToObj(i -> rule("R" + i, "report.type == 'type" + i + "' && report.sequence > " + i))
                .collect(Collectors.joining())));

        // Then
        assertEquals(2_000, pack.accuracy().rules().all().size());
        assertTrue(pack.accuracy().rules().to(ReportKind.FLASH, null, "type7").size() < 10);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " :: ", quoteCharacter = '"', nullValues = "none", textBlock = """
            (     :: 1800 :: )    :: recursion
            [     :: 1800 :: ]    :: recursion
            {1:   :: 900  :: }    :: recursion
            true?true: :: 380 :: none :: recursion
            has(  :: 700  :: )    :: recursion
            """)
    void aConditionThatIsTooDeepIsRefused(String open, int times, String close, String why) {
        refusedAt("accuracy.yaml:2:", why, accuracy(rule("R", "'" + open.repeat(times) + "true"
                + (close == null ? "" : close.repeat(times)) + "'")));
    }

    @Test
    void aConditionThatIsTooLongIsRefused() {
        refusedAt("accuracy.yaml:2:", "longer than 4000", accuracy(rule("R", "'" + "t".repeat(800_000) + "'")));
        refusedAt("accuracy.yaml:2:", "longer than 4000", accuracy(rule("R", "true" + " || true".repeat(10_000))));
        refusedAt("accuracy.yaml:2:", "node", accuracy(rule("R", "true" + "||true".repeat(600))));
        refusedAt("accuracy.yaml:2:", "recursion", accuracy(rule("R", "report" + ".a".repeat(1_990))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? "})
    void yamlThatIsTooDeepIsRefused(String open) {
        assertTrue(refused(QINGDAO.with("accuracy.yaml", open.repeat(20_000))).getFirst().file()
                .equals("accuracy.yaml"));
    }

    @Test
    void aBombOfAliasesIsRefused() {
        // Given: nine to the ninth words
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [")
                    .append(("*a" + (i - 1) + ", ").repeat(8)).append("*a").append(i - 1).append("]\n");
        }

        // When, Then
        refusedAt("accuracy.yaml:", "aliases", QINGDAO.with("accuracy.yaml", bomb.toString()));
    }

    @Test
    void whatHoldsItselfIsRefused() {
        refused(QINGDAO.with("accuracy.yaml", "rules: &a [*a, *a]\n"));
        refused(QINGDAO.with("accuracy.yaml", "&a {rules: *a, A1: *a}\n"));
        refused(QINGDAO.with("accuracy.yaml", "rules: &a [{id: x, when: *a}]\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a{1000}{1000}", "(((a{100}){100}){100}){100}", "((a{1,500}){1,500}b)+", "(a{999}b){999}",
            "a{600}a{600}", "[a-z]{2}(x{30}){40}"})
    void aPatternThatRepeatsWithoutMeasureIsRefused(String pattern) {
        refusedAt("accuracy.yaml:2:", "pattern", accuracy(rule("R", "\"report.title.matches('" + pattern + "')\"")));
    }

    @Test
    void patternsThatWouldTakeLongTogetherAreRefused() {
        refusedAt("accuracy.yaml:2:", "pattern", accuracy(rule("R", IntStream.range(0, 60)
                .mapToObj(i -> "report.title.matches('(a+)+bcdefghijk" + i + "')")
                .collect(Collectors.joining(" || ")))));
        refusedAt("accuracy.yaml:2:", "loop", accuracy(rule("R",
                "\"report.measures.all(a, report.measures.all(b, a.matches('(a+)+b') || b.matches('x')))\"")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"report.title.matches('(a+)+b')", "report.measures.all(m, m.matches('(a+)+b'))",
            "report.measures.exists(m, m.matches('(a|aa|a?)+b'))"})
    void aPatternThatNeverEndsElsewhereEnds(String text) {
        assertEquals(Answer.Known.NO, condition(text).ask(subject(conditions)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"report.measures.all(a, report.measures.all(b, a != b || a == b))",
            "9223372036854775807 + report.sequence > 0", "-9223372036854775807 - 2 - report.sequence > 0",
            "report.sequence * 9223372036854775807 * 9223372036854775807 > 0", "report.sequence / 0 > 1",
            "report.sequence % (report.sequence - 1) == 0", "report.sequence / report.casualties.dead > 1",
            "-(-9223372036854775807 - report.sequence) > 0",
            "arrivedAt + duration('315576000000s') > arrivedAt", "arrivedAt - duration('315576000000s') > arrivedAt",
            "timestamp('9999-12-31T23:59:59Z') + duration('10000h') > arrivedAt",
            "duration('999999999999999999h') > arrivedAt - arrivedAt",
            "timestamp('99999-01-01T00:00:00Z') > arrivedAt", "timestamp(report.title) > arrivedAt",
            "int(report.title) > 1", "double(report.title) > 1.0", "int(1e300) > report.sequence",
            "[1, 2][report.sequence + 5] == 1", "{'a': 1}['b'] == report.sequence", "{'a': 1}.b == report.sequence",
            "report.measures[99999999] == 'x'", "report.measures[-1] == 'x'",
            "arrivedAt.getHours('No/Where') == 1"})
    void whatHasNoResultIsAFailureAndNotAnAnswer(String text) {
        // When
        Answer answer = condition(text).ask(subject(conditions));

        // Then
        assertTrue(answer instanceof Answer.Failed failed && !failed.why().isBlank() && !failed.why().equals("null"),
                () -> String.valueOf(answer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"report.facts.burnt_ha > 1.0", "report.facts.burnt_ha / 0.0 > 1.0"})
    void aKeyThatIsMissingIsNotKnown(String text) {
        assertEquals(new Answer.NotKnown(new java.util.TreeSet<>(Set.of("report.facts.burnt_ha"))),
                condition(text).ask(subject(conditions)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"report.title + 'x' == 'x'", "report.measures + report.measures == []",
            "report.measures.map(a, report.measures.map(b, a)).size() > 1",
            "report.measures.filter(a, true).size() > 1",
            "report.title.replace('a', 'aaaaaaaa') == ''", "'%s%s'.format([report.title, report.title]) == ''",
            "b'a' + b'a' == b'aa'"})
    void nothingThatGrowsIsTaken(String text) {
        refusedAt("accuracy.yaml:2:", "", accuracy(rule("R", "\"" + text + "\"")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"R\\0\"", "\"R\\u202E1\"", "\"R\\u200B\"", "\"R\\uFEFF\"", "\"R\\n1\"", "\"\\u2066R\"",
            "\"\"", "\" \"", "\"R\\u00A01\"", "\"R\\uD800\"", "[R]", "{a: b}"})
    void anIdWithCharactersNobodySeesIsRefused(String id) {
        refusedAt("accuracy.yaml:2:", "id", accuracy(rule(id, "report.sequence > 1")));
    }

    @Test
    void charactersNoFileMayHoldAreRefusedAtTheirPlace() {
        refusedAt("accuracy.yaml:3:", "", QINGDAO.with("accuracy.yaml",
                "rules:\n" + rule("R", "report.sequence > 1") + "  \0- x"));
    }

    @Test
    void anIdThatStandsTwiceIsRefused() {
        refusedAt("accuracy.yaml:3:", "stands twice",
                accuracy(rule("R", "report.sequence > 1") + rule("R", "report.sequence > 2")));
    }

    @Test
    void aKeyThatStandsTwiceIsRefused() {
        refusedAt("accuracy.yaml:4:", "twice", QINGDAO.with("accuracy.yaml",
                "A6:\n  near: {within: PT2H, bits: 3}\n" + "A5: {tolerance: 1}\n" + "A6: {basis: x}\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"qingdao", ".", "..", "../..", "../qingdao", "nowhere", "/", "\"a\\0b\"", "a/b", "a\\b",
            "~", "[a]", "{a: b}", "\"\\u202Eshandong\""})
    void aPackThatIncludesItselfOrWhatDoesNotLieBesideItIsRefused(String include, @TempDir Path folder)
            throws IOException {
        // Given
        Path pack = Files.createDirectory(folder.resolve("qingdao"));
        Files.writeString(pack.resolve("pack.yaml"), "pack: qingdao\ninclude: " + include + "\n");
        Files.writeString(folder.resolve("pack.yaml"), "pack: parent\n");

        // When, Then
        List<Problem> problems = assertThrows(InvalidFileException.class, () -> PackFiles.read(pack)).problems();
        assertTrue(problems.getFirst().message().contains("include"), problems::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT99999999999999H", "PT2562047788015215H", "P106751991167300D", "-PT1H", "PT-1H", "P1Y",
            "99999999999999999999", "~1", "[]", "{}", "PT1H\\0"})
    void aLimitNobodyCanWaitForIsRefused(String limit) {
        refusedAt("timeliness.yaml:2:", "limit", QINGDAO.with("timeliness.yaml",
                "rules:\n  - {id: R, basis: b, system: s, clock: RECEIPT, kinds: [FINAL], limit: \"" + limit
                        + "\"}\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " :: ", textBlock = """
            A5: {tolerance: -1}
            A5: {tolerance: 2147483648}
            A5: {tolerance-percent: -5}
            A5: {within: -PT1S}
            A4: {place-metres: -1}
            A6: {near: {within: PT2H, bits: -3}}
            cost: {LATE: -100}
            """)
    void aNumberThatCannotBeIsRefused(String entry) {
        refusedAt("accuracy.yaml:1:", "", QINGDAO.with("accuracy.yaml", entry + "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1", "1e-999999999", "NaN", ".inf", "0x10"})
    void aFigureThatCannotBeIsRefused(String figure) {
        refusedAt("grading.yaml:3:", "", QINGDAO.with("grading.yaml", """
                scales:
                  - {id: R, basis: b, system: s, types: [fire], rows: [
                    {grade: I, loss-cny: %s}]}
                """.formatted(figure)));
        refusedAt("grading.yaml:3:", "", QINGDAO.with("grading.yaml", """
                scales:
                  - {id: R, basis: b, system: s, types: [fire], rows: [
                    {grade: I, loss-cny: %s}]}
                """.formatted("9".repeat(200_000))));
    }

    @Test
    void aPackWithEndlesslyManyMistakesIsRefusedWithoutTellingAllOfThem() {
        // Given: 1,000 types, and 5,000 that are none of them
        String types = "types:\n" + IntStream.range(0, 1_000)
                .mapToObj(i -> "  type-number-" + i + ": {category: ACCIDENT, zh: z, en: e}\n")
                .collect(Collectors.joining());
        String wrong = IntStream.range(0, 5_000).mapToObj(i -> "tipe-nunber-" + i).collect(Collectors.joining(", "));

        // When
        List<Problem> problems = refused(QINGDAO.with("pack.yaml", QINGDAO.files().get("pack.yaml") + types)
                .with("accuracy.yaml", "rules:\n" + rule("R", "report.sequence > 1, types: [" + wrong + "]")));

        // Then
        assertTrue(problems.size() <= 200, () -> problems.size() + " problems");
    }

    @Test
    void aPackTooLargeToTravelIsRefused() {
        refusedAt("pack.yaml:1:1", "900000", QINGDAO.with("accuracy.yaml", "#" + "x".repeat(1_000_000) + "\n"));
    }

    @Test
    void aConditionSpoiltAnyhowIsTakenOrRefusedAndIsAnsweredIfTaken() {
        // Given
        Random random = new Random(20_260_301);
        List<String> texts = new ArrayList<>(PackReader.read(QINGDAO).accuracy().rules().all().stream()
                .map(rule -> rule.when().text()).toList());
        texts.addAll(List.of("arrivedAt - report.receivedAt > duration('60s') && day.hour in [1, 2]",
                "report.measures.exists(m, m.contains('x')) || grade in ['I']"));
        ReportConditions own = PackReader.read(QINGDAO).conditions();
        Subject subject = subject(own);
        int taken = 0;

        // When
        for (int i = 0; i < 1_920; i++) {
            String text = texts.get(random.nextInt(texts.size()));
            for (int changes = random.nextInt(2); changes >= 0; changes--) {
                text = spoilt(text, random);
            }
            Problems problems = new Problems();
            // Written as YAML's plain scalar may not write it: as a quoted one.
            String quoted = "when: '" + text.replace("'", "''") + "'\n";
            YamlNode document = YamlNode.parse("rules.yaml", quoted, problems);
            var condition = own.compile(document.required("when"));
            if (condition.isPresent()) {
                taken++;
                condition.get().ask(subject);
            } else {
                assertFalse(problems.all().isEmpty(), text);
            }
        }

        // Then: the spoiling is not so coarse that nothing is left
        assertTrue(taken > 100, taken + " taken");
    }

    @Test
    void aPackSpoiltAnyhowReadsOrIsRefused() {
        // Given
        Random random = new Random(20_260_302);
        List<String> names = QINGDAO.rules().files().keySet().stream().filter(name -> name.endsWith(".yaml")).toList();
        int refused = 0;

        // When
        for (int i = 0; i < SPOILT_PACKS; i++) {
            String name = names.get(random.nextInt(names.size()));
            List<String> lines = new ArrayList<>(QINGDAO.files().get(name).lines().toList());
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                int line = random.nextInt(lines.size());
                switch (random.nextInt(4)) {
                    case 0 -> lines.add(line, lines.get(random.nextInt(lines.size())));
                    case 1 -> lines.set(line, "  " + lines.get(line));
                    default -> lines.set(line, spoilt(lines.get(line), random));
                }
            }
            try {
                PackReader.read(QINGDAO.with(name, String.join("\n", lines) + "\n"));
            } catch (InvalidFileException e) {
                assertFalse(e.problems().isEmpty());
                refused++;
            }
        }

        // Then
        assertTrue(refused > SPOILT_PACKS / 4, refused + " refused");
    }

    private static final int SPOILT_PACKS = 80;
    private static final List<String> SCRAPS = List.of("'", "\"", "(", ")", "[", "]", "{", "}", ":", "- ", "#", "&a ",
            "*a", "|", ">", "!!int ", "\t", "\0", "\u202e", "0", "-1", "9223372036854775807", "1e999", "null", "~",
            "? ",
            "<<: ", "%", "@", "`", "\\", "report", ".", "..", " && ", " || ", "!", "has(", "true", "\ud800", "中");

    private static String spoilt(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + random.nextInt(6));
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, at) + text.substring(to);
            case 1 -> text.substring(0, at) + text.substring(at, to) + text.substring(at);
            case 2 -> text.substring(0, at) + SCRAPS.get(random.nextInt(SCRAPS.size())) + text.substring(to);
            default -> text.substring(0, at) + SCRAPS.get(random.nextInt(SCRAPS.size())) + text.substring(at);
        };
    }
}
