package tocsin.transit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.doubles.tls.TestAuthority;
import tocsin.doubles.tls.TestAuthority.Issued;
import tocsin.transit.UnusableTlsException.Part;

/// Which certificates are taken, and what is said of others. No secret is said.
class TlsKeyReaderTest {
    private static final long DAY = 86_400;
    private static final TestAuthority AUTHORITY = new TestAuthority("Test authority");
    private static final Issued GOOD = AUTHORITY.server("EC", 256, 90 * DAY);

    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private TlsSettings pem(String chain, String key, String password) throws IOException {
        return new TlsSettings(new TlsSettings.Pem(file("chain.pem", chain), file("key.pem", key)),
                Optional.ofNullable(password).map(TlsSettings.Given::new), Duration.ofDays(365));
    }

    private static TlsKey read(TlsSettings settings) throws UnusableTlsException {
        return TlsKeyReader.read(settings, Instant.now());
    }

    private static String refused(Part part, String words, TlsSettings settings) {
        UnusableTlsException refusal = assertThrows(UnusableTlsException.class, () -> read(settings));
        assertEquals(part, refusal.part(), refusal::sentence);
        assertTrue(refusal.sentence().contains(words), refusal::sentence);
        assertFalse(refusal.sentence().contains("secret word"), refusal::sentence);
        assertTrue(refusal.sentence().startsWith(settings.files().all().getFirst().getParent().toString()),
                refusal::sentence);
        return refusal.sentence();
    }

    @ParameterizedTest
    @CsvSource({"EC,256", "EC,384", "RSA,2048"})
    void keysOfBothKindsAreReadOpenAndEncryptedAndFromAKeystore(String kind, int bits) throws Exception {
        // Given
        Issued issued = AUTHORITY.server(kind, bits, 90 * DAY);
        String chain = TestAuthority.chain(issued.chain());
        TestAuthority.keystore(folder.resolve("tls.p12"), "secret word", issued);
        Path password = file("password", "secret word\n");

        // When
        List<TlsKey> read = List.of(read(pem(chain, TestAuthority.key(issued.key()), null)),
                read(pem(chain, TestAuthority.key(issued.key(), "secret word"), "secret word")),
                read(new TlsSettings(new TlsSettings.Pem(file("both.pem", TestAuthority.key(issued.key()) + chain),
                        folder.resolve("both.pem")), Optional.empty(), Duration.ZERO)),
                read(new TlsSettings(new TlsSettings.Pkcs12(folder.resolve("tls.p12")),
                        Optional.of(new TlsSettings.InFile(password)), Duration.ZERO)));

        // Then
        for (TlsKey one : read) {
            assertEquals(issued.key(), one.key());
            assertEquals(issued.chain(), one.chain());
        }
    }

    @Test
    void whatStandsBetweenBlocksIsNoMatter() throws Exception {
        String chain = "Bag Attributes\r\n" + TestAuthority.chain(GOOD.chain()).replace("\n", "\r\n") + "# end\n";
        assertEquals(GOOD.chain(), read(pem(chain, TestAuthority.key(GOOD.key()), null)).chain());
    }

    @Test
    void whatCannotBeUsedIsToldByFileWithWhatToDo() throws Exception {
        String chain = TestAuthority.chain(GOOD.chain());
        String key = TestAuthority.key(GOOD.key());
        Issued other = AUTHORITY.server("EC", 256, DAY);

        refused(Part.CERTIFICATE, "holds no certificate", pem("", key, null));
        refused(Part.CERTIFICATE, "cut off", pem(chain.substring(0, chain.length() / 3), key, null));
        refused(Part.CERTIFICATE, "cut off", pem(chain.substring(0, chain.length() - 10), key, null));
        refused(Part.CERTIFICATE, "damaged", pem(chain.replaceFirst("MII", "AAA"), key, null));
        refused(Part.CERTIFICATE, "does not vouch",
                pem(TestAuthority.chain(List.of(GOOD.chain().get(0), other.chain().get(0))), key, null));
        refused(Part.KEY, "does not belong", pem(chain, TestAuthority.key(other.key()), null));
        refused(Part.KEY, "does not belong",
                pem(chain, TestAuthority.key(AUTHORITY.server("RSA", 2048, DAY).key()), null));
        refused(Part.KEY, "holds no key", pem(chain, chain, null));
        refused(Part.KEY, "holds 2 keys", pem(chain, key + key, null));
        refused(Part.KEY, "cut off", pem(chain, key.substring(0, 60), null));
        refused(Part.KEY, "damaged", pem(chain, TestAuthority.pem("PRIVATE KEY", new byte[]{1, 2, 3}), null));
        refused(Part.KEY, "openssl pkcs8", pem(chain, key.replace("PRIVATE KEY", "EC PRIVATE KEY"), null));
        refused(Part.KEY, "is encrypted", pem(chain, TestAuthority.key(GOOD.key(), "secret word"), null));
        refused(Part.PASSWORD, "does not open", pem(chain, TestAuthority.key(GOOD.key(), "secret word"), "other"));
        refused(Part.CERTIFICATE, "there is no such file",
                new TlsSettings(new TlsSettings.Pem(folder.resolve("nothing"), folder.resolve("nothing")),
                        Optional.empty(), Duration.ZERO));
        refused(Part.CERTIFICATE, "over 1 MiB", pem("x".repeat(1024 * 1024 + 1), key, null));
        refused(Part.PASSWORD_FILE, "cannot be read", new TlsSettings(pem(chain, key, null).files(),
                Optional.of(new TlsSettings.InFile(folder.resolve("nothing"))), Duration.ZERO));
    }

