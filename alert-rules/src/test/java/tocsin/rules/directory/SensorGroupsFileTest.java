package tocsin.rules.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.rules.PackFiles;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problem;

class SensorGroupsFileTest {
    private static final PackFiles QINGDAO = PackFiles
            .read(Path.of(System.getProperty("tocsin.home"), "alert-rules/packs/qingdao"));
    private static final String GROUP = "{id: rain-gauges, zh: 雨量站网, en: rain gauges, sensors: [rain-licang-01, rain-shibei-01], silent: 2}";

    private static Directory read(String group) {
        String sensors = QINGDAO.files().get("directory/sensors.yaml");
        return DirectoryReader.read(QINGDAO.with("directory/sensors.yaml", sensors.replace(GROUP, group)));
    }

    @Test
    void aSensorKnowsTheGroupsItBelongsTo() {
        Directory directory = read(GROUP);

        assertEquals(List.of("rain-gauges"),
                directory.groupsOf("rain-licang-01").stream().map(SensorGroup::id).toList());
        assertEquals(List.of(), directory.groupsOf("gas-licang-07"));
        assertEquals(Set.of("rain-licang-01", "rain-shibei-01"), directory.sensorGroups().get("rain-gauges").sensors());
    }

    @Test
    void withoutANumberAllOfThemMustBeSilent() {
        assertEquals(2, read("{id: g, zh: 组, en: g, sensors: [rain-licang-01, rain-shibei-01]}").sensorGroups().get("g")
                .silent());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {id: g, zh: 组, en: g, sensors: [rain-licang-1]}                | "rain-licang-1" is not defined (did you mean rain-licang-01?)
            {id: g, zh: 组, en: g, sensors: []}                             | sensors must name at least one
            {id: g, zh: 组, en: g, sensors: [rain-licang-01], silent: 2}    | silent must be 1 to 1, the number of its sensors
            {id: g, zh: 组, en: g, sensors: [rain-licang-01], silent: 0}    | silent must be 1 to 1, the number of its sensors
            {id: rain-licang-01, zh: 组, en: g, sensors: [rain-licang-01]}  | "rain-licang-01" is a sensor; give the group another id
            {id: g, zh: 组, en: g, sensors: [rain-licang-01], quiet: 1}     | quiet
            """)
    void whatIsWrongIsTold(String group, String problem) {
        List<String> problems = assertThrows(InvalidFileException.class, () -> read(group)).problems().stream()
                .map(Problem::toString).toList();

        assertTrue(problems.stream().anyMatch(told -> told.contains(problem)), problems::toString);
    }
}
