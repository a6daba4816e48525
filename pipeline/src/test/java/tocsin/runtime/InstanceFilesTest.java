package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.doubles.tls.TestAuthority;

/// What an instance keeps of itself, whole or damaged.
class InstanceFilesTest {
    @TempDir
    private Path folder;

    @Test
    void aNameAndASecretAreMadeOnceAndStay() {
        // Given
        String id = new InstanceFiles(folder).instanceId();
        String secret = new InstanceFiles(folder).signingSecret();

        // When, Then
        assertEquals(id, new InstanceFiles(folder).instanceId());
        assertEquals(secret, new InstanceFiles(folder).signingSecret());
        assertEquals(64, secret.length());
    }

    @Test
    void theCertificateOfARunIsKnownToCommandsUntilTheNextRunSaysOtherwise() throws IOException {
        // Given
        InstanceFiles files = new InstanceFiles(folder);
        X509Certificate certificate = new TestAuthority("Test authority").certificate();
        assertEquals(Optional.empty(), files.certificate());

        // When
        files.writeCertificate(certificate);

        // Then
        assertEquals(Optional.of(certificate), files.certificate());
        Files.writeString(folder.resolve("tls-certificate.pem"), "cut off");
        assertEquals(Optional.empty(), files.certificate());
        files.removeCertificate();
        assertEquals(Optional.empty(), files.certificate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "0123abcd", "\u0000\u0001\u0002", "ab cd", "short",
            "\u00ff\u00fe garbage \u0000"})
    void whatWasCutOffOrOverwrittenIsPutAsideAndMadeAnew(String garbage) throws IOException {
        // Given
        byte[] bytes = garbage.getBytes(StandardCharsets.ISO_8859_1);
        Files.write(folder.resolve("instance-id"), bytes);
        Files.write(folder.resolve("signing-secret"), bytes);

        // When
        String id = new InstanceFiles(folder).instanceId();
        String secret = new InstanceFiles(folder).signingSecret();

        // Then
        assertTrue(id.matches("[0-9a-f]{12}"), id);
        assertTrue(secret.matches("[0-9a-f]{64}"));
        assertEquals(id, new InstanceFiles(folder).instanceId());
        assertTrue(Files.exists(folder.resolve("signing-secret.unreadable")));
    }

    @Test
    void aSecretThatSomebodyPutThereIsKept() throws IOException {
        // Given
        Files.writeString(folder.resolve("signing-secret"), "Correct-Horse-Battery-Staple\n");

        // When, Then
        assertEquals("Correct-Horse-Battery-Staple", new InstanceFiles(folder).signingSecret());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"url\":1}", "\u0000\u0000"})
    void anEndpointThatCannotBeReadIsMissing(String garbage) throws IOException {
        // Given
        Files.writeString(folder.resolve("endpoint.json"), garbage);

        // When, Then
        assertEquals(Optional.empty(), new InstanceFiles(folder).endpoint());
    }
}
