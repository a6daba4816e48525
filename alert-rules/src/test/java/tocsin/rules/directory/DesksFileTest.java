package tocsin.rules.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.rules.PackFiles;
import tocsin.rules.Words;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problem;

class DesksFileTest {
    private static final PackFiles QINGDAO = PackFiles
            .read(Path.of(System.getProperty("tocsin.home"), "alert-rules/packs/qingdao"));

    private static Directory read(String desk) {
        return DirectoryReader.read(QINGDAO.with("directory/desks.yaml", "desks:\n  - " + desk + "\n"));
    }

    @Test
    void eachDeskHasANameAndANumberOfItsOwn() {
        Directory directory = DirectoryReader.read(QINGDAO);

        assertEquals(Optional.of(new Words("青岛市应急值班室", "Qingdao Duty Desk")), directory.issuer("370200"));
        assertEquals(Optional.of(new Words("黄岛区应急值班室", "Huangdao Duty Desk")), directory.issuer("370211"));
        assertEquals(Optional.of("+8653200000400"), directory.phone("370211"));
    }

    @Test
    void aDeskMayHaveEitherAlone() {
        assertEquals(Optional.empty(), read("{id: \"370211\", phone: \"+8653200000400\"}").issuer("370211"));
        assertEquals(Optional.empty(), read("{id: \"370211\", issuer: {zh: 黄岛, en: Huangdao}}").phone("370211"));
    }

    @Test
    void aPackOfAnEarlierReleaseHasNoSuchFile() {
        // Given
        SortedMap<String, String> files = new TreeMap<>(QINGDAO.files());
        files.remove("directory/desks.yaml");

        // When
        Directory directory = DirectoryReader.read(new PackFiles(files));

        // Then
        assertEquals(Optional.empty(), directory.issuer("370200"));
        assertEquals(Optional.empty(), directory.phone("370200"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {id: "370212"}                                         | desks[0].id: "370212" is no desk of areas.yaml (did you mean 370211?)
            {id: "370211", phone: "0532-5550100"}                  | desks[0].phone: "0532-5550100" is not a number like +8653200000000
            {id: "370211", phone: "+1234567890123456"}             | desks[0].phone: "+1234567890123456" is not a number like +8653200000000
            {id: "370211", phone: ""}                              | desks[0].phone: "" is not a number like +8653200000000
            {id: "370211", issuer: {zh: 黄岛}}                      | desks[0].issuer.en: is missing
            {id: "370211", issuer: {zh: 【黄岛】, en: Huangdao}}     | desks[0].issuer: must have 1 to 40 characters in each language
            {id: "370211", issuer: {zh: 黄岛, en: " "}}             | desks[0].issuer: must have 1 to 40 characters in each language
            {id: "370211", issuer: {zh: 黄岛, en: "12345678901234567890123456789012345678901"}} | desks[0].issuer: must have 1 to 40
            {id: "370211", telephone: "+8653200000400"}            | desks[0].telephone: is not a known key
            """)
    void whatIsWrongIsTold(String desk, String problem) {
        List<String> problems = assertThrows(InvalidFileException.class, () -> read(desk)).problems().stream()
                .map(Problem::toString).toList();

        assertTrue(problems.stream().anyMatch(told -> told.startsWith("directory/desks.yaml:2:")
                && told.contains(problem)), problems::toString);
    }
}
