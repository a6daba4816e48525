package tocsin.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.rules.SmsParts.Encoding;

/// Parts of an SMS at the limits of GSM 03.38 (domain 12.1).
class SmsPartsTest {
    @ParameterizedTest
    @CsvSource({"a,160,GSM_7,1", "a,161,GSM_7,2", "a,306,GSM_7,2", "a,307,GSM_7,3", "€,80,GSM_7,1", "€,81,GSM_7,2",
            "火,70,UCS_2,1", "火,71,UCS_2,2", "火,134,UCS_2,2", "火,135,UCS_2,3", "火,201,UCS_2,3", "火,268,UCS_2,4",
            "火,335,UCS_2,5", "火,336,UCS_2,6"})
    void aTextIsCutWhereItsAlphabetCutsIt(String character, int times, Encoding encoding, int parts) {
        assertEquals(new SmsParts(encoding, parts), SmsParts.of(character.repeat(times)));
    }

    @ParameterizedTest
    @CsvSource({"152,1,2", "153,1,2", "152,76,2", "152,77,3", "305,1,3"})
    void anEscapePairIsNeverCutInTwo(int letters, int escaped, int parts) {
        // Given: an extended character that would straddle the cut moves whole to the next part
        String text = "a".repeat(letters) + "[".repeat(escaped) + "a".repeat(Math.max(0, 161 - letters - 2 * escaped));

        // Then
        assertEquals(parts, SmsParts.of(text).parts());
    }

    @ParameterizedTest
    @CsvSource({"66,2", "67,2", "133,3"})
    void aSurrogatePairIsNeverCutInTwo(int letters, int parts) {
        assertEquals(parts, SmsParts.of("火".repeat(letters) + "😀" + "火".repeat(Math.max(0, 70 - letters))).parts());
    }
}
