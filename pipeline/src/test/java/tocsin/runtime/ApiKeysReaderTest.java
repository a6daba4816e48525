package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.api.ApiKey;
import tocsin.intake.Bounds;
import tocsin.yaml.InvalidFileException;

/// No key lets in whom nobody meant, and each that would is refused with its line.
class ApiKeysReaderTest {
    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final String OTHER = "fedcba9876543210".repeat(4);
    private static final String OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir
    private Path folder;

    private List<ApiKey> read(String entries) throws IOException {
        Path file = Files.writeString(folder.resolve("tocsin.yaml"), "api-keys:\n" + entries);
        return SettingsReader.read(file, Map.of()).apiKeys();
    }

    private String refused(String entries) {
        return assertThrows(InvalidFileException.class, () -> read(entries)).problems().toString();
    }

    @Test
    void aKeyHasItsBoundsItsHashesAndItsEnd() throws IOException {
        // When
        ApiKey key = read(
                "  - {name: duty, role: duty-officer, areas: [\"370202\"], agencies: [shinan-fire], sha256: [\""
                        + HASH + "\", \"" + OTHER + "\"], expires: \"2027-01-31T00:00:00+08:00\"}\n")
                .getFirst();

        // Then
        assertEquals(new Bounds(List.of("370202"), List.of("shinan-fire")), key.holder().bounds());
        assertEquals(List.of(HASH, OTHER), key.hashes());
        assertEquals(Optional.of(Instant.parse("2027-01-30T16:00:00Z")), key.expiresAt());
    }

    @Test
    void aKeyThatSaysNothingOfBoundsIsNotBounded() throws IOException {
        // When
        ApiKey key = read("  - {name: duty, role: duty-officer, sha256: \"" + HASH + "\"}\n").getFirst();

        // Then
        assertTrue(key.holder().bounds().isNone());
        assertTrue(key.expiresAt().isEmpty());
    }

    @Test
    void whoActsWithAKeyIsItsPersonOrTheKeyAlone() throws IOException {
        // When
        List<ApiKey> keys = read("  - {name: duty, role: duty-officer, person: duty-wang, sha256: \"" + HASH
                + "\"}\n  - {name: duty-wang, role: duty-officer, agency: shinan-fire, sha256: \"" + OTHER + "\"}\n");

        // Then
        assertEquals(List.of("duty-wang", "key:duty-wang"), keys.stream().map(key -> key.holder().actor()).toList());
        assertEquals(List.of("duty-wang", "key:duty-wang"),
                keys.stream().map(key -> key.holder().passport().subject()).toList());
    }

    @Test
    void theHashOfAnEmptyKeyIsRefused() {
        // When
        String problems = refused("  - {name: admin, role: administrator, sha256: \"" + OF_NOTHING + "\"}\n");

        // Then
        assertTrue(problems.contains("tocsin.yaml:2") && problems.contains("empty key"), problems);
    }

    @Test
    void oneNameOrOneHashTwiceIsRefused() {
        // When
        String names = refused("  - {name: duty, role: analyst, sha256: \"" + HASH + "\"}\n"
                + "  - {name: duty, role: analyst, sha256: \"" + OTHER + "\"}\n");
        String hashes = refused("  - {name: duty, role: analyst, sha256: \"" + HASH + "\"}\n"
                + "  - {name: deputy, role: administrator, sha256: \"" + HASH + "\"}\n");

        // Then
        assertTrue(names.contains("tocsin.yaml:3") && names.contains("name of another key"), names);
        assertTrue(hashes.contains("tocsin.yaml:3") && hashes.contains("hash of another key, too (duty)"), hashes);
    }

    @ParameterizedTest
    @CsvSource({"secret, true", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, true",
            "0123456789abcdef0123456789abcde, true", "0123456789abcdef0123456789abcdef, false",
            "12345678901234567890123456789012345678, true", "Vq3ZbW8kYt5LmN0pRsXc9d, false"})
    void aSecretThatCouldBeGuessedIsRefusedAndNotShown(String secret, boolean weak) throws IOException {
        // Given
        String entry = "  - {name: fire, role: reporter, agency: qingdao-fire, sha256: \"" + HASH
                + "\", signing-key: \"" + secret + "\"}\n";

        // Then
        if (weak) {
            String problems = refused(entry);
            assertTrue(problems.contains("signing-key") && problems.contains("128 bits"), problems);
            assertTrue(!problems.contains(secret), problems);
        } else {
            assertEquals(1, read(entry).size());
        }
    }

    @ParameterizedTest
    @CsvSource({"areas: [Qingdao], no area code", "person: 'key:duty', no id of the directory",
            "expires: tomorrow, no time with offset", "name: console, own key"})
    void whatMeansNothingIsRefusedByItsField(String field, String reason) {
        // When
        String problems = refused(
                "  - {" + (field.startsWith("name") ? "" : "name: duty, ") + "role: analyst, sha256: \""
                        + HASH + "\", " + field + "}\n");

        // Then
        assertTrue(problems.contains(reason), problems);
    }
}
