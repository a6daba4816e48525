package tocsin.persons;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tocsin.internal.v1.SealedRow;

/// Seals rows with a key derived from the secret the instances share: AES-256-GCM, bound to the topic and the key of the
/// row, so that none stands for another. Safe for several threads.
final class RowSeal {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final String ROWS = "tocsin rows of persons";
    private static final String SECOND_FACTORS = "tocsin second factors";

    private final byte[] secret;
    private final SecretKeySpec key;
    private final SecureRandom random;

    /// @param secret the secret the instances share
    RowSeal(byte[] secret, SecureRandom random) {
        this.secret = secret.clone();
        this.key = new SecretKeySpec(derived(ROWS), "AES");
        this.random = random;
    }

    /// The row of these bytes.
    SealedRow seal(String topic, String rowKey, byte[] row) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            return new SealedRow(ByteBuffer.wrap(nonce),
                    ByteBuffer.wrap(cipher(Cipher.ENCRYPT_MODE, nonce, topic, rowKey).doFinal(row)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /// The bytes in this row; empty where it was not sealed with this secret for this place.
    Optional<byte[]> open(String topic, String rowKey, SealedRow row) {
        byte[] nonce = bytes(row.getNonce());
        if (nonce.length != NONCE) {
            return Optional.empty();
        }
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, nonce, topic, rowKey).doFinal(bytes(row.getBox())));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /// The secret of the second factor that a one-time link offers: the same on every instance and every time the page is
    /// looked at, and nowhere kept until it is proven.
    byte[] secondFactor(String link) {
        return Arrays.copyOf(derived(SECOND_FACTORS + "\n" + link), Totp.SECRET);
    }

    private Cipher cipher(int mode, byte[] nonce, String topic, String rowKey) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((topic + "\n" + rowKey).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private byte[] derived(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return "RowSeal";
    }
}
