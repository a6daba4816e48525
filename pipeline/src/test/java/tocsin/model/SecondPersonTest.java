package tocsin.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.model.SecondPerson.Objection;

/// Two people are two persons of the directory, and nobody else.
class SecondPersonTest {
    private static final Set<String> DIRECTORY = Set.of("duty-wang", "duty-li", "key:smuggled");

    @ParameterizedTest
    @CsvSource({
            // two people
            "duty-wang, duty-li, ",
            // one person, whatever keys they hold
            "duty-wang, duty-wang, SAME_PERSON",
            // keys without a person, and the instance's own
            "key:console, duty-li, FIRST_IS_NO_PERSON", "duty-wang, key:console, SECOND_IS_NO_PERSON",
            "key:a, key:b, SECOND_IS_NO_PERSON", "key:a, key:a, SECOND_IS_NO_PERSON",
            "key:duty-wang, duty-wang, FIRST_IS_NO_PERSON",
            // who is not, or no longer, in the directory; and names that earlier releases wrote
            "duty-old, duty-li, FIRST_IS_NO_PERSON", "duty-wang, deputy, SECOND_IS_NO_PERSON",
            "console, duty-li, FIRST_IS_NO_PERSON", "desk, duty-li, FIRST_IS_NO_PERSON",
            // a directory that holds an id which looks like a key
            "duty-wang, key:smuggled, SECOND_IS_NO_PERSON"})
    void twoPeopleAreTwoPersonsOfTheDirectory(String first, String second, Objection expected) {
        // When
        Optional<Objection> objection = SecondPerson.objection(first, second, DIRECTORY::contains);

        // Then
        assertEquals(Optional.ofNullable(expected), objection);
    }

    @Test
    void everyObjectionSaysWhatToDo() {
        for (Objection objection : Objection.values()) {
            // When
            String words = objection.inWords("key:a", "duty-li");

            // Then
            assertFalse(words.isBlank());
            assertEquals(objection != Objection.FIRST_IS_NO_PERSON, words.contains("duty-li"), words);
        }
    }
}
