package tocsin.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.yaml.InvalidFileException;

/// Foreign rows become records, and what is wrong with them is said.
class RowMapperTest {
    private static final String MAPPING = """
            mapping: calls
            record: report
            format: %s
            zone: America/Los_Angeles
            time-format: "MM/dd/yyyy hh:mm:ss a"
            arrived-at: {column: entered}
            fields:
              reportId: {column: id}
              agencyId: {value: sffd}
              type: {column: kind, map: {Structure Fire: fire}, otherwise: other}
              title: {text: "{kind}, {where}"}
              location.place: {column: where}
              location.latitude: {column: point, pattern: "\\\\(([-0-9.]+), .*\\\\)", as: number}
              receivedAt: {column: received, as: time}
              measures: {column: done, as: list}
            """;

    @TempDir
    private Path folder;

    private List<RowMapper.Mapped> read(String format, String text) throws IOException {
        Path file = folder.resolve("rows");
        Files.writeString(file, text);
        return RowMapper.read(file, MappingReader.read("calls.yaml", MAPPING.formatted(format)));
    }

    @Test
    void aRowOfCsvBecomesARecord() throws IOException {
        // When
        RowMapper.Mapped row = read("csv", """
                \uFEFFid,kind,where,point,received,entered,done
                7,Structure Fire,"1 Main St, ""Annex\""","(37.5, -122.4)",04/07/2020 11:53:08 PM,04/08/2020 12:01:00 AM,one; two
                """).getFirst();

        // Then
        assertEquals(List.of(), row.problems());
        assertEquals(2, row.line());
        assertEquals("fire", row.record().path("type").asText());
        assertEquals("Structure Fire, 1 Main St, \"Annex\"", row.record().path("title").asText());
        assertEquals(37.5, row.record().path("location").path("latitude").asDouble());
        assertEquals("2020-04-08T06:53:08.000Z", row.record().path("receivedAt").asText());
        assertEquals(Instant.parse("2020-04-08T07:01:00Z"), row.arrivedAt());
        assertEquals("[\"one\",\"two\"]", row.record().path("measures").toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "ndjson|{\"id\":7,\"kind\":\"Alarm\",\"where\":\"here\",\"point\":\"(1.5, 2)\",\"entered\":\"04/07/2020 11:53:08 PM\"}",
            "geojson|{\"features\":[{\"geometry\":{\"coordinates\":[2,1.5]},\"properties\":{\"id\":7,\"kind\":\"Alarm\",\"where\":\"here\",\"point\":\"(1.5, 2)\",\"entered\":\"04/07/2020 11:53:08 PM\"}}]}"})
    void everyFormatGivesTheSameRecord(String format, String text) throws IOException {
        RowMapper.Mapped row = read(format, text).getFirst();
        assertEquals(List.of(), row.problems());
        assertEquals("{\"reportId\":\"7\",\"agencyId\":\"sffd\",\"type\":\"other\",\"title\":\"Alarm, here\","
                + "\"location\":{\"place\":\"here\",\"latitude\":1.5}}", row.record().toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"[{\"id\":\"A\",\"by\":{\"name\":\"x\"}},{\"id\":\"B\"}]|[\"A\",\"B\"]",
            "[{\"id\":\"A\"}]|[\"A\"]", "[]|", "[{\"other\":1}]|"})
    void whatTheObjectsOfAListSayUnderOneNameIsAListToo(String references, String list) throws IOException {
        Path file = folder.resolve("alerts");
        Files.writeString(file, "{\"features\":[{\"properties\":{\"references\":" + references + "}}]}");
        RowMapper.Mapped row = RowMapper.read(file, MappingReader.read("alerts.yaml", """
                mapping: alerts
                record: report
                format: geojson
                fields: {officialSignal.references: {column: references.id, as: list}}
                """)).getFirst();

        assertEquals(List.of(), row.problems());
        assertEquals(list == null ? "{}" : "{\"officialSignal\":{\"references\":" + list + "}}",
                row.record().toString());
    }

    @Test
    void aRowThatCannotBeMappedSaysWhichFieldAndHindersNoOther() throws IOException {
        // When
        List<RowMapper.Mapped> rows = read("csv", """
                id,kind,where,point,received,entered
                1,Alarm,here,nowhere,yesterday,04/07/2020 11:53:08 PM
                2,Alarm,here,"(1, 2)",04/07/2020 11:53:08 PM,04/07/2020 11:53:08 PM
                """);

        // Then
        assertEquals(2, rows.getFirst().problems().size());
        assertTrue(rows.getFirst().problems().toString().contains("location.latitude")
                && rows.getFirst().problems().toString().contains("receivedAt: \"yesterday\""));
        assertEquals(List.of(), rows.get(1).problems());
    }

