package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.doubles.tls.TestAuthority;
import tocsin.doubles.tls.TestAuthority.Issued;
import tocsin.transit.TlsSettings;
import tocsin.transit.Transit;

/// How requests reach us is refused where keys could be read on the way, and each fault is told at its place.
class TransitReaderTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("Test authority");
    private static final Issued GOOD = AUTHORITY.server("EC", 256, 90 * 86_400);

    @TempDir
    private Path folder;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(folder.resolve("chain"), TestAuthority.chain(GOOD.chain()));
        Files.writeString(folder.resolve("key"), TestAuthority.key(GOOD.key()));
        Files.writeString(folder.resolve("other"), TestAuthority.key(AUTHORITY.server("EC", 256, 86_400).key()));
        Files.writeString(folder.resolve("late"), TestAuthority.chain(AUTHORITY.server("EC", 256, -1).chain()));
        Files.setPosixFilePermissions(folder.resolve("key"), PosixFilePermissions.fromString("rw-------"));
    }

    private SettingsReader.Examined examine(String http, Map<String, String> environment) throws IOException {
        return SettingsReader.examine(Files.writeString(folder.resolve("tocsin.yaml"),
                "kafka: {bootstrap.servers: embedded}\nhttp:\n" + http.replace("DIR", folder.toString())), environment);
    }

    private List<String> problems(String http, Map<String, String> environment) throws IOException {
        return examine(http, environment).problems().stream().map(Object::toString)
                .map(problem -> problem.replace(folder.resolve("tocsin.yaml").toString(), "FILE")).toList();
    }

    private static void told(List<String> problems, String... parts) {
        assertEquals(1, problems.size(), problems::toString);
        for (String part : parts) {
            assertTrue(problems.getFirst().contains(part), () -> part + " in " + problems);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "\"::\"", "192.0.2.1", "no-such-host.invalid", "\"[::]\""})
    void listeningForOtherMachinesWithoutProtectionIsRefused(String host) throws IOException {
        told(problems("  host: " + host + "\n", Map.of()), "FILE:3:9: http.host: ", "is reached from other machines",
                "http.tls", "http.trusted-proxies");
        assertEquals(List.of(), problems("  host: " + host + "\n  trusted-proxies: [10.0.0.0/8]\n", Map.of()));
        assertEquals(List.of(),
                problems("  host: " + host + "\n  tls: {certificate: DIR/chain, key: DIR/key}\n", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "\"::1\"", "localhost", "\"[::1]\""})
    void onThisMachineNothingIsAskedFor(String host) throws IOException {
        assertEquals(List.of(), problems("  host: " + host + "\n", Map.of()));
    }

    @Test
    void whatTheEnvironmentSaysIsToldByItsName() throws IOException {
        told(problems("  port: 8080\n", Map.of("TOCSIN_HTTP_HOST", "0.0.0.0")), "TOCSIN_HTTP_HOST: \"0.0.0.0\"");
        assertEquals(List.of(), problems("  port: 8080\n", Map.of("TOCSIN_HTTP_HOST", "0.0.0.0",
                "TOCSIN_HTTP_TRUSTED_PROXIES", "10.0.0.0/8, fd00::/8")));
        told(problems("  port: 8080\n", Map.of("TOCSIN_HTTP_TRUSTED_PROXIES", "10.0.0.0/8,proxy")),
                "TOCSIN_HTTP_TRUSTED_PROXIES: \"proxy\" is no address");
        told(problems("  port: 8080\n", Map.of("TOCSIN_HTTP_TRUSTED_PROXIES", " ")), "names nobody");
        told(problems("  port: 8080\n", Map.of("TOCSIN_HTTP_TLS_CERTIFICATE", folder.resolve("chain").toString(),
                "TOCSIN_HTTP_TLS_KEY", folder.resolve("other").toString())), "TOCSIN_HTTP_TLS_KEY: ",
                "does not belong");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{certificate: DIR/nothing, key: DIR/key}|FILE:3:22: http.tls.certificate|no such file",
            "{certificate: DIR/chain, key: DIR/other}|http.tls.key|does not belong",
            "{certificate: DIR/late, key: DIR/key}|http.tls.key|does not belong",
            "{certificate: DIR, key: DIR/key}|http.tls.certificate|it is a folder",
            "{certificate: DIR/chain}|FILE:3:8: http.tls|give certificate and key",
            "{key: DIR/key}|http.tls|give certificate and key",
            "{keystore: DIR/key, certificate: DIR/chain}|http.tls|not both",
            "{hsts: P1D}|http.tls|give certificate and key",
            "{certificate: DIR/chain, key: DIR/key, hsts: soon}|http.tls.hsts|no duration",
            "{certificate: DIR/chain, key: DIR/key, hsts: -PT1S}|http.tls.hsts|no duration",
            "{certificate: DIR/chain, key: DIR/key, password: a, password-file: DIR/other}|http.tls.password-file|give one",
            "{keystore: DIR/chain, password: secret word}|http.tls.password|no PKCS#12",
            "{certificate: DIR/chain, key: DIR/key, cert: x}|http.tls|cert"})
    void aCertificateThatCannotBeUsedIsToldAtItsPlace(String tls, String place, String words) throws IOException {
        List<String> problems = problems("  tls: " + tls + "\n", Map.of());
        told(problems, place, words);
        assertTrue(!problems.toString().contains("secret word"), problems::toString);
    }

    @Test
    void anExpiredOneHindersNoStart() throws IOException {
        Issued late = AUTHORITY.server("EC", 256, -1);
        Files.writeString(folder.resolve("late"), TestAuthority.chain(late.chain()) + TestAuthority.key(late.key()));
        assertEquals(List.of(), problems("  tls: {certificate: DIR/late, key: DIR/late}\n", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[proxy]", "[0.0.0.0/0]", "[10.0.0.1/8]", "10.0.0.1", "{}"})
    void proxiesThatAreNoneAreTold(String proxies) throws IOException {
        List<String> problems = problems("  trusted-proxies: " + proxies + "\n", Map.of());
        assertTrue(problems.getFirst().startsWith("FILE:3:20: http.trusted-proxies"), problems::toString);
    }

    @Test
    void everythingThatIsSaidIsRead() throws IOException {
        // When
        Transit transit = examine("  public-url: https://alerts.example.gov\n  trusted-proxies: [10.0.0.0/8]\n"
                + "  tls: {certificate: DIR/chain, key: DIR/key, password: \"${WORD}\", hsts: PT0S}\n",
                Map.of("WORD", "x")).settings().http().transit();

        // Then
        assertEquals(Optional.of(new TlsSettings(
                new TlsSettings.Pem(folder.resolve("chain"), folder.resolve("key")),
                Optional.of(new TlsSettings.Given("x")), Duration.ZERO)), transit.tls());
        assertTrue(!transit.toString().contains("x]"), "no secret is printed: " + transit);
        assertEquals("[10.0.0.0/8]", transit.proxies().toString());
        assertTrue(transit.isSecure());
        assertTrue(!examine("  port: 1\n", Map.of()).settings().http().transit().isSecure());
    }
}
