package tocsin.api;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Ids of events for callers that do not hear all of them. The numbers of events count everybody's: whoever saw the gaps
/// between them would know how much happens where he may not look. These ids say nothing, not even whether two are alike,
/// and only the instance that gave them reads them. Safe for several threads.
final class EventIds {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY = 16;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int LENGTH = 2 * (NONCE + Long.BYTES + TAG_BITS / 8);

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;

    /// Ids of one run of one instance.
    EventIds() {
        byte[] bytes = new byte[KEY];
        random.nextBytes(bytes);
        key = new SecretKeySpec(bytes, "AES");
    }

    /// An id of the event with this number; each time another one.
    String id(long number) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce)
                    .doFinal(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
            return HexFormat.of().formatHex(nonce) + HexFormat.of().formatHex(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + CIPHER, e);
        }
    }

    /// The number behind an id that was given here; empty for any other text.
    OptionalLong number(@Nullable String id) {
        if (id == null || !id.matches("[0-9a-f]{" + LENGTH + "}")) {
            return OptionalLong.empty();
        }
        byte[] bytes = HexFormat.of().parseHex(id);
        try {
            return OptionalLong.of(ByteBuffer.wrap(cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(bytes, NONCE))
                    .doFinal(bytes, NONCE, bytes.length - NONCE)).getLong());
        } catch (GeneralSecurityException e) {
            return OptionalLong.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
