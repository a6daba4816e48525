package tocsin.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JacksonException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.v1.IncidentReport;
import tocsin.v1.Refusal;

/// JSON that is no record is refused by field, and JSON that is none by what is wrong with it; nothing is thrown.
class StrangeJsonTest {
    private static final String REPORT = """
            {"reportId":"R-1","agencyId":"sffd","kind":"FIRST","status":"ACTUAL","reportedAt":"2026-03-01T08:40:00Z",
             "title":"Fire","summary":"A fire.","confidentiality":"INTERNAL"%s}
            """;

    private static List<Refusal> refusals(String more) throws IOException {
        return JsonReading.read(RecordJson.MAPPER.readTree(REPORT.formatted(more)), IncidentReport.class).refusals();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"lossCny|1e999999999", "lossCny|\"1e999999999\"", "lossCny|\"1e99999999999\"",
            "lossCny|1e-999999999", "lossCny|\"NaN\"", "lossCny|\"Infinity\"", "lossCny|10E2147483647",
            "sequence|1e999999999", "sequence|99999999999999999999", "location.latitude|1e400",
            "location.latitude|1e999999999",
            "facts.burnt_ha|1e999999999", "receivedAt|\"+999999999-12-31T23:59:59Z\"", "receivedAt|\"0000-00-00\"",
            "receivedAt|1e999999999", "title2|\"x\"", "cause|\"a\\ud800b\"", "cause|\"\\udc00\""})
    void whatIsNoValueIsRefusedByItsField(String field, String value) throws IOException {
        // Given
        String name = field.substring(0, field.contains(".") ? field.indexOf('.') : field.length());
        String json = field.contains(".")
                ? "{\"" + field.substring(field.indexOf('.') + 1) + "\":" + value + "}"
                : value;

        // When
        List<Refusal> refusals = refusals(",\"" + name + "\":" + json);

        // Then
        assertEquals(List.of(field), refusals.stream().map(Refusal::getField).toList(), refusals::toString);
        assertTrue(refusals.getFirst().getDetail().length() < 300, refusals::toString);
    }

    @ParameterizedTest
    @CsvSource({"40, 0", "41, 1"})
    void aNumberAsTextHasFortyCharacters(int zeros, int refused) throws IOException {
        assertEquals(refused, refusals(",\"lossCny\":\"" + "0".repeat(zeros - 1) + "7\"").size());
    }

    @Test
    void aMegabyteOfDigitsIsRefused() throws IOException {
        String digits = "9".repeat(1_000_000);
        List<Refusal> refusals = refusals(",\"lossCny\":\"" + digits + "\",\"facts\":{\"ill\":\"" + digits + "\"}");
        assertEquals(List.of("facts.ill", "lossCny"), refusals.stream().map(Refusal::getField).sorted().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "[1e-99999999999]", "0e99999999999", "0.1e-2147483648"})
    void anExponentThatNoNumberHasIsNoJson(String text) {
        assertThrows(JacksonException.class, () -> RecordJson.MAPPER.readTree(text));
        assertThrows(JacksonException.class,
                () -> RecordJson.MAPPER.readTree(text.getBytes(StandardCharsets.UTF_8)));
        assertThrows(IOException.class, () -> RecordJson.MAPPER
                .readTree(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE"})
    void everyEncodingButUtf8IsRefused(String charset) {
        byte[] bytes = "{\"a\":1}".getBytes(Charset.forName(charset));
        assertThrows(JacksonException.class, () -> RecordJson.MAPPER.readTree(bytes));
        assertThrows(IOException.class, () -> RecordJson.MAPPER.readTree(new ByteArrayInputStream(bytes)));
    }

    @Test
    void whatIsQuotedInARefusalIsHarmless() throws IOException {
        String detail = refusals(",\"claimedGrade\":\"\u202E\\u001b[2J\\n\"").getFirst().getDetail();
        assertTrue(detail.contains("\\u202e\\u001b[2J\\u000a"), detail);
    }

    @Test
    void aRecordTellsFiftyReasonsAtMost() throws IOException {
        StringBuilder unknown = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            unknown.append(",\"x").append(i).append("\":1");
        }
        assertEquals(50, refusals(unknown.toString()).size());
    }
}
