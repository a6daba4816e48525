package tocsin.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Numbers nobody can reckon with, and documents that are more than they look.
class StrangeYamlTest {
    private static String refused(String text) {
        Problems problems = new Problems();
        YamlNode.parse("a.yaml", text, problems);
        return problems.all().stream().map(Problem::message).collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e41", "1e-41", "1e999999999", "-1e-999999999", "1e99999999999", "NaN", "", " 1",
            "11111111111111111111111111111111111111111"})
    void aNumberOfMoreThanFortyPlacesIsNone(String text) {
        assertThrows(NumberFormatException.class, () -> Numbers.decimal(text));
    }

    @ParameterizedTest
    @CsvSource({"1e40, 1E+40", "1111111111111111111111111111111111111111, 1111111111111111111111111111111111111111",
            "0.50, 0.50", "-7, -7"})
    void aNumberOfFortyPlacesIsOne(String text, BigDecimal number) {
        assertEquals(number, Numbers.decimal(text));
    }

    @Test
    void aMegabyteOfDigitsIsReckonedWithNowhere() {
        String digits = "9".repeat(1_000_000);
        assertThrows(NumberFormatException.class, () -> Numbers.decimal(digits));
        assertEquals(digits, YamlNode.parse("a.yaml", "a: " + digits, new Problems()).optional("a").plain());
    }

    @ParameterizedTest
    @CsvSource({"0x1F", "12345678901234567890123456789012345678901", ".inf", ".nan", "1e99999999999", "0o17"})
    void aNumberOfYamlThatIsNoneOfOursStaysText(String text) {
        assertEquals(text,
                String.valueOf(YamlNode.parse("a.yaml", "a: " + text, new Problems()).optional("a").plain()));
    }

    @Test
    void wholeNumbersThatDoNotFitAreDecimals() {
        assertEquals(new BigDecimal("12345678901234567890"),
                YamlNode.parse("a.yaml", "a: 12345678901234567890", new Problems()).optional("a").plain());
        assertEquals(7L, YamlNode.parse("a.yaml", "a: 7", new Problems()).optional("a").plain());
    }

    @Test
    void aliasesMakeADocumentNoLargerThanMemory() {
        // Given: seven lists, each of seven times the one before
        String bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + IntStream.rangeClosed(1, 7)
                .mapToObj(i -> "a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(6) + "*a" + (i - 1) + "]\n")
                .collect(Collectors.joining());

        // Then
        assertTrue(refused(bomb).contains("aliases that stand for more than 100000 values"), refused(bomb));
        assertEquals("", refused("a: &a [x, y]\nb: *a\nc: *a\n"));
    }

    @Test
    void anAliasOfWhatItStandsInIsRefused() {
        assertTrue(refused("a: &a [1, *a]\n").contains("names what it stands in"), refused("a: &a [1, *a]\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: \"\\u}123\"", "a: \"\\xZZ\"", "a: \"\\UFFFFFFFF\"", "a: \"\\u",
            "%YAML 99999999999.1\n---\na", "a: !<", "&", "a: !<%20> b"})
    void whatIsNoYamlIsAProblemAndNothingIsThrown(String text) {
        assertTrue(refused(text).length() > 10, text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            overrides: [1]\\na: 2\\noverrides: [2]       | 3:1 overrides: stands twice, first in line 1
            http: {port: 1, host: h, port: 2}            | 1:26 http.port: stands twice, first in line 1
            a:\\n- b: 1\\n  b: 1                         | 3:3 a[0].b: stands twice, first in line 2
            a: 1\\n"a": 2                                 | 2:1 a: stands twice, first in line 1
            {a: 1, b: {a: 1}, c: {a: 1}}                 |
            a: &x {b: 1}\\nc: *x\\nd: *x                  |
            """)
    void aKeyThatStandsTwiceInOneMappingIsRefusedWithBothLines(String yaml, String refusal) {
        // When
        Problems problems = new Problems();
        YamlNode.parse("a.yaml", yaml.replace("\\n", "\n"), problems);

        // Then
        assertEquals(refusal == null
                ? List.of()
                : List.of(refusal + "; one of the two would be lost: put what both hold under one, or take one out"),
                problems.all().stream().map(one -> one.line() + ":" + one.column() + " " + one.message()).toList());
    }

    @Test
    void ofWhatAnEarlierReleaseTookTheLastKeyCounts() {
        // When
        Problems problems = new Problems();
        YamlNode root = YamlNode.parseKept("a.yaml", "a: 1\na: 2\n", problems);

        // Then
        assertEquals(List.of(), problems.all());
        assertEquals("2", root.required("a").text());
    }
}
