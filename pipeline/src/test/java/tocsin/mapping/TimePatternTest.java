package tocsin.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A pattern that reads no time, or another than is meant, is told when the mapping is read.
class TimePatternTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            yyyy-MM-dd HH:mm:ss             |
            uuuuMMddHHmm                    |
            MM/dd/yyyy hh:mm:ss a           |
            yyyy-M-d H                      |
            yyyy-MM-dd'T'HH:mm:ssX          |
            yyyy-MM-dd HH:mm VV             |
            d MMM yyyy HH:mm                |
            yyyy-DDD HH:mm                  |
            yyyy-MM-dd 'z' HH:mm            | zone between quotation marks
            yyyy-MM-dd kk:mm                | has k
            yyyy-MM-dd HH:mm z              | has z
            yyyy-MM-dd'T'HH:mm:ss'Z'        | zone between quotation marks
            YYYY-MM-dd HH:mm                | cannot be read back
            dd/mm/yyyy HH:mm                | cannot be read back
            yyyy-MM-dd hh:mm                | cannot be read back
            yyyyMMdd                        | cannot be read back
            HH:mm                           | cannot be read back
            """)
    void aPatternIsTriedBeforeAnyRow(String pattern, String fault) {
        // Given
        DateTimeFormatter format = new DateTimeFormatterBuilder().appendPattern(pattern)
                .parseDefaulting(ChronoField.ERA, 1).toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);

        // When
        String told = TimePattern.fault(pattern, List.of(format)).orElse("");

        // Then
        assertEquals(fault != null, !told.isEmpty(), told);
        assertEquals(true, fault == null || told.contains(fault), told);
    }
}
