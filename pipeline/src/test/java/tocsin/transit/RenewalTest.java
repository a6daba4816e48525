package tocsin.transit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tocsin.doubles.tls.TestAuthority;
import tocsin.doubles.tls.TestAuthority.Issued;

/// A renewed certificate is noticed whole, and one that cannot be used is told once.
class RenewalTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("Test authority");
    private static final Issued FIRST = AUTHORITY.server("EC", 256, 86_400);
    private static final Issued SECOND = AUTHORITY.server("EC", 256, 86_400);

    @TempDir
    private Path folder;
    private Renewal renewal;

    @BeforeEach
    void begin() throws Exception {
        chain(FIRST);
        key(FIRST);
        renewal = Renewal.begin(new TlsSettings(new TlsSettings.Pem(folder.resolve("chain"), folder.resolve("key")),
                Optional.empty(), Duration.ZERO)).renewal();
    }

    private void chain(Issued issued) throws IOException {
        Files.writeString(folder.resolve("chain"), TestAuthority.chain(issued.chain()));
    }

    private void key(Issued issued) throws IOException {
        Files.writeString(folder.resolve("key"), TestAuthority.key(issued.key()));
    }

    private Renewal.Found look() {
        return renewal.look(Instant.now());
    }

    private void finds(Renewal.Found expected) {
        assertEquals(expected, look());
    }

    private void findsAnother(Issued issued) {
        assertEquals(issued.chain(), assertInstanceOf(Renewal.Another.class, look()).key().chain());
    }

    @Test
    void aRenewedPairIsTakenWhenASecondLookFindsTheSame() throws IOException {
        finds(new Renewal.Nothing());
        chain(SECOND);
        key(SECOND);
        finds(new Renewal.Nothing());
        findsAnother(SECOND);
        finds(new Renewal.Nothing());
    }

    @Test
    void aPairThatIsHalfWrittenIsNeverTaken() throws IOException {
        // When half of it is there, and a chain that grows
        chain(SECOND);
        finds(new Renewal.Nothing());
        key(SECOND);
        Files.writeString(folder.resolve("chain"), TestAuthority.chain(SECOND.chain().subList(0, 1)));
        finds(new Renewal.Nothing());
        chain(SECOND);
        finds(new Renewal.Nothing());

        // Then
        findsAnother(SECOND);
    }

    @Test
    void whatCannotBeUsedIsToldOnceAndTheOneBeforeStays() throws IOException {
        chain(SECOND);
        finds(new Renewal.Nothing());
        assertTrue(assertInstanceOf(Renewal.Unusable.class, look()).sentence().contains("does not belong"));
        finds(new Renewal.Nothing());
        finds(new Renewal.Nothing());

        // When it is mended
        key(SECOND);
        finds(new Renewal.Nothing());
        findsAnother(SECOND);
    }

    @Test
    void aFileThatIsAwayIsToldOnceAndItsReturnIsNoticed() throws IOException {
        Files.delete(folder.resolve("key"));
        finds(new Renewal.Nothing());
        assertTrue(assertInstanceOf(Renewal.Unusable.class, look()).sentence().contains("no such file"));
        finds(new Renewal.Nothing());
        key(FIRST);
        finds(new Renewal.AsBefore());
        finds(new Renewal.Nothing());
    }

    @Test
    void oneThatIsNotValidYetIsTakenWhenItIs() throws IOException {
        // Given
        Instant from = Instant.now().plusSeconds(3600);
        Issued early = AUTHORITY.issue("EC", 256, from, from.plusSeconds(86_400), KeyPurposeId.id_kp_serverAuth);
        chain(early);
        key(early);
        look();
        assertInstanceOf(Renewal.Unusable.class, look());

        // When, Then
        assertInstanceOf(Renewal.Another.class, renewal.look(from.plusSeconds(2)));
    }
}