    @ParameterizedTest
    @CsvSource({"11/01/2020 01:30:00 AM,showed it twice", "03/08/2020 02:30:00 AM,set forward over it",
            "11/01/2020 02:00:00 AM,", "03/08/2020 01:59:59 AM,"})
    void aLocalTimeThatIsNoneOrTwoIsRefused(String local, String reason) throws IOException {
        // When
        RowMapper.Mapped row = read("csv", "id,entered\n1," + local + "\n").getFirst();

        // Then
        assertEquals(reason == null, row.arrivedAt() != null);
        assertEquals(reason != null, row.problems().toString().contains(String.valueOf(reason)), row::toString);
    }

    @Test
    void aMappingThatIsWrongSaysEveryProblem() {
        // When
        InvalidFileException refused = assertThrows(InvalidFileException.class, () -> MappingReader.read("m.yaml", """
                mapping: m
                record: tweet
                format: xml
                zone: Mars/Olympus
                time-format: "qqqqqqq"
                fields:
                  a: {colunm: x}
                  b: {column: x, pattern: "(("}
                """));

        // Then
        for (String words : List.of("tweet", "xml", "Mars/Olympus", "qqqqqqq", "colunm", "regular expression")) {
            assertTrue(String.valueOf(refused.getMessage()).contains(words),
                    () -> words + " in " + refused.getMessage());
        }
    }

    @Test
    void aFileThatIsNoneSaysSo() {
        assertThrows(UncheckedIOException.class, () -> read("csv", "id,id\n1,2\n"));
        assertThrows(UncheckedIOException.class, () -> read("geojson", "{}"));
        assertThrows(UncheckedIOException.class, () -> read("ndjson", "no json\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"ndjson|{\"id\":1e99999999999}", "json|[1e99999999999]",
            "geojson|{\"features\":[{\"id\":1e99999999999}]}", "geojson|[]", "json|", "ndjson|[", "csv|a,a"})
    void aFileThatIsNotWhatItsMappingSaysIsRefused(String format, String text) {
        UncheckedIOException refused = assertThrows(UncheckedIOException.class,
                () -> read(format, text == null ? "[" : text));
        assertTrue(refused.getMessage().contains("cannot be read"), refused::getMessage);
    }

    @Test
    void namesOfDeepObjectsDoNotGrowWithoutBound() {
        // Given: five hundred levels with names of a thousand characters, and a thousand values at the bottom
        String name = "\"" + "n".repeat(1_000) + "\":";
        String deep = ("{" + name).repeat(500) + "[1]" + "}".repeat(500);

        // Then
        assertThrows(UncheckedIOException.class, () -> read("ndjson", deep));
    }

    @ParameterizedTest
    @CsvSource({"1e999999999", "9999999999999999999999999999999999999999999999", "1e99999999999", "NaN"})
    void aNumberNobodyCanReckonWithIsAProblemOfItsField(String number) throws IOException {
        // Given
        String mapping = MAPPING.formatted("ndjson") + "  lossCny: {column: loss, as: number}\n";
        Path file = folder.resolve("rows");
        Files.writeString(file, "{\"id\":\"1\",\"loss\":\"" + number + "\"}");

        // When
        List<String> problems = RowMapper.read(file, MappingReader.read("calls.yaml", mapping)).getFirst().problems();

        // Then
        assertTrue(problems.getFirst().startsWith("lossCny: \"" + number + "\" is no number"), problems::toString);
    }

    @Test
    void aPatternTakesTimeInStepWithItsText() throws IOException {
        // Given: the pattern that takes a back-tracking engine for ever
        String mapping = MAPPING.formatted("ndjson") + "  unit: {column: unit, pattern: \"((a+)+)b\"}\n";
        Path file = folder.resolve("rows");
        Files.writeString(file, "{\"id\":\"1\",\"unit\":\"" + "a".repeat(5_000) + "\"}");

        // Then: that it comes back at all
        RowMapper.read(file, MappingReader.read("calls.yaml", mapping));
    }

    @ParameterizedTest
    @CsvSource({"((a{1000}){1000}){1000}", "(?=a)b", "ppHHmm"})
    void aPatternThatCannotBeBoundedIsRefused(String pattern) {
        String mapping = pattern.equals("ppHHmm")
                ? MAPPING.formatted("csv").replace("MM/dd/yyyy hh:mm:ss a", pattern)
                : MAPPING.formatted("csv") + "  unit: {column: unit, pattern: \"" + pattern + "\"}\n";
        assertThrows(InvalidFileException.class, () -> MappingReader.read("calls.yaml", mapping));
    }
}
