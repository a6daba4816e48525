package tocsin.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The form of a file is checked and never guessed, and nothing shifts or disappears.
class FileFormTest {
    private static final String HEADER = "编号,地点,死亡,概况\n";
    private static final String MAPPING = """
            mapping: calls
            record: report
            format: csv
            %s
            fields:
              reportId: {column: 编号}
              location.place: {column: 地点}
              casualties.dead: {column: 死亡, as: number}
              summary: {column: 概况}
            """;

    @TempDir
    private Path folder;

    private MappedFile read(byte[] bytes, String... keys) throws IOException {
        return MappedFile.read(Files.write(folder.resolve("calls.csv"), bytes), mapping(keys));
    }

    private MappedFile read(String text, String... keys) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8), keys);
    }

    private static Mapping mapping(String... keys) {
        return MappingReader.read("calls.yaml", MAPPING.formatted(String.join("\n", keys)));
    }

    private String refusal(byte[] bytes, String... keys) {
        return assertThrows(UncheckedIOException.class, () -> read(bytes, keys)).getMessage();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UTF-8      |                     |
            UTF-8      | 239 187 191         |
            UTF-8      | 239 187 191         | encoding: gb18030
            GB18030    |                     | encoding: gb18030
            GBK        |                     | encoding: gbk
            GB18030    | 132 49 149 51       |
            UTF-16LE   | 255 254             |
            UTF-16LE   | 255 254             | encoding: utf-16
            UTF-16BE   | 254 255             | encoding: utf-16
            UTF-16LE   |                     | encoding: utf-16le
            UTF-32LE   | 255 254 0 0         |
            """)
    void aFileIsReadInItsEncodingAndAByteOrderMarkDecides(String charset, String mark, String key) throws IOException {
        // Given
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        for (String one : mark == null ? new String[0] : mark.split(" ", -1)) {
            bytes.write(Integer.parseInt(one));
        }
        bytes.writeBytes((HEADER + "R1,某仓库,2,正常\n").getBytes(Charset.forName(charset)));

        // When
        MappedFile file = read(bytes.toByteArray(), key == null ? "" : key);

        // Then
        assertEquals("[]", file.rows().getFirst().problems().toString());
        assertEquals("{\"reportId\":\"R1\",\"location\":{\"place\":\"某仓库\"},\"casualties\":{\"dead\":2},"
                + "\"summary\":\"正常\"}", file.rows().getFirst().record().toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GB18030  |                    | line 1: the byte B1 is not utf-8; if a Chinese Excel wrote it, say encoding: gb18030
            UTF-8    | encoding: gb18030  | it is utf-8, and its mapping says encoding: gb18030
            UTF-16LE | encoding: utf-16   | has no byte-order mark, so nothing says
            UTF-16LE | encoding: gb18030  | it holds a zero byte
            UTF-16BE |                    | it holds a zero byte
            UTF-8    | encoding: iso-8859-1 | it is utf-8, and its mapping says encoding: iso-8859-1
            """)
    void aFileInAnotherEncodingIsRefusedByName(String charset, String key, String reason) {
        String refusal = refusal((HEADER + "R1,某仓库,2,正常\n").getBytes(Charset.forName(charset)),
                key == null ? "" : key);
        assertTrue(refusal.contains(reason), refusal);
    }

    @Test
    void bytesThatAreNoCharactersAreNamedByLineHoweverLongTheFile() {
        // Given: every length around the reader's buffer
        for (int rows : List.of(0, 1, 200, 409, 410, 5_000)) {
            java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
            bytes.writeBytes((HEADER + "R1,某仓库,2,正常\r\n".repeat(rows)).getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(new byte[]{'R', ',', (byte) 0xC4, (byte) 0xE3, ',', '1', ',', '\n'});

            // Then
            String refusal = refusal(bytes.toByteArray());
            assertTrue(refusal.contains("line " + (rows + 2) + ": the byte C4 is not utf-8"), refusal);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void rowsAreNumberedAsInTheFile(String end) throws IOException {
        // Given: blank lines, a cell of three lines, a row of nothing, and no end of the last line
        String text = ("\n" + HEADER + "\nR1,某仓库,1,\"一\n\n三\"\n,,,\nR2,某仓库,两人,x\nR3,某仓库,3,x").replace("\n", end);

        // When
        MappedFile file = read(text);

        // Then
        assertEquals(List.of(4L, 8L, 9L), file.rows().stream().map(RowMapper.Mapped::line).toList());
        assertEquals("[casualties.dead: \"两人\" is no number: write digits, 40 at most]",
                file.rows().get(1).problems().toString());
        assertEquals("一" + end + end + "三", file.rows().getFirst().record().path("summary").asText());
    }

    @Test
    void aRowWithACellTooManyOrTooFewIsRefusedAndNothingShifts() throws IOException {
        // When
        MappedFile file = read(HEADER + "R1,某仓库,1,234,x\nR2,某仓库,2,x\nR3,某仓库\nR4,某仓库,4,x,\n");

        // Then
        assertEquals(List.of(1, 0, 1, 1), file.rows().stream().map(row -> row.problems().size()).toList());
        assertTrue(file.rows().getFirst().problems().getFirst().startsWith("has 5 cells, and the header 4"));
        assertEquals("{}", file.rows().getFirst().record().toString());
        assertEquals("234", file.rows().getFirst().columns().get("(cell 4)"));
    }

    /// Whatever row is broken by a cell: it alone is refused, by its line, and all others are what they were.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void aBrokenRowChangesNoOther(int seed) throws IOException {
        // Given
        Random random = new Random(seed);
        int rows = 5 + random.nextInt(40);
        int broken = random.nextInt(rows);
        StringBuilder text = new StringBuilder(HEADER);
        List<Long> lines = new ArrayList<>();
        long line = 2;
        for (int i = 0; i < rows; i++) {
            String words = switch (random.nextInt(3)) {
                case 0 -> "\"a, \"\"b\"\"\"";
                case 1 -> "\"一\n二\"";
                default -> "x";
            };
            lines.add(line);
            text.append("R").append(i).append(",某仓库,").append(i).append(i == broken ? "," : "").append(',')
                    .append(words).append("\n".repeat(1 + random.nextInt(2)));
            line = 1 + text.chars().filter(c -> c == '\n').count();
        }

        // When
        MappedFile file = read(text.toString());

        // Then
        for (int i = 0; i < rows; i++) {
            RowMapper.Mapped row = file.rows().get(i);
            assertEquals(lines.get(i), row.line());
            assertEquals(i != broken, row.problems().isEmpty());
            assertEquals(i == broken ? "" : "R" + i, row.record().path("reportId").asText());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            R1,"某"大"厦,1,x      | line 2: a quoted cell goes on behind its closing quote
            R1,某,1,"没有结束      | a quote in the row of line 2 is never closed
            """)
    void aQuoteThatIsWrongIsRefusedByLine(String row, String reason) {
        String refusal = refusal((HEADER + row + "\nR2,某仓库,1,x\n").getBytes(StandardCharsets.UTF_8));
        assertTrue(refusal.contains(reason), refusal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"; 59", "tab 9", "\\\\t 9", "， 65292", "| 124"})
    void anotherSeparatorIsReadWhereTheMappingSaysSoAndElseNamed(String said, int separator) throws IOException {
        // Given
        String text = (HEADER + "R1,某仓库,1,x\n").replace(",", Character.toString(separator));

        // Then
        assertTrue(read(text).refusal(mapping()).orElse("").contains("seems to be separated by"));
        MappedFile file = read(text, "separator: \"" + said + "\"");
        assertEquals("R1", file.rows().getFirst().record().path("reportId").asText());
        assertEquals(List.of(), file.lacking());
    }

    @Test
    void whatTheMappingNamesAndTheFileLacksIsToldAndTheOtherWayRound() throws IOException {
        // When
        MappedFile file = read("编号,地点,死亡人数,概况,天气\nR1,某仓库,2,x,晴\n");

        // Then
        assertTrue(file.refusal(mapping()).orElse("").contains("\"死亡\" for casualties.dead"));
        assertEquals(List.of("not used by the mapping: 死亡人数, 天气"), file.notes(mapping()));
    }

    @Test
    void blanksAroundANameInTheHeaderAreNoPartOfIt() throws IOException {
        // When
        MappedFile file = read(" 编号, 地点, 死亡 , 概况\nR1,某仓库,2,x\n");

        // Then
        assertEquals(List.of(), file.lacking());
        assertEquals("2", file.rows().getFirst().record().path("casualties").path("dead").asText());
    }

    @Test
    void aColumnThatMayBeMissingIsNotAsked() throws IOException {
        // Given
        Mapping mapping = MappingReader.read("calls.yaml",
                MAPPING.formatted("").replace("{column: 死亡,", "{column: 死亡, optional: true,"));

        // When
        MappedFile file = MappedFile.read(Files.writeString(folder.resolve("calls.csv"), "编号,地点,概况\nR1,某,x\n"),
                mapping);

        // Then
        assertTrue(file.refusal(mapping).isEmpty());
        assertEquals(List.of(), file.lacking());
    }

    @Test
    void aValueThatSaysThereIsNoneIsNone() throws IOException {
        // When
        MappedFile file = read(HEADER + "R1,某仓库,NA,x\nR2,,2,x\nR3,某仓库,3,NA\n", "missing: [NA]",
                "skip-without: [死亡]");

        // Then
        assertEquals(1, file.skipped());
        assertEquals("{\"reportId\":\"R2\",\"casualties\":{\"dead\":2},\"summary\":\"x\"}",
                file.rows().getFirst().record().toString());
        assertTrue(file.rows().get(1).record().path("summary").isMissingNode());
    }

    @Test
    void aLineThatIsNoJsonIsRefusedAloneAndAFileOfNoneWhole() throws IOException {
        // Given
        Mapping mapping = MappingReader.read("calls.yaml", MAPPING.formatted("").replace("csv", "ndjson"));
        Path file = Files.writeString(folder.resolve("calls.ndjson"),
                "\uFEFF{\"编号\": \"\n\n{\"编号\": \"N2\", \"死亡\": 3.0}\n[1]\n{\"编号\": \"N4\"");

        // When
        MappedFile read = MappedFile.read(file, mapping);

        // Then
        assertEquals(List.of("1:[is no JSON: Unexpected end-of-input: was expecting closing quote for a string value"
                + " (line 1, column 9)]", "3:[]", "4:[is no JSON object]",
                "5:[is no JSON: Unexpected end-of-input: expected close marker for Object (start marker at"),
                read.rows().stream().map(row -> row.line() + ":" + row.problems())
                        .map(row -> row.startsWith("5") ? row.substring(0, row.indexOf(" [Source")) : row).toList());
        assertEquals("{\"dead\":3}", read.rows().get(1).record().path("casualties").toString());
        Files.writeString(file, "no\njson\n");
        assertThrows(UncheckedIOException.class, () -> MappedFile.read(file, mapping));
    }
}