    @Test
    void certificatesOfAnotherTimeOrPurposeAreRefused() throws Exception {
        Instant now = Instant.now();
        for (Issued late : List.of(AUTHORITY.server("EC", 256, -1))) {
            refused(Part.CERTIFICATE, "expired at", pem(TestAuthority.chain(late.chain()),
                    TestAuthority.key(late.key()), null));
        }
        Issued early = AUTHORITY.issue("EC", 256, now.plusSeconds(DAY), now.plusSeconds(2 * DAY),
                KeyPurposeId.id_kp_serverAuth);
        refused(Part.CERTIFICATE, "not valid before",
                pem(TestAuthority.chain(early.chain()), TestAuthority.key(early.key()), null));
        Issued mail = AUTHORITY.issue("EC", 256, now.minusSeconds(DAY), now.plusSeconds(DAY),
                KeyPurposeId.id_kp_emailProtection);
        refused(Part.CERTIFICATE, "not meant for servers",
                pem(TestAuthority.chain(mail.chain()), TestAuthority.key(mail.key()), null));
        Issued weak = AUTHORITY.server("RSA", 1024, DAY);
        refused(Part.CERTIFICATE, "too weak",
                pem(TestAuthority.chain(weak.chain()), TestAuthority.key(weak.key()), null));
    }

    @Test
    void keystoresThatCannotBeUsedAreTold() throws Exception {
        Path store = folder.resolve("tls.p12");
        TlsSettings settings = new TlsSettings(new TlsSettings.Pkcs12(store),
                Optional.of(new TlsSettings.Given("other")), Duration.ZERO);
        TestAuthority.keystore(store, "secret word", GOOD);
        refused(Part.PASSWORD, "does not open", settings);
        TestAuthority.keystore(store, "other", GOOD, AUTHORITY.server("EC", 256, DAY));
        refused(Part.KEYSTORE, "holds 2 keys", settings);
        TestAuthority.keystore(store, "other");
        refused(Part.KEYSTORE, "holds 0 keys", settings);
        Files.writeString(store, "no keystore");
        refused(Part.PASSWORD, "no PKCS#12", settings);
    }

    @Test
    void aKeyThatEverybodyMayReadIsWarnedOf() throws Exception {
        TlsSettings settings = pem(TestAuthority.chain(GOOD.chain()), TestAuthority.key(GOOD.key()), null);
        Files.setPosixFilePermissions(settings.files().key(), PosixFilePermissions.fromString("rw-r-----"));
        assertEquals(List.of(), TlsKeyReader.warnings(settings));
        Files.setPosixFilePermissions(settings.files().key(), PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(1, TlsKeyReader.warnings(settings).size());
    }

    @Test
    void peopleAreWarnedTwoWeeksBeforeTheEndAndLaterOfCertificatesThatLiveForDays() throws Exception {
        TlsKey usual = read(pem(TestAuthority.chain(GOOD.chain()), TestAuthority.key(GOOD.key()), null));
        Issued brief = AUTHORITY.server("EC", 256, 5 * DAY - 3600);
        TlsKey shortLived = read(pem(TestAuthority.chain(brief.chain()), TestAuthority.key(brief.key()), null));
        assertEquals(Duration.ofDays(14), Duration.between(usual.warnsFrom(), usual.expires()));
        assertEquals(Duration.ofDays(1), Duration.between(shortLived.warnsFrom(), shortLived.expires()));
    }
}
