package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Settings of TLS and passwords that do not fit together are told with their line, and no value is.
class KafkaSecurityCheckTest {
    private static final String SECRET = "geheim-4711-und-noch-mehr";

    @TempDir
    private Path folder;

    private SettingsReader.Examined examined(String kafka, Map<String, String> environment) throws IOException {
        Path file = folder.resolve("tocsin.yaml");
        Files.writeString(file, kafka);
        return SettingsReader.examine(file, environment);
    }

    private String problems(SettingsReader.Examined examined) {
        return examined.problems().stream().map(Object::toString).collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            sasl.mechanism: PLAIN                                         | :3:19: kafka.sasl.mechanism: asks for a password to be shown, and security.protocol is PLAINTEXT
            security.protocol: SASL_SSL, sasl.mechanism: SCRAM-SHA-512    | sasl.jaas.config is missing; write it as: org.apache.kafka.common.security.scram.ScramLoginModule required
            security.protocol: SSL, sasl.mechanism: PLAIN                 | :3:22: kafka.security.protocol: asks for a password to be shown, and security.protocol is SSL, which shows none; set security.protocol to SASL_SSL
            ssl.truststore.type: PEM                                      | set security.protocol to SSL, or leave the settings of ssl out
            security.protocol: SSL, ssl.truststore.location: /nowhere/x   | kafka.ssl.truststore.location: names no file that can be read
            security.protocol: SSL, ssl.keystore.password: geheim-4711-und-noch-mehr | needs ssl.keystore.location, which is missing
            security.protocol: SASL_SSL, sasl.mechanism: PLAIN, sasl.jaas.config: "org.apache.kafka.common.security.scram.ScramLoginModule required username=a password=geheim-4711-und-noch-mehr;" | does not begin with the login module of PLAIN
            security.protocol: SASL_SSL, sasl.mechanism: PLAIN, sasl.jaas.config: "org.apache.kafka.common.security.plain.PlainLoginModule required username=a password=geheim-4711-und-noch-mehr" | does not end with a semicolon
            security.protocol: SASL_SSL, sasl.mechanism: PLAIN, sasl.jaas.config: "org.apache.kafka.common.security.plain.PlainLoginModule required username=geheim-4711-und-noch-mehr;" | lacks required, username or password
            security.protocol: SASL_SSL, sasl.mechanism: PLAIN, sasl.jaas.config: "org.apache.kafka.common.security.plain.PlainLoginModule required username=a password='';" | lacks
            security.protocol: SASL_SSL, sasl.jaas.config: "org.apache.kafka.common.security.plain.PlainLoginModule required username=a password=b;" | sasl.mechanism is missing
            """)
    void whatIsMissingOrContradictsIsToldWithItsLineAndWithoutAValue(String settings, String problem)
            throws IOException {
        // When
        String problems = problems(
                examined("kafka:\n  bootstrap.servers: 127.0.0.1:1\n  " + settings.replace(", s", "\n  s") + "\n",
                        Map.of()));

        // Then
        if (!problem.equals("lacks")) {
            assertTrue(problems.contains(problem), problems);
        }
        assertFalse(problems.contains(SECRET), problems);
    }

    @Test
    void theEmbeddedBrokerTakesNoUserOfSomebodyElse() throws IOException {
        String problems = problems(examined("""
                kafka:
                  sasl.mechanism: PLAIN
                schema-registry: {basic-auth: "a:b"}
                """, Map.of()));
        assertTrue(problems.contains(":2:19: kafka.sasl.mechanism: is of a broker of your own"), problems);
        assertTrue(problems.contains("schema-registry.basic-auth: is of a registry of your own"), problems);
    }

    @Test
    void aPasswordComesFromAFileOrALineOfOneOrTheEnvironment() throws IOException {
        // Given
        Path secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
        Path client = Files.writeString(folder.resolve("client.properties"), """
                bootstrap.servers=127.0.0.1:1
                security.protocol=SASL_PLAINTEXT
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="a" password="b";
                schema.registry.url=https://registry:8081
                basic.auth.user.info=a:b
                """);

        // When
        SettingsReader.Examined examined = examined("""
                kafka: {file: %s, client.id: mine}
                schema-registry: {file: %s}
                intake: {signing-secret: "${file:%s}"}
                api-keys: []
                serde: "${file:%s:sasl.mechanism}${X}"
                """.formatted(client, client, secret, client), Map.of("X", "-x"));
        TocsinSettings settings = examined.settings();

        // Then
        assertEquals("", problems(examined));
        assertEquals("127.0.0.1:1", settings.kafka().get("bootstrap.servers"));
        assertEquals("SASL_PLAINTEXT", settings.kafka().get("security.protocol"));
        assertEquals("mine", settings.kafka().get("client.id"));
        assertEquals("https://registry:8081", settings.registry().url());
        assertEquals("a:b", settings.registry().basicAuth());
        assertEquals(SECRET, settings.signingSecret());
        assertEquals("PLAIN-x", settings.serde());
        assertFalse(settings.toString().contains("password"), settings::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ${file:/nowhere/at/all}   | cannot be read
            ${file:/nowhere:key}      | cannot be read
            """)
    void aFileThatIsNotThereIsTold(String value, String problem) throws IOException {
        String problems = problems(examined("serde: \"" + value + "\"\n", Map.of()));
        assertTrue(problems.contains(":1:8: serde: ") && problems.contains(problem), problems);
    }

    @Test
    void aFileIsReadToItsBoundOnly() throws IOException {
        Path large = Files.writeString(folder.resolve("large"), "x".repeat(64 * 1024 + 1));
        String problems = problems(examined("serde: \"${file:" + large + "}\"\n", Map.of()));
        assertTrue(problems.contains("it has more than 65536 bytes"), problems);
    }
}
