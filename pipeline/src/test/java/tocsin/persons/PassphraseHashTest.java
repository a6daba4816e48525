package tocsin.persons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Passphrases are kept as Argon2id, and what is no such hash is nobody's.
class PassphraseHashTest {
    private static final String REFERENCE = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    @Test
    void hashesOfTheReferenceAreRead() {
        // When, then
        assertTrue(PassphraseHash.matches("password", REFERENCE));
        assertFalse(PassphraseHash.matches("Password", REFERENCE));
    }

    @Test
    void eachHashHasItsOwnSalt() {
        // Given
        SecureRandom random = new SecureRandom();

        // When
        String one = PassphraseHash.of("正确的马电池订书钉", random);
        String other = PassphraseHash.of("正确的马电池订书钉", random);

        // Then
        assertNotEquals(one, other);
        assertTrue(PassphraseHash.matches("正确的马电池订书钉", one));
        assertFalse(PassphraseHash.matches("正确的马电池订书", one));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "password", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$",
            "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
            "$argon2id$v=19$m=999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
            "$argon2id$v=19$m=65536,t=99,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
            "$argon2id$v=19$m=65536,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
            "$argon2id$v=19$m=65536,t=2,p=9$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"})
    void whatIsNoSuchHashOrWouldCostTooMuchIsNobodys(String hash) {
        // When, then
        assertFalse(PassphraseHash.matches("password", hash));
    }

    @ParameterizedTest
    @CsvSource({"elevenchars, SHORT", "twelve-chars, ", "'a sentence of the sea', ", "aaaaaaaaaaaaaaaa, MONOTONOUS",
            "abcdeabcdeabcde, MONOTONOUS", "my duty-WANG key, NAMED", "tocsin tocsin 12, NAMED",
            "一二三四五六七八九十十一, ", "一二三四五六, SHORT"})
    void aPassphraseIsLongAndNotAName(String passphrase, Passphrases.Objection expected) {
        // When
        Optional<Passphrases.Objection> objection = Passphrases.objection("duty-wang", passphrase);

        // Then
        assertEquals(Optional.ofNullable(expected), objection);
    }

    @Test
    void aPassphraseIsBounded() {
        // When, then
        assertEquals(Optional.empty(), Passphrases.objection("duty-wang", "abcdefgh".repeat(32)));
        assertEquals(Optional.of(Passphrases.Objection.LONG),
                Passphrases.objection("duty-wang", "abcdefgh".repeat(32) + "i"));
        assertEquals(Optional.of(Passphrases.Objection.CONTROL),
                Passphrases.objection("duty-wang", "abcdefghijkl\n"));
    }
}
