package tocsin.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.DirectoryReader;
import tocsin.rules.directory.OwnLevel;
import tocsin.v1.WarningLevel;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problem;

/// Limits that single sensors have of their own, in their entry or in a table.
class OwnLimitsTest {
    private static final String TABLE = "directory/levels.csv";
    private final PackFiles qingdao = PackFiles.read(Path.of(System.getProperty("tocsin.home"),
            "alert-rules/packs/qingdao"));
    private final String sensors = qingdao.files().getOrDefault("directory/sensors.yaml", "");

    private static List<OwnLevel> levels(PackFiles files, String sensor, String rule) {
        return DirectoryReader.read(files).sensors().get(sensor).levelsOf(rule);
    }

    private static List<String> refusals(PackFiles files) {
        return assertThrows(InvalidFileException.class, () -> DirectoryReader.read(files)).problems().stream()
                .map(Problem::toString).toList();
    }

    private static List<String> between(PackFiles files) {
        return OwnLimits.problems(PackReader.read(files), DirectoryReader.read(files)).stream()
                .map(Problem::message).toList();
    }

    @Test
    void theEntryOfASensorSaysItsLimits() {
        assertEquals(List.of(new OwnLevel(WarningLevel.ORANGE, 4.2, Optional.empty()),
                new OwnLevel(WarningLevel.YELLOW, 3.6, Optional.empty())),
                levels(qingdao, "river-licun-01", "W-RIVER"));
        assertEquals(List.of(), between(qingdao));
    }

    @Test
    void aTableSaysTheLimitsOfMany() {
        // Given: a byte-order mark, quotes, spaces, an empty line and an empty cell
        PackFiles files = qingdao.with(TABLE, "\uFEFFsensor, rule ,BLUE,red\r\n"
                + "\"rain-licang-01\",W-RAIN,30,\r\n\r\nrain-shibei-01 , W-RAIN,35.5,110\r\n");

        // Then
        assertEquals(List.of(new OwnLevel(WarningLevel.BLUE, 30, Optional.empty())),
                levels(files, "rain-licang-01", "W-RAIN"));
        assertEquals(List.of(new OwnLevel(WarningLevel.RED, 110, Optional.empty()),
                new OwnLevel(WarningLevel.BLUE, 35.5, Optional.empty())), levels(files, "rain-shibei-01", "W-RAIN"));
        assertEquals(List.of(), between(files));
    }

    @Test
    void aLimitWithoutAWindowHasThatOfTheRule() {
        // Given
        PackFiles files = qingdao.with(TABLE, "sensor,rule,BLUE,RED\nrain-licang-01,W-RAIN,30,110\n");
        WarningRule rule = PackReader.read(files).warnings().getFirst()
                .with(levels(files, "rain-licang-01", "W-RAIN"));

        // Then
        assertEquals(List.of(new WarningRule.Threshold(WarningLevel.RED, 110, Duration.ofHours(3)),
                new WarningRule.Threshold(WarningLevel.BLUE, 30, Duration.ofHours(12))), rule.thresholds());
    }

    @Test
    void aPacksOwnRowTakesThePlaceOfTheOneItIncludes() {
        PackFiles files = qingdao.with("include/1-shandong/" + TABLE, """
                sensor,rule,BLUE
                rain-licang-01,W-RAIN,20
                rain-shibei-01,W-RAIN,21
                """).with(TABLE, "sensor,rule,BLUE\nrain-licang-01,W-RAIN,30\n");
        assertEquals(30, levels(files, "rain-licang-01", "W-RAIN").getFirst().limit());
        assertEquals(21, levels(files, "rain-shibei-01", "W-RAIN").getFirst().limit());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sensor,rule,BLUE\\nrain-licang-01,W-RAIN,12,5 | levels.csv:2 | has 4 cells and the first row 3
            sensor,rule,BLUE\\nrain-licang-01,W-RAIN,"12,5" | levels.csv:2 | BLUE is "12,5", which is no number
            sensor,rule,BLUE\\n\\nrain-licang-01,W-RAIN,NaN | levels.csv:3 | which is no number
            sensor,rule,BLUE\\nrain-licang-01,W-RAIN,1e3 | levels.csv:2 | which is no number
            sensor,rule,BLUE\\nrain-licang-01,W-RAIN,4\\nrain-licang-01,W-RAIN,5 | levels.csv:3 | stands in line 2, too
            sensor,rule,BLUE\\nrain-licang-1,W-RAIN,4 | levels.csv:2 | did you mean rain-licang-01?
            sensor,rule,BLUE\\nrain-licang-01,W-RAIN, | levels.csv:2 | must name a sensor, a rule and a limit
            sensor;rule;BLUE\\nrain-licang-01;W-RAIN;4 | levels.csv:1 | separated by commas
            sensor,rule,PURPLE\\nrain-licang-01,W-RAIN,4 | levels.csv:1 | one or more of [RED, ORANGE, YELLOW, BLUE]
            sensor,rule,BLUE,BLUE\\nrain-licang-01,W-RAIN,4,5 | levels.csv:1 | each once
            sensor,rule,BLUE\\n"rain-licang-01,W-RAIN,4 | levels.csv:2 | a quote is not closed
            `` | levels.csv:1 | is empty
            """)
    void whatIsWrongInTheTableIsNamedWithItsLine(String table, String line, String words) {
        List<String> refusals = refusals(qingdao.with(TABLE, table == null ? "" : table.replace("\\n", "\n")));
        assertTrue(refusals.getFirst().contains(line) && refusals.getFirst().contains(words), refusals::toString);
    }

    @Test
    void aSensorHasItsLimitsInOnePlace() {
        assertTrue(refusals(qingdao.with(TABLE, "sensor,rule,BLUE\nriver-licun-01,W-RIVER,2\n")).getFirst()
                .contains("leave it in one of the two"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            W-RIVER: {ORANGE | W-RIVR: {ORANGE | did you mean W-RIVER?
            ORANGE: 4.2 | ORANGE: 3.2 | ORANGE is reached before the milder YELLOW
            {limit: 3.6} | {limit: 3.6, window: PT1H} | takes no window
            water_level_m: {unit: m, | water_level_m: {unit: cm, | use one unit in both
            """)
    void aLimitThatNoRuleLooksAtIsRefused(String right, String wrong, String words) {
        String changed = sensors.replace(right, wrong);
        assertTrue(!changed.equals(sensors));
        List<String> problems = between(qingdao.with("directory/sensors.yaml", changed));
        assertTrue(problems.stream().anyMatch(problem -> problem.contains(words)), problems::toString);
    }

    @Test
    void aRuleThatNobodyHasLimitsForIsToldAndStopsNobody() {
        String without = sensors.replaceAll("(?m)^    levels:\\n      W-RIVER.*\\n", "");
        PackFiles files = qingdao.with("directory/sensors.yaml", without);

        // Then
        assertEquals(List.of(), between(files));
        assertTrue(OwnLimits.idle(PackReader.read(files), DirectoryReader.read(files)).getFirst()
                .contains("rule W-RIVER has no levels"));
    }

    @Test
    void aDirectoryWithoutLimitsReadsAsBefore() {
        Directory directory = DirectoryReader.read(qingdao);
        assertEquals(List.of(), directory.sensors().get("gas-licang-07").levelsOf("W-GAS"));
    }
}
