package tocsin.said;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaidNumbersTest {
    @Test
    void everyFigureIsReportedInOrderWithItsPlaceInTheText() {
        // Given
        String text = "【爆炸】某厂７月爆炸，造成３人死亡、约20人受伤；此外，2人失踪。截至18时，死亡人数升至5人。";

        // When
        List<Said> found = SaidNumbers.in(text);

        // Then
        assertEquals(List.of(SaidFigure.DEAD, SaidFigure.INJURED, SaidFigure.MISSING, SaidFigure.DEAD),
                found.stream().map(Said::figure).toList());
        found.forEach(said -> assertTrue(text.startsWith(said.quote(), said.from()), said.toString()));
    }

    @ParameterizedTest
    @CsvSource({"3人死亡,3,true", "3人死亡,3.0,true", "3人死亡,4,false", "至少3人死亡,2,false", "至少3人死亡,300,true",
            "不到10人死亡,9,true", "不到10人死亡,10,false", "约100人死亡,90,true", "约100人死亡,111,false", "20余人死亡,20,false",
            "20余人死亡,29,true", "近百人死亡,100,true", "无人死亡,0,true", "无人死亡,1,false"})
    void aStatedNumberAgreesWhereTheWordsAllowIt(String text, BigDecimal stated, boolean agrees) {
        assertEquals(agrees, SaidNumbers.in(text).getFirst().agreesWith(stated));
    }

    @Test
    void theTextIsReadUpToTheLimitOnly() {
        // Given
        String filler = "水".repeat(SaidNumbers.LIMIT_CHARACTERS - 6) + "。";

        // Then
        assertEquals(1, SaidNumbers.in(filler + "3人死亡").size());
        assertEquals(List.of(), SaidNumbers.in(filler + "死亡1234人"), "死亡123 would be another number");
        assertEquals(1, SaidNumbers.in("3人死亡。" + filler + "5人失踪").size());
    }

    @Test
    void anEmptyTextSaysNothing() {
        assertEquals(List.of(), SaidNumbers.in(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "人", "3人", "一", "万", "死", "死亡", "3人和", "3死", "约", "约约3", "1,234,", "1.", "1-", "2至3万",
            "1万", "a",
            "one ", "one hundred ", "3 more ", "无", "无人", "由3人至", "转移3", "危及", "可能，", "\ud83c", "-", "几", "上", " ", "多",
            "的"})
    void aHostileTextIsCutIntoTokensOnceAndSaysNoMoreThanItHasWordsFor(String piece) {
        // Given
        String text = piece.repeat(SaidNumbers.LIMIT_CHARACTERS / piece.length());

        // When
        List<Said> found = SaidNumbers.in(text);
        List<Token> tokens = Lexer.sentences(Characters.plain(text)).stream()
                .flatMap(List::stream).toList();

        // Then: no character is in two tokens, and no token says two things
        int end = 0;
        for (Token token : tokens) {
            assertTrue(token.from() >= end && token.to() > token.from(), token.toString());
            end = token.to();
        }
        assertTrue(end <= SaidNumbers.LIMIT_CHARACTERS);
        assertTrue(found.size() <= tokens.size());
        found.forEach(said -> assertTrue(said.quote().length() < 200, said.quote()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "人", "3人死亡"})
    void aTextOfOneEndlessSentenceBeyondTheLimitSaysNothing(String piece) {
        assertEquals(List.of(), SaidNumbers.in(piece.repeat(100_000)));
    }
}
