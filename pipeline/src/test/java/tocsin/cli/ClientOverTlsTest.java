package tocsin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.api.Access;
import tocsin.api.ApiKey;
import tocsin.api.Caller;
import tocsin.api.HttpApi;
import tocsin.api.HttpLimits;
import tocsin.api.Reach;
import tocsin.console.ConsolePages;
import tocsin.doubles.tls.TestAuthority;
import tocsin.doubles.tls.TestAuthority.Issued;
import tocsin.intake.Bounds;
import tocsin.intake.Role;
import tocsin.model.Sha256;
import tocsin.observe.Health;
import tocsin.observe.Meters;
import tocsin.transit.TlsSettings;
import tocsin.transit.Transit;
import tocsin.transit.TrustedProxies;

/// Commands speak TLS, with whom they can believe.
class ClientOverTlsTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("Test authority");
    private static final Issued SERVER = AUTHORITY.server("EC", 256, 86_400);

    @TempDir
    private Path folder;
    private HttpApi api;

    @BeforeEach
    void start() throws IOException {
        begin("127.0.0.1");
    }

    private void begin(String host) throws IOException {
        Files.writeString(folder.resolve("chain"), TestAuthority.chain(SERVER.chain()));
        Files.writeString(folder.resolve("key"), TestAuthority.key(SERVER.key()));
        Files.writeString(folder.resolve("authority"), TestAuthority.chain(List.of(AUTHORITY.certificate())));
        api = new HttpApi(new Health(), List.of(new ApiKey(new Caller("duty", Role.ADMINISTRATOR, null, null,
                Bounds.NONE), Sha256.of("duty".getBytes(StandardCharsets.UTF_8)))), Clock.systemUTC(),
                HttpLimits.defaults(), new Meters(new SimpleMeterRegistry()), () -> "",
                routes -> ConsolePages.routes(routes, Access.OPEN, Reach.EVERYWHERE),
                new Transit(Optional.of(new TlsSettings(
                        new TlsSettings.Pem(folder.resolve("chain"), folder.resolve("key")), Optional.empty(),
                        Duration.ofDays(1))), TrustedProxies.NONE, Optional.empty()));
        api.start(host, 0);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private Map<String, String> environment(String host, String authority) {
        Map<String, String> environment = new HashMap<>(
                Map.of("TOCSIN_URL", "https://" + host + ":" + api.port(), "TOCSIN_API_KEY", "duty"));
        if (!authority.isEmpty()) {
            environment.put("TOCSIN_CA_FILE", folder.resolve(authority).toString());
        }
        return environment;
    }

    private static int status(Map<String, String> environment, Path dataDir) {
        try (TocsinClient client = TocsinClient.find(environment, dataDir)) {
            return client.get("/api/v1/deployment").status();
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "localhost"})
    void whoIsVouchedForByTheNamedAuthorityIsAsked(String host) {
        assertEquals(503, status(environment(host, "authority"), null), "it is starting, and said so over TLS");
    }

    @ParameterizedTest
    @CsvSource({"'',TOCSIN_CA_FILE", "key,holds", "nothing,no such file"})
    void whoeverElseIsNotBelievedAndWhatToDoIsSaid(String authority, String words) {
        String said = assertThrows(CommandFailure.class, () -> status(environment("127.0.0.1", authority), null))
                .getMessage();
        assertTrue(said.contains(words), said);
    }

    @Test
    void whoForgetsTheSIsToldSo() {
        Map<String, String> environment = Map.of("TOCSIN_URL", "http://127.0.0.1:" + api.port(), "TOCSIN_API_KEY",
                "duty");
        String said = assertThrows(CommandFailure.class, () -> status(environment, null)).getMessage();
        assertTrue(said.contains("does it speak TLS (https://)?"), said);
    }

    @Test
    void theTocsinOfADataFolderIsBelievedUnderAnyName() throws IOException {
        // Given
        stop();
        begin("127.0.0.2");
        Files.writeString(folder.resolve("endpoint.json"),
                "{\"url\": \"https://127.0.0.2:" + api.port() + "\", \"apiKey\": \"duty\"}");

        // When, Then
        assertThrows(CommandFailure.class, () -> status(Map.of(), folder), "nobody vouches for it");
        Files.writeString(folder.resolve("tls-certificate.pem"), TestAuthority.chain(SERVER.chain().subList(0, 1)));
        assertEquals(503, status(Map.of(), folder));
    }
}
