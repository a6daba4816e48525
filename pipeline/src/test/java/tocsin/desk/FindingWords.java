package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import tocsin.v1.Finding;

/// What every finding must be, whatever it is about: a sentence in both languages, and why it is one.
final class FindingWords {
    private FindingWords() {}

    /// Every finding of this city, in verdicts and beside them.
    static Stream<Finding> all(City city) {
        return Stream.concat(city.findings().stream(),
                city.verdicts().stream().flatMap(verdict -> verdict.getFindings().stream()));
    }

    static void areSound(City city) {
        all(city).forEach(FindingWords::isSound);
    }

    private static void isSound(Finding finding) {
        String zh = finding.getWords().get("zh");
        String en = finding.getWords().get("en");
        assertNotNull(zh, finding::toString);
        assertNotNull(en, finding::toString);
        for (String words : new String[]{zh, en}) {
            assertFalse(words.isBlank() || words.contains("null") || words.contains("{"), words);
        }
        assertTrue(zh.codePoints().anyMatch(point -> Character.UnicodeScript.of(point) == Character.UnicodeScript.HAN),
                zh);
        assertTrue(zh.endsWith("。"), zh);
        assertTrue(en.endsWith("."), en);
        assertEquals(en, finding.getDetail());
        assertFalse(finding.getBasis().isBlank(), finding::toString);
        assertFalse(finding.getRule().isBlank(), finding::toString);
    }
}
