package tocsin.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What one row may hold, so that one row does not take all memory.
class RowBoundsTest {
    private static List<Row> rows(Mapping.Format format, String text) {
        List<Row> rows = new ArrayList<>();
        Rows.read("it", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), FileForm.of(format),
                rows::add);
        return rows;
    }

    private static String refusal(Mapping.Format format, String text) {
        return String.valueOf(assertThrows(UncheckedIOException.class, () -> rows(format, text)).getMessage());
    }

    /// An object of so many values and names: itself, a name, a list, and its items.
    private static String object(int values) {
        return "{\"a\":[" + "0,".repeat(values - 4) + "0]}";
    }

    private static String document(Mapping.Format format, String object) {
        return switch (format) {
            case JSON -> "[{\"b\":1}," + object + "]";
            case GEOJSON -> "{\"features\":[{}," + object + "]}";
            default -> "{\"b\":1}\n" + object + "\n";
        };
    }

    @ParameterizedTest
    @EnumSource(value = Mapping.Format.class, names = {"JSON", "GEOJSON", "NDJSON"})
    void anObjectOfHalfAMillionValuesIsReadAndALargerOneRefused(Mapping.Format format) {
        // Given
        String fits = document(format, object(JsonValues.MOST_VALUES));
        String larger = document(format, object(JsonValues.MOST_VALUES + 1));

        // When
        String problem = format == Mapping.Format.NDJSON
                ? String.valueOf(rows(format, larger).getLast().problem())
                : refusal(format, larger);

        // Then
        assertEquals(2, rows(format, fits).stream().filter(row -> row.problem() == null).count());
        assertTrue(problem.contains("an object has more than 500000 values and names; send less of it"), problem);
    }

    @Test
    void valuesAreCountedObjectByObject() {
        // Given
        String half = object(JsonValues.MOST_VALUES / 2 + 10);

        // Then
        assertEquals(3, rows(Mapping.Format.JSON, "[" + half + "," + half + "," + half + "]").size());
    }

    @Test
    void whatStandsAroundTheRowsIsBoundedToo() {
        // Given
        String around = "{\"x\":[" + "0,".repeat(JsonValues.MOST_VALUES) + "0],\"features\":[]}";

        // Then
        assertTrue(refusal(Mapping.Format.GEOJSON, around).contains("it has more than 500000 values"));
    }

    @Test
    void aCrsBehindTheFeaturesIsRefusedAlsoWhenNoRowIsWanted() {
        // Given
        byte[] text = "{\"features\":[{},{}],\"crs\":{\"properties\":{\"name\":\"EPSG:3857\"}}}"
                .getBytes(StandardCharsets.UTF_8);

        // Then
        assertTrue(String.valueOf(assertThrows(UncheckedIOException.class, () -> Rows.readWhile("it",
                new ByteArrayInputStream(text), FileForm.of(Mapping.Format.GEOJSON), row -> false)).getMessage())
                .contains("EPSG:3857"));
    }

    @Test
    void whatStandsBehindTheEndOfADocumentIsRefused() {
        assertTrue(refusal(Mapping.Format.JSON, "[{}] {}").contains("goes on behind its end"));
        assertTrue(refusal(Mapping.Format.JSON, "{} {}").contains("goes on behind its end"));
        assertTrue(refusal(Mapping.Format.GEOJSON, "{\"features\":[]} {}").contains("goes on behind its end"));
        assertTrue(String.valueOf(rows(Mapping.Format.NDJSON, "{}\n{} {}").getLast().problem())
                .contains("goes on behind its end"));
    }

    @Test
    void aRowOfHalfAMillionSeparatorsIsReadAndALongerOneRefused() {
        // Given
        String fits = "a,b\n" + ",".repeat(CellBound.MOST_SEPARATORS) + "\n";
        int readAhead = 8_192;
        String larger = "a,b\n" + ",".repeat(CellBound.MOST_SEPARATORS + readAhead + 1) + "\n";

        // Then
        assertEquals(List.of("1"), rows(Mapping.Format.CSV, fits + "1,2\n").stream()
                .map(row -> row.columns().get("a")).toList());
        assertTrue(refusal(Mapping.Format.CSV, larger).contains("line 2: the row has more than 500000 separators"));
        assertTrue(refusal(Mapping.Format.CSV, ",".repeat(30_000_000)).contains("line 1: the row has more"));
    }

    @Test
    void anElementOfAMebicharacterIsReadAndALongerOneRefusesItsItem() {
        // Given
        String fits = "<item><guid>1</guid><title>" + "x".repeat(FeedRows.LONGEST_TEXT) + "</title></item>";
        String longer = "<item><guid>2</guid><title>" + "x".repeat(FeedRows.LONGEST_TEXT + 1) + "</title></item>";

        // When
        List<Row> rows = rows(Mapping.Format.FEED, "<rss>" + fits + longer + "<item><guid>3</guid></item></rss>");

        // Then
        assertEquals(FeedRows.LONGEST_TEXT, String.valueOf(rows.getFirst().columns().get("title")).length());
        assertEquals("title has more than 1048576 characters; send less of it", rows.get(1).problem());
        assertEquals("2", rows.get(1).columns().get("id"));
        assertEquals("3", rows.getLast().columns().get("id"));
    }

    @Test
    void elementsAreAThousandDeepAtMost() {
        // Given
        String fits = "<a>".repeat(FeedRows.DEEPEST - 2) + "</a>".repeat(FeedRows.DEEPEST - 2);

        // Then
        assertEquals(1, rows(Mapping.Format.FEED, "<rss><item>" + fits + "</item></rss>").size());
        assertTrue(refusal(Mapping.Format.FEED, "<rss><item><a>" + fits + "</a></item></rss>").contains("no XML"));
        assertTrue(refusal(Mapping.Format.FEED, "<rss>" + "<a>".repeat(10_000_000)).contains("no XML"));
    }

    @Test
    void aTextOfManyCommentsIsReadInTime() {
        // Given
        String text = "&lt;!----&gt;".repeat(FeedRows.LONGEST_TEXT / 7);

        // Then
        Assertions.assertTimeout(Duration.ofSeconds(10), () -> rows(Mapping.Format.FEED,
                "<rss><item><title>" + text + "x</title></item></rss>"));
    }

    @Test
    void documentsOfOneHugeRowEndInARefusal() {
        // Given
        StringBuilder names = new StringBuilder("[{\"n\":0");
        for (int i = 0; i < 2_500_000; i++) {
            names.append(",\"").append(i).append("\":0");
        }

        // Then
        assertTrue(refusal(Mapping.Format.JSON, names + "}]").contains("an object has more than"));
        assertTrue(refusal(Mapping.Format.JSON, "[[" + "{},".repeat(10_000_000) + "{}]]")
                .contains("an object has more than"));
        assertTrue(refusal(Mapping.Format.GEOJSON, "{\"features\":[{\"properties\":{\"a\":["
                + "[],".repeat(10_000_000) + "[]]}}]}").contains("an object has more than"));
    }
}
