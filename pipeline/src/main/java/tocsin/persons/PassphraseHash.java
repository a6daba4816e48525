package tocsin.persons;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id of a passphrase (RFC 9106), written in PHC form: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
///
/// One check takes some 19 MiB and a twentieth of a second, so whoever calls bounds how many there are at a time.
public final class PassphraseHash {
    /// What OWASP names as the least for Argon2id.
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT = 16;
    private static final int HASH = 32;
    /// A row that asks for more than these is no row of ours.
    private static final int MOST_MEMORY_KIB = 262_144;
    private static final int MOST_PASSES = 10;
    private static final int MOST_LANES = 4;
    private static final int MOST_BYTES = 64;
    private static final Pattern FORM = Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,6}),t=(\\d{1,2}),p=(\\d)\\$"
            + "([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");
    private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();

    private PassphraseHash() {}

    /// The hash of a passphrase, with a salt of its own.
    public static String of(String passphrase, SecureRandom random) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        byte[] hash = argon2(passphrase, salt, MEMORY_KIB, PASSES, LANES, HASH);
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$" + ENCODER.encodeToString(salt)
                + "$" + ENCODER.encodeToString(hash);
    }

    /// Whether this hash is this passphrase's; compared in constant time. A text that is no such hash is nobody's.
    public static boolean matches(String passphrase, String phc) {
        Matcher form = FORM.matcher(phc);
        if (!form.matches()) {
            return false;
        }
        int memory = Integer.parseInt(form.group(1));
        int passes = Integer.parseInt(form.group(2));
        int lanes = Integer.parseInt(form.group(3));
        byte[] salt;
        byte[] hash;
        try {
            salt = Base64.getDecoder().decode(form.group(4));
            hash = Base64.getDecoder().decode(form.group(5));
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (memory < 8 || memory > MOST_MEMORY_KIB || passes < 1 || passes > MOST_PASSES || lanes < 1
                || lanes > MOST_LANES || hash.length > MOST_BYTES) {
            return false;
        }
        return MessageDigest.isEqual(hash, argon2(passphrase, salt, memory, passes, lanes, hash.length));
    }

    private static byte[] argon2(String passphrase, byte[] salt, int memory, int passes, int lanes, int bytes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13).withSalt(salt).withMemoryAsKB(memory)
                .withIterations(passes).withParallelism(lanes).build());
        byte[] hash = new byte[bytes];
        generator.generateBytes(passphrase.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }
}
