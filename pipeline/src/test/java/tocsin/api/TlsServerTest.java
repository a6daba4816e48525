package tocsin.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.config.RoutesConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.attacks.Wire;
import tocsin.console.ConsolePages;
import tocsin.doubles.Until;
import tocsin.doubles.tls.TestAuthority;
import tocsin.doubles.tls.TestAuthority.Issued;
import tocsin.intake.Bounds;
import tocsin.intake.Role;
import tocsin.model.Sha256;
import tocsin.observe.Health;
import tocsin.observe.Meters;
import tocsin.readmodel.ReadModel;
import tocsin.transit.ClientTrust;
import tocsin.transit.TlsSettings;
import tocsin.transit.Transit;
import tocsin.transit.TrustedProxies;

/// TLS on the real server: what is spoken, renewed, told, and bounded.
class TlsServerTest {
    private static final long DAY = 86_400;
    private static final TestAuthority AUTHORITY = new TestAuthority("Test authority");
    private static final Issued FIRST = AUTHORITY.server("EC", 256, 90 * DAY);
    private static final Issued SECOND = AUTHORITY.server("RSA", 2048, 90 * DAY);
    private static final String ASK = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;
    private final Health health = new Health();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final SseSeats seats = new SseSeats(new ReadModel(), new FairSeats(10, 10, 0, Duration.ZERO),
            new HttpLimits.Listeners(10, 10), Duration.ofMillis(200), new Meters(new SimpleMeterRegistry()));
    private final CountDownLatch floods = new CountDownLatch(1);
    private HttpApi api;

    @BeforeEach
    void start() throws IOException {
        write(FIRST);
        api = new HttpApi(health, List.of(new ApiKey(new Caller("duty", Role.ADMINISTRATOR, null, null, Bounds.NONE),
                Sha256.of("duty".getBytes(StandardCharsets.UTF_8)))), now::get,
                new HttpLimits(new HttpLimits.Connections(40, 10), new HttpLimits.Bodies(20, Duration.ofSeconds(5), 10),
                        new HttpLimits.Listeners(4, 2), 3),
                new Meters(new SimpleMeterRegistry()), () -> "", this::routes,
                new Transit(Optional.of(settings()), TrustedProxies.NONE, Optional.empty()));
        api.start("127.0.0.1", 0);
    }

    /// The console's pages, and one that never ends to tell events.
    private void routes(RoutesConfig routes) {
        ConsolePages.routes(routes, Access.OPEN, Reach.EVERYWHERE);
        routes.get("/flood", request -> seats.serve(request,
                new Caller("duty", Role.DUTY_OFFICER, null, null, Bounds.NONE), (kind, record) -> {}, client -> {
                    while (!client.isGone()) {
                        client.comment("x".repeat(100_000));
                    }
                    floods.countDown();
                }), Access.OPEN, Reach.EVERYWHERE);
    }

    private TlsSettings settings() {
        return new TlsSettings(new TlsSettings.Pem(folder.resolve("chain"), folder.resolve("key")), Optional.empty(),
                Duration.ofDays(365));
    }

