package tocsin.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.mapping.Mapping;
import tocsin.mapping.RefusedRow;
import tocsin.v1.Rejected;
import tocsin.wire.RecordJson;

/// A row that became no record is kept with its place and reason, and its words only where they may be.
class RefusedRowsTest {
    private static Rejected note(Mapping.Kind kind, String confidentiality, String value) {
        ObjectNode record = RecordJson.MAPPER.createObjectNode();
        if (confidentiality != null) {
            record.put("confidentiality", confidentiality);
        }
        return RefusedRows.note(new RefusedRow(kind, "calls.csv:5", Map.of("死亡", value), record,
                List.of("casualties.dead: \"" + value + "\" is no number", "has 8 cells")), "shibei-fire",
                Instant.parse("2026-11-30T12:00:00Z"));
    }

    @Test
    void aRefusedRowIsKeptWithItsFileLineAndFields() {
        // When
        Rejected kept = note(Mapping.Kind.REPORT, "INTERNAL", "两人");

        // Then
        assertEquals("file:calls.csv:5", kept.getSourceTopic());
        assertEquals("shibei-fire", kept.getSender());
        assertEquals("{\"死亡\":\"两人\"}", StandardCharsets.UTF_8.decode(kept.getBytes()).toString());
        assertEquals("casualties.dead", kept.getReasons().getFirst().getField());
        assertTrue(kept.getReasons().getFirst().getDetail().contains("两人"));
        assertEquals(null, kept.getReasons().getLast().getField());
    }

    @ParameterizedTest
    @CsvSource({"REPORT,SECRET", "REPORT,UNKNOWN", "REPORT,", "MEDIA,PUBLIC", "SENSOR,SECRET"})
    void nothingIsKeptOfWhatDoesNotSayThatItMayBe(Mapping.Kind kind, String confidentiality) {
        // When
        Rejected kept = note(kind, confidentiality, "两人");

        // Then
        assertEquals(null, kept.getBytes());
        assertFalse(kept.toString().contains("两人"), kept::toString);
        assertEquals(64, kept.getSha256().length());
    }

    @ParameterizedTest
    @CsvSource({"REPORT", "MEDIA", "SENSOR"})
    void aCountOfRefusedRowsIsKeptForItSaysNothingOfThem(Mapping.Kind kind) {
        // Given
        Instant since = Instant.parse("2026-11-30T12:00:00.123Z");
        RefusedRow count = RefusedRow.more(kind, "feed news", 7, since);
        RefusedRow disguised = new RefusedRow(kind, "feed news", Map.of(), RecordJson.MAPPER.createObjectNode(),
                List.of(count.reasons().getFirst() + " 两人"));

        // Then
        assertTrue(RefusedRows.note(count, "feed", since).getReasons().getFirst().getDetail()
                .startsWith("and 7 more since 2026-11-30T12:00:00.123Z"));
        assertFalse(disguised.isCount());
    }

    @Test
    void aRowTooLargeToKeepLeavesItsHash() {
        Rejected kept = note(Mapping.Kind.SENSOR, null, "x".repeat(600_000));
        assertEquals(null, kept.getBytes());
        assertTrue(kept.getSizeBytes() > 600_000);
    }
}
