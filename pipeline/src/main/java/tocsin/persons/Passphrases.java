package tocsin.persons;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/// Which passphrases are taken: long ones, that are not the person's own name.
public final class Passphrases {
    /// Characters at least.
    public static final int SHORTEST = 12;
    /// Characters at most: what is hashed is bounded.
    public static final int LONGEST = 256;
    /// Different characters at least; of fewer, somebody held a key down.
    static final int DIFFERENT = 6;

    private Passphrases() {}

    /// Why a passphrase is not taken.
    public enum Objection {
        /// It has too few characters.
        SHORT,
        /// It has too many.
        LONG,
        /// It has too few different ones.
        MONOTONOUS,
        /// It holds the person's id, or the name of this program.
        NAMED,
        /// It holds characters that no keyboard writes.
        CONTROL
    }

    /// The passphrase as it is hashed: the same characters, however a keyboard composed them.
    static String normal(String passphrase) {
        return Normalizer.normalize(passphrase, Normalizer.Form.NFKC);
    }

    /// The objection to a new passphrase of a person, or empty.
    public static Optional<Objection> objection(String person, String passphrase) {
        String low = passphrase.toLowerCase(Locale.ROOT);
        int length = passphrase.codePointCount(0, passphrase.length());
        if (length < SHORTEST) {
            return Optional.of(Objection.SHORT);
        } else if (length > LONGEST) {
            return Optional.of(Objection.LONG);
        } else if (passphrase.chars().anyMatch(Character::isISOControl)) {
            return Optional.of(Objection.CONTROL);
        } else if (passphrase.codePoints().distinct().count() < DIFFERENT) {
            return Optional.of(Objection.MONOTONOUS);
        }
        return low.contains(person.toLowerCase(Locale.ROOT)) || low.contains("tocsin")
                ? Optional.of(Objection.NAMED)
                : Optional.empty();
    }
}