    private void write(Issued issued) throws IOException {
        Files.writeString(folder.resolve("chain"), TestAuthority.chain(issued.chain()));
        Files.writeString(folder.resolve("key"), TestAuthority.key(issued.key()));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private URI server() {
        return URI.create("http://127.0.0.1:" + api.port());
    }

    private static SSLContext trusting() throws IOException {
        Path file = Files.createTempFile("authority", ".pem");
        Files.writeString(file, TestAuthority.chain(List.of(AUTHORITY.certificate())));
        return ClientTrust.context(file, Optional.empty());
    }

    private SSLSocket connect(String... protocols) throws IOException {
        SSLSocket socket = (SSLSocket) trusting().getSocketFactory().createSocket();
        socket.connect(new InetSocketAddress("127.0.0.1", api.port()), 5_000);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        return socket;
    }

    private static String ask(Socket socket, String request) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(request.getBytes(StandardCharsets.UTF_8));
        out.flush();
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private X509Certificate shown() throws IOException {
        try (SSLSocket socket = connect()) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void itSpeaksWithModernSuitesAndTellsBrowsersToComeBackSo(String protocol) throws IOException {
        try (SSLSocket socket = connect(protocol)) {
            // When
            String answer = ask(socket, ASK);

            // Then
            assertEquals(protocol, socket.getSession().getProtocol());
            assertTrue(
                    socket.getSession().getCipherSuite().matches("TLS_(ECDHE_.*|AES.*|CHACHA.*)(GCM|POLY1305)_SHA.*"),
                    socket.getSession().getCipherSuite());
            assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
            assertTrue(answer.contains("Strict-Transport-Security: max-age=31536000\r\n"), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"})
    void oldSuitesAreNotSpoken(String suite) throws IOException {
        try (SSLSocket socket = connect("TLSv1.2")) {
            socket.setEnabledCipherSuites(new String[]{suite});
            assertThrows(IOException.class, socket::startHandshake);
        }
    }

    @Test
    void everyRouteSaysItAndCookiesAreSecure() throws IOException {
        for (String route : api.routeTable().stream().map(one -> one.method() + " " + one.path())
                .filter(one -> !one.endsWith("/flood")).toList()) {
            String[] parts = route.replaceAll("\\{[^}]*}", "some").split(" ");
            try (SSLSocket socket = connect()) {
                String answer = ask(socket, parts[0] + " " + parts[1]
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 4\r\n\r\nduty");
                assertTrue(answer.contains("Strict-Transport-Security: "), () -> route + answer);
                boolean holds = List.of("/session", "/sign-out").contains(parts[1]);
                assertEquals(holds, answer.contains("Set-Cookie: tocsin-session="), route);
                assertEquals(holds, answer.contains("; Secure"), route);
            }
        }
    }

    @Test
    void aRenewedCertificateIsShownWithoutARestartAndListenersHearOfIt() throws Exception {
        // Given
        List<X509Certificate> told = new CopyOnWriteArrayList<>();
        api.onCertificate(told::add);
        assertEquals(FIRST.chain().getFirst(), shown());
        try (SSLSocket before = connect()) {
            before.startHandshake();

            // When
            write(SECOND);
            api.lookAtCertificate();
            api.lookAtCertificate();

            // Then
            assertEquals(SECOND.chain().getFirst(), shown());
            assertTrue(ask(before, ASK).startsWith("HTTP/1.1 200"), "a connection from before goes on");
        }
        assertEquals(List.of(FIRST.chain().getFirst(), SECOND.chain().getFirst()), told);
    }

    @Test
    void aRenewalThatCannotBeUsedIsToldInHealthAndNothingElseChanges() throws Exception {
        // When
        Files.writeString(folder.resolve("key"), TestAuthority.key(SECOND.key()));
        api.lookAtCertificate();
        Until.holds("told by its own next look", () -> health.of("tls").contains("does not belong"));

        // Then
        assertEquals(FIRST.chain().getFirst(), shown());
        assertTrue(health.isReady(), "it can store");

        // When it is taken back
        write(FIRST);
        api.lookAtCertificate();
        assertEquals(Health.OK, health.of("tls"));
    }

    @Test
    void theEndIsToldBeforeItComes() {
        // Given
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Health health = new Health();
        TlsServer server = new TlsServer(settings(), now::get, health, new Meters(registry));
        assertEquals(90.0 * DAY, registry.get("tocsin.tls.certificate.expiry.seconds").gauge().value(), 60);
        assertEquals(Health.OK, health.of("tls"));

        // When, Then
        now.set(Instant.now().plusSeconds(80 * DAY));
        server.look();
        assertTrue(health.of("tls").contains("the certificate expires at"), health.of("tls"));
        assertEquals(10.0 * DAY, registry.get("tocsin.tls.certificate.expiry.seconds").gauge().value(), 60);
        now.set(Instant.now().plusSeconds(91 * DAY));
        server.look();
        assertTrue(health.of("tls").contains("the certificate expired at"), health.of("tls"));
        assertTrue(registry.get("tocsin.tls.certificate.expiry.seconds").gauge().value() < 0);
    }

    @Test
    void connectionsAreBoundedOnceEachAlsoBeforeTheyShookHands() throws Exception {
        // Given more than may be open, none of which says anything
        List<Wire> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 45; i++) {
                silent.add(new Wire(server(), PATIENCE));
            }

            // When, Then
            Until.holds("bounded", () -> api.connections() <= 30);
            Until.holds("counted once each", () -> api.connections() >= 25);
            assertEquals(FIRST.chain().getFirst(), shown());
        } finally {
            for (Wire one : silent) {
                one.close();
            }
        }
        Until.holds("none left", () -> api.connections() == 0);
    }

    @Test
    void aListenerThatDoesNotReadIsCutOff() throws Exception {
        try (SSLSocket socket = connect()) {
            // When
            socket.getOutputStream().write(ASK.replace("GET /", "GET /flood").getBytes(StandardCharsets.UTF_8));

            // Then
            Until.holds("cut off", () -> {
                seats.cutStuck();
                return floods.getCount() == 0;
            });
        }
    }

    @Test
    void whoSpeaksPlainHttpGetsNothing() throws IOException {
        try (Wire wire = new Wire(server(), PATIENCE)) {
            String answer = wire.send(ASK).rest();
            assertTrue(!answer.contains("HTTP/1.1 2"), answer);
        }
    }

    @Test
    void aClientBelievesTheNamedAuthorityOrTheOneItKnowsAndNobodyElse() throws IOException {
        // Given
        Path other = Files.writeString(folder.resolve("other.pem"),
                TestAuthority.chain(List.of(new TestAuthority("Another").certificate())));

        // When, Then
        assertThrows(SSLException.class, () -> handshake(ClientTrust.context(null, Optional.empty())));
        assertThrows(SSLException.class, () -> handshake(ClientTrust.context(other, Optional.empty())));
        assertThrows(SSLException.class,
                () -> handshake(ClientTrust.context(null, Optional.of(SECOND.chain().getFirst()))));
        handshake(ClientTrust.context(other, Optional.of(FIRST.chain().getFirst())));
        handshake(trusting());
        assertThrows(IllegalArgumentException.class,
                () -> ClientTrust.context(folder.resolve("key"), Optional.empty()));
        assertThrows(IllegalArgumentException.class,
                () -> ClientTrust.context(folder.resolve("nothing"), Optional.empty()));
    }

    private void handshake(SSLContext context) throws IOException {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", api.port())) {
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.startHandshake();
        }
    }
}
