package tocsin.runtime;

import tocsin.yaml.YamlNode;

/// Whether a secret of a configuration could be guessed.
final class Secrets {
    /// Bits that nobody guesses (NIST SP 800-131A Rev. 2).
    private static final int BITS = 128;
    /// Different characters of a text that was drawn by lot; of fewer, somebody held a key down.
    private static final int DIFFERENT = 8;

    private Secrets() {}

    /// Notes a problem where this secret has fewer than 128 bits, as far as its length and characters tell. The secret is
    /// not shown.
    static void refuseWeak(SettingValues values, YamlNode node, String secret) {
        double bits = secret.length() * Math.log(alphabet(secret)) / Math.log(2);
        if (bits < BITS || secret.chars().distinct().count() < DIFFERENT) {
            values.problem(node,
                    "has fewer than " + BITS + " bits and could be guessed; make one with: openssl rand -hex 32");
        }
    }

    private static int alphabet(String secret) {
        if (secret.matches("[0-9]*")) {
            return 10;
        }
        return secret.matches("[0-9a-f]*|[0-9A-F]*") ? 16 : 62;
    }
}
