package tocsin.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 in lower-case hexadecimal.
public final class Sha256 {
    private Sha256() {}

    /// The hash of these bytes.
    public static String of(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// The hash of these texts in UTF-8, each ended so that no two lists are alike.
    public static String of(String... parts) {
        return of((String.join("\u0000", parts) + "\u0000").getBytes(StandardCharsets.UTF_8));
    }
}
