package tocsin.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.rules.Template;

/// What strangers wrote is shown, and nothing of it is obeyed.
class PlainTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "fire at store 3, 3 dead", "李沧区滨海化工园三号库火灾，死亡3人", "Ärger über Élan, ﬀ",
            "حريق في المستودع", "שריפה",
            "می‌خواهم", "क्‍ष", "👨‍👩‍👧 👍🏽 ❤️ 🇨🇳 ☎", "葛\uDB40\uDD00飾区", "e\u0301", "ㄅㄆ ｶﾞ Ｆ", "a\u00A0b"})
    void whatPeopleWriteStaysAsItIs(String text) {
        assertEquals(text, PlainText.line(text));
        assertEquals(text, PlainText.lines(text));
        assertEquals(text, PlainText.message(text));
    }

    @ParameterizedTest
    @CsvSource({"1b", "00", "07", "08", "7f", "85", "9b", "ad", "61c", "180e", "200b", "200c", "200d", "200e", "200f",
            "2028", "2029", "202a", "202b", "202c", "202d", "202e", "2060", "2062", "2066", "2067", "2068", "2069",
            "206a",
            "feff", "fff9", "3164", "ffa0", "115f", "d800", "dfff", "fe0f"})
    void whatATerminalObeysAndWhatNobodySeesIsShownByItsNumber(String hex) {
        // Given
        String mark = String.valueOf((char) Integer.parseInt(hex, 16));
        String text = "a " + mark + " b";

        // Then
        String shown = "a \\u" + "0".repeat(4 - hex.length()) + hex + " b";
        assertEquals(shown, PlainText.line(text));
        assertEquals(shown, PlainText.lines(text));
        assertFalse(PlainText.message(text).contains(mark));
        assertTrue(PlainText.message(text).replaceAll(" +", " ").equals("a b"), PlainText.message(text));
    }

    @Test
    void marksBeyondTheFirstPlaneAreShownAsJsonWritesThem() {
        assertEquals("a\\udb40\\udc41", PlainText.line("a\uDB40\uDC41"));
    }

    @Test
    void endsOfLinesAreShownInALineAndStayInLines() {
        assertEquals("a\\u000aforged\\u0009b", PlainText.line("a\nforged\tb"));
        assertEquals("a\nb\tc\r\nd", PlainText.lines("a\nb\tc\r\nd"));
        assertEquals("a\\u000db", PlainText.lines("a\rb"));
        assertEquals("a\nb c", PlainText.message("a\nb\rc"));
    }

    @Test
    void joinersCountOnlyWhereTheyJoin() {
        assertEquals("pay\\u200dpal", PlainText.line("pay\u200Dpal"));
        assertEquals("李\\u200c沧", PlainText.line("李\u200C沧"));
    }

    @Test
    void aTextIsShortenedBetweenCharacters() {
        assertEquals("ab…", PlainText.shortened("ab\uD83D\uDC4D", 3));
        assertEquals("ab\uD83D\uDC4D", PlainText.shortened("ab\uD83D\uDC4D", 4));
        assertTrue(PlainText.isWhole("ab\uD83D\uDC4D"));
        assertFalse(PlainText.isWhole("ab\uD83D"));
        assertFalse(PlainText.isWhole("\uDC4Dab"));
    }

    @Test
    void messagesToPeopleHoldNothingThatTurnsThem() {
        // Given: a place whose name shows another number of dead than it has
        Map<String, String> words = Map.of("place", "store \u202Edaed 3\u202C\u001b[2J");

        // Then
        assertEquals("Fire, store daed 3 [2J.", Template.fill("Fire, {place}.", words));
        assertEquals("store daed 3 [2J", Template.harmless(words).get("place"));
    }
}
