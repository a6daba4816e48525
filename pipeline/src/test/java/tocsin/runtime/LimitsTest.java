package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.api.HttpLimits;
import tocsin.persons.SessionRules;
import tocsin.stalls.StallWatch;
import tocsin.yaml.InvalidFileException;

/// `limits` of a configuration.
class LimitsTest {
    @TempDir
    private Path folder;

    private Limits read(String text, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(folder.resolve("tocsin.yaml"), text);
        return SettingsReader.read(file, environment).limits();
    }

    @Test
    void whatIsLeftOutHasItsDefault() throws IOException {
        assertEquals(Limits.defaults(), read("data-dir: data\n", Map.of()));
        int bodies = HttpLimits.defaults().bodies().megabytes();
        assertTrue(bodies >= 20 && bodies <= 64, () -> "bodies: " + bodies);
    }

    @Test
    void theFileAndTheEnvironmentChangeThem() throws IOException {
        HttpLimits http = read("limits: {http: {connections: 500, body-time: PT20S, listeners-per-key: 7}}\n",
                Map.of("TOCSIN_LIMITS_HTTP_RECORDS_PER_REQUEST", "77")).http();
        assertEquals(500, http.connections().total());
        assertEquals(Duration.ofSeconds(20), http.bodies().time());
        assertEquals(7, http.listeners().perKey());
        assertEquals(77, http.bodies().elements());
    }

    @ParameterizedTest
    @CsvSource({"connections,49", "connections-per-address,9", "bodies-mib,19", "body-time,PT0.5S", "body-time,PT61S",
            "records-per-request,0", "listeners,9", "listeners-per-key,0", "wrong-keys-per-minute,0",
            "conections,100"})
    void aValueOutOfItsRangeIsRefusedByItsKey(String key, String value) {
        InvalidFileException refused = assertThrows(InvalidFileException.class,
                () -> read("limits: {http: {" + key + ": " + value + "}}\n", Map.of()));
        assertTrue(refused.getMessage().contains(key), refused::getMessage);
    }

    @Test
    void howLongSomethingMayReachNobodyIsAskedOfTheOperator() throws IOException {
        // When
        StallWatch.Limits alerting = read("limits: {alerting: {silent-after: PT5S, told-after: PT10M}}\n", Map.of())
                .alerting();

        // Then
        assertEquals(new StallWatch.Limits(Duration.ofSeconds(5), Duration.ofMinutes(10)), alerting);
        InvalidFileException refused = assertThrows(InvalidFileException.class,
                () -> read("limits: {alerting: {told-after: PT2H}}\n", Map.of()));
        assertTrue(refused.getMessage().contains("told-after"), refused::getMessage);
    }

    @Test
    void howLongPersonsStaySignedInIsAskedOfTheOperator() throws IOException {
        // When
        SessionRules sessions = read("limits: {sessions: {longest: PT8H, idle: PT5M}}\n", Map.of()).sessions();

        // Then
        assertEquals(new SessionRules(Duration.ofHours(8), Duration.ofMinutes(5)), sessions);
        for (String wrong : List.of("longest: P8D", "idle: PT4M59S")) {
            InvalidFileException refused = assertThrows(InvalidFileException.class,
                    () -> read("limits: {sessions: {" + wrong + "}}\n", Map.of()));
            assertTrue(refused.getMessage().contains(wrong.replaceAll(":.*", "")), refused::getMessage);
        }
    }
}
