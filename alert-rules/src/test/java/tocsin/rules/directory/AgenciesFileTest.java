package tocsin.rules.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tocsin.rules.PackFiles;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problem;

class AgenciesFileTest {
    private static final PackFiles QINGDAO = PackFiles
            .read(Path.of(System.getProperty("tocsin.home"), "alert-rules/packs/qingdao"));

    @Test
    void noAgencyIsCalledHttpForWhatComesOverHttpHasATopicOfThatName() {
        // When
        String agencies = QINGDAO.files().get("directory/agencies.yaml");
        List<String> problems = assertThrows(InvalidFileException.class, () -> DirectoryReader
                .read(QINGDAO.with("directory/agencies.yaml", agencies.replace("id: licang-fire,", "id: http,"))))
                .problems().stream().map(Problem::message).map(told -> told.substring(told.indexOf(": ") + 2)).toList();

        // Then
        assertEquals(List.of("\"http\" is the name of what comes over HTTP; give the agency another id"), problems);
    }
}
