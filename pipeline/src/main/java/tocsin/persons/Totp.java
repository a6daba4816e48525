package tocsin.persons;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;

/// Time-based one-time codes (RFC 6238) as every authenticator makes them: HMAC-SHA-1, six digits, thirty seconds.
public final class Totp {
    /// How long a code is shown.
    public static final Duration STEP = Duration.ofSeconds(30);
    /// Bytes of a secret, as RFC 4226 recommends.
    public static final int SECRET = 20;
    /// Steps a telephone's clock may be off, to either side.
    private static final int OFF = 1;
    private static final int DIGITS = 1_000_000;

    private Totp() {}

    /// The step of a moment.
    static long step(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), STEP.toSeconds());
    }

    /// The code of a moment.
    public static String code(byte[] secret, Instant now) {
        return code(secret, step(now));
    }

    static String code(byte[] secret, long step) {
        byte[] hash;
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA1", e);
        }
        int offset = hash[hash.length - 1] & 0x0f;
        int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fffffff;
        return "%06d".formatted(number % DIGITS);
    }

    /// The step whose code this is, among those that may be shown now; empty where it is none of them. All are computed,
    /// whichever it is.
    ///
    /// @param code what was typed; blanks are left out
    static OptionalLong accepted(byte[] secret, String code, Instant now) {
        String typed = code.replaceAll("\\s", "");
        long step = step(now);
        OptionalLong found = OptionalLong.empty();
        for (long one = step - OFF; one <= step + OFF; one++) {
            if (java.security.MessageDigest.isEqual(code(secret, one).getBytes(StandardCharsets.US_ASCII),
                    typed.getBytes(StandardCharsets.UTF_8))) {
                found = OptionalLong.of(one);
            }
        }
        return found;
    }

    /// A secret as people type it into an authenticator: Base32 without padding.
    public static String text(byte[] secret) {
        return Base32.toBase32String(secret).replace("=", "");
    }

    /// The address that enters a secret into an authenticator on the same telephone.
    public static String address(String person, byte[] secret) {
        String label = URLEncoder.encode("Tocsin:" + person, StandardCharsets.UTF_8).replace("+", "%20");
        return "otpauth://totp/" + label + "?secret=" + text(secret) + "&issuer=Tocsin";
    }
}
