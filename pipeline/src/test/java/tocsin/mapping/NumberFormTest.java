package tocsin.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A mark in a number means what the mapping says, or the number is refused.
class NumberFormTest {
    private static NumberForm form(String decimal, @Nullable String thousands) {
        return new NumberForm(decimal.charAt(0),
                thousands == null ? Optional.empty() : Optional.of(thousands.charAt(0)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            .||12.5|12.5
            .||-3|-3
            .||１２．５|12.5
            .|| 7 |7
            .||1e3|1E+3
            ,||12,5|12.5
            ,||１２，５|12.5
            .|,|1,234.50|1234.50
            .|,|1,234,567|1234567
            .|,|-1,234|-1234
            .|,|999|999
            .|,|12345.6|12345.6
            ,|.|1.234,5|1234.5
            ,| |1 234,5|1234.5
            ,| |1\u00A0234,5|1234.5
            ,| |1\u202F234,5|1234.5
            .|'|1'234.5|1234.5
            .|'|1\u2019234.5|1234.5
            """)
    void aNumberIsReadInItsForm(String decimal, @Nullable String thousands, String text, BigDecimal number) {
        assertEquals(number, form(decimal, thousands).number(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            . |   | 12,5      | it holds a comma
            . |   | 1,234     | it holds a comma
            . | , | 12,5      | does not stand between groups of three digits
            . | , | 1,23,456  | does not stand between groups of three digits
            . | , | 12,34     | does not stand between groups of three digits
            . | , | 1234,567  | does not stand between groups of three digits
            . | , | 0,123     | does not stand between groups of three digits
            . | , | 1,234.5,6 | does not stand between groups of three digits
            . | , | 1.234,567 | does not stand between groups of three digits
            . | , | 1,234e3   | does not stand between groups of three digits
            . | , | ,234      | does not stand between groups of three digits
            , |   | 12.5      | it holds a point
            , |   | 1,2,3     | write digits
            . |   | 1_000     | write digits
            . |   | 两人       | write digits
            . |   | 0x10      | write digits
            . |   | 5 人       | write digits
            . |   | NA        | say missing: ["NA"] in the mapping
            . |   | 缺测       | say missing: ["缺测"] in the mapping
            . |   | 1e999     | write digits
            """)
    void aNumberThatCouldMeanAnotherIsRefused(String decimal, @Nullable String thousands, String text, String reason) {
        NumberFormatException refused = assertThrows(NumberFormatException.class,
                () -> form(decimal, thousands).number(text));
        assertTrue(refused.getMessage().contains(reason), refused::getMessage);
    }

    @Test
    void aMarkNeverChangesAValue() {
        // Given
        Random random = new Random(8);

        // Then
        for (int i = 0; i < 5_000; i++) {
            BigDecimal value = BigDecimal.valueOf(random.nextLong(2_000_000_000L) - 1_000_000_000L, random.nextInt(4));
            String plain = value.toPlainString();
            String grouped = String.format(Locale.ROOT, "%,." + value.scale() + "f", value);
            assertEquals(value, NumberForm.PLAIN.number(plain));
            assertEquals(value, form(",", null).number(plain.replace('.', ',')));
            assertEquals(value, form(".", ",").number(grouped));
            assertEquals(value, form(",", ".").number(grouped.replace('.', '_').replace(',', '.').replace('_', ',')));
        }
    }
}
