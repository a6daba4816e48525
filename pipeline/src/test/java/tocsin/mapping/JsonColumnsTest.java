package tocsin.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.wire.RecordJson;

class JsonColumnsTest {
    private static final String MAPPING = """
            mapping: m
            record: report
            format: ndjson
            fields:
              measures: {column: m}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"m": ["pump; hose", "b"]}      | {"measures":["pump; hose","b"]}
            {"m": ["", "b", null, 3]}       | {"measures":["b","3"]}
            {"m": "a; b；c"}                | {"measures":["a","b","c"]}
            {"m": []}                       | {}
            {"m": [["x", "y"], "b"]}        | measures: column m holds lists or objects among its values
            {"m": [{"t": "x"}, "b"]}        | measures: column m holds lists or objects among its values
            """)
    void aListOfJsonIsThatList(String json, String meant) throws IOException {
        // Given
        Map<String, String> columns = new TreeMap<>();
        Row row = new Row(1, columns, new HashSet<>(), new HashMap<>(), null);
        new JsonColumns(columns, row.numbers(), row.lists()).flatten("", RecordJson.MAPPER.readTree(json));

        // When
        RowMapper.Mapped mapped = new RowMapper(MappingReader.read("m.yaml", MAPPING)).map(row);

        // Then
        String found = mapped.problems().isEmpty() ? mapped.record().toString() : mapped.problems().getFirst();
        assertEquals(meant, found.substring(0, Math.min(found.length(), meant.length())));
    }
}
