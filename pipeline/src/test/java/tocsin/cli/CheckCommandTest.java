package tocsin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tocsin.runtime.SettingsReader;

/// `./tocsin check` tells what is wrong, and what works and may surprise.
class CheckCommandTest {
    @TempDir
    private Path folder;

    private String check(String from, String to) throws IOException {
        Path packs = Path.of(System.getProperty("tocsin.home"), "alert-rules", "packs");
        try (Stream<Path> files = Files.walk(packs)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve("packs").resolve(packs.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, Files.readString(file).replace(from, to));
            }
        }
        Path config = Files.writeString(folder.resolve("tocsin.yaml"), """
                kafka:
                  bootstrap.servers: embedded
                schema-registry:
                  url: embedded
                data-dir: %s
                pack: %s
                """.formatted(folder.resolve("data"), folder.resolve("packs/qingdao")));
        StringWriter out = new StringWriter();
        CommandLine command = new CommandLine(new CheckCommand()).setOut(new PrintWriter(out, true));
        assertEquals(0, command.execute("--config", config.toString()), out::toString);
        return out.toString();
    }

    @Test
    void officialsWhoShareATelephoneAreToldOfAndAreNoProblem() throws IOException {
        // When
        String alone = check("nobody", "nobody");
        String shared = check("+8653200000201", "+8653200000101");

        // Then
        assertTrue(!alone.contains("warning") && alone.contains("everything is in order"), alone);
        assertTrue(shared.contains("officials.yaml: duty-wang, leader-zhao have one number for SMS"), shared);
        assertTrue(!shared.contains("+86"), "no number is printed");
    }

    @Test
    void everythingWrongIsToldAtOnceWithItsPlace() throws IOException {
        // Given
        int nobody;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = gone.getLocalPort();
        }
        Path config = Files.writeString(folder.resolve("tocsin.yaml"), """
                kafka:
                  bootstrap.server: "127.0.0.1:%d"
                  request.timeout.ms: soon
                schema-registry:
                  url: "127.0.0.1:%d"
                http: {port: 99999}
                pakc: nowhere
                data-dir: %s
                """.formatted(nobody, nobody, folder.resolve("data")));

        // When
        Commands.Ran ran = Commands.run("check", "--config", config.toString());

        // Then
        assertEquals(1, ran.code(), ran::all);
        assertFalse(Commands.CLASS_NAMES.matcher(ran.all()).find(), ran::all);
        for (String line : List.of(
                ":2:21: kafka.bootstrap.server: is no setting of Kafka (did you mean bootstrap.servers?)",
                ":2:21: kafka.bootstrap.servers: 127.0.0.1:" + nobody + " does not answer",
                ":3:23: kafka.request.timeout.ms: \"soon\" is no value for it",
                ":5:8: schema-registry.url: \"127.0.0.1:" + nobody + "\" has no scheme; write http://127.0.0.1:"
                        + nobody,
                ":5:8: schema-registry.url: http://127.0.0.1:" + nobody + " does not answer",
                ":6:14: http.port: 99999 is not between 0 and 65535",
                ":7:7: pakc: is not a known key (did you mean pack?)",
                "does not exist; name a folder")) {
            assertTrue(ran.out().contains(line), () -> line + " is not in:\n" + ran.out());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TOCSIN_HTTP_PROT               | 80             | TOCSIN_HTTP_PROT: is no variable that Tocsin knows (did you mean TOCSIN_HTTP_PORT?)
            TOCSIN_HTTP_PORT               | 80a            | TOCSIN_HTTP_PORT: "80a" is not a whole number
            TOCSIN_HTTP_PORT               | 65536          | TOCSIN_HTTP_PORT: 65536 is not between 0 and 65535
            TOCSIN_KAFKA_BOOTSTRAP_SERVER  | b:9092         | TOCSIN_KAFKA_BOOTSTRAP_SERVER: is no setting of Kafka (did you mean bootstrap.servers?)
            TOCSIN_KAFKA_BOOTSTRAP_SERVERS | b              | TOCSIN_KAFKA_BOOTSTRAP_SERVERS: "b" is no broker's address
            TOCSIN_KAFKA_BOOTSTRAP_SERVERS | b:0            | has no port between 1 and 65535
            TOCSIN_KAFKA_BOOTSTRAP_SERVERS | kafka://b:9092 | has a scheme; write b:9092
            TOCSIN_KAFKA_BOOTSTRAP_SERVERS | embeded        | did you mean embedded?
            TOCSIN_KAFKA_BROKERS           | b:9092         | TOCSIN_KAFKA_BROKERS: is no setting of Kafka
            TOCSIN_KAFKA_SECURITY_PROTOCOL | TLS            | TOCSIN_KAFKA_SECURITY_PROTOCOL: "TLS" is no value for it
            TOCSIN_SCHEMA_REGISTRY_URL     | registry:8081  | TOCSIN_SCHEMA_REGISTRY_URL: "registry:8081" has no scheme
            TOCSIN_SCHEMA_REGISTRY_URL     | http://r:99999 | is no address
            TOCSIN_DATA_DRI                | /tmp           | did you mean TOCSIN_DATA_DIR?
            TOCSIN_TOPICS_PARTITIONS       | 0              | TOCSIN_TOPICS_PARTITIONS: 0 is not between 1 and 10000
            """)
    void aVariableThatIsWrongIsToldByItsName(String name, String value, String says) throws IOException {
        // Given
        Path config = Files.writeString(folder.resolve("tocsin.yaml"), "data-dir: data\n");

        // When
        String told = SettingsReader.examine(config, Map.of(name, value)).problems().toString();

        // Then
        assertTrue(told.contains(says), told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TOCSIN_PORT", "TOCSIN_SERVICE_HOST", "TOCSIN_PORT_8080_TCP_ADDR",
            "TOCSIN_KAFKA_CONFLUENT_MONITORING_INTERCEPTOR_TOPIC", "TOCSIN_HEAP", "PATH"})
    void variablesOfOthersAreLeftAlone(String name) throws IOException {
        // Given
        Path config = Files.writeString(folder.resolve("tocsin.yaml"), "data-dir: data\n");

        // Then
        assertEquals(List.of(), SettingsReader.examine(config, Map.of(name, "1")).problems());
    }
}
