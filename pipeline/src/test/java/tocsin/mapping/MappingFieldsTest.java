package tocsin.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.v1.IncidentReport;
import tocsin.v1.MediaSignal;
import tocsin.v1.SensorReading;
import tocsin.wire.JsonReading;
import tocsin.yaml.InvalidFileException;

/// Every field of a record can be filled from a row, and a mapping that cannot fill one is refused when it is read.
class MappingFieldsTest {
    private static final String REPORT = """
            mapping: m
            record: report
            format: csv
            fields:
              reportId: {column: id}
              agencyId: {value: a}
              kind: {value: FIRST}
              status: {value: ACTUAL}
              reportedAt: {column: at, as: time}
              title: {value: t}
              summary: {value: s}
              confidentiality: {value: PUBLIC}
            """;

    private static RowMapper.Mapped map(String mapping, Map<String, String> columns) {
        return new RowMapper(MappingReader.read("m.yaml", mapping)).map(new Row(2, columns));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            casualties.dead | as: number  | 3    | 3
            casualties.dead | as: number  | 3.0  | 3
            casualties.dead | as: number  | ３   | 3
            casualties.dead | optional: true | 3 | 3
            sequence        | as: number  | 12   | 12
            lossCny         | as: number  | 12.50 | 12.50
            lossCny         | as: number  | 2000000000000 | 2000000000000.00
            location.latitude | as: number | 36  | 36.0
            handlingEnded   | as: boolean | TRUE | true
            handlingEnded   | 'map: {是: "true", 否: "false"}' | 否 | false
            measures        | as: list    | a; b | '[a, b]'
            sensitivity     | as: list    | PEOPLE;PLACE | '[PEOPLE, PLACE]'
            facts.burnt_ha  | as: number  | 7    | 7.0000
            calledAt        | as: time    | 2026-03-01T08:30:00+0800 | 2026-03-01T00:30:00Z
            """)
    void everyKindOfFieldIsFilled(String field, String how, String value, String read) {
        // When
        RowMapper.Mapped row = map(REPORT + "  " + field + ": {column: c, " + how + "}\n",
                Map.of("id", "r", "at", "2026-03-01T00:00:00Z", "c", value));
        IncidentReport report = JsonReading.read(row.record(), IncidentReport.class).record();

        // Then
        assertEquals("[]", row.problems().toString());
        assertNotNull(report, () -> JsonReading.read(row.record(), IncidentReport.class).refusals().toString());
        Object at = report;
        for (String name : field.split("\\.", -1)) {
            at = at instanceof Map<?, ?> map ? map.get(name)
                    : at instanceof org.apache.avro.specific.SpecificRecord record
                            ? record.get(record.getSchema().getField(name).pos())
                            : null;
        }
        assertEquals(read, String.valueOf(at));
    }

    @Test
    void aLongFieldIsFilled() {
        RowMapper.Mapped row = map("""
                mapping: m
                record: media
                format: csv
                fields:
                  signalId: {column: id}
                  source: {value: s}
                  publishedAt: {column: at, as: time}
                  text: {column: id}
                  reach: {column: reach}
                  status: {value: ACTUAL}
                """, Map.of("id", "1", "at", "2026-03-01 00:00:00Z", "reach", "3000000000"));
        MediaSignal post = JsonReading.read(row.record(), MediaSignal.class).record();
        assertNotNull(post);
        assertEquals(3_000_000_000L, post.getReach());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2013-1-4 21    | 2013-01-04T13:00:00Z
            2013-1-4 24    | 2013-01-04T16:00:00Z
            2013-1-4 25    |
            2013-1-4 24:00 |
            2013-2-30 24   |
            2013-2-30 1    |
            """)
    void aTimeSplitOverColumnsIsRead(String time, Instant read) {
        // Given
        String[] parts = time.split("[- ]", -1);

        // When
        RowMapper.Mapped row = map("""
                mapping: pm
                record: sensor
                format: csv
                zone: Asia/Shanghai
                time-format: "yyyy-M-d H"
                fields:
                  sensorId: {value: beijing}
                  metric: {value: pm25_ugm3}
                  value: {column: pm2.5, as: number}
                  unit: {value: ug/m3}
                  observedAt: {text: "{year}-{month}-{day} {hour}", as: time}
                  status: {value: ACTUAL}
                """, Map.of("year", parts[0], "month", parts[1], "day", parts[2], "hour", parts[3], "pm2.5", "151"));
        SensorReading reading = JsonReading.read(row.record(), SensorReading.class).record();

        // Then
        if (read == null) {
            assertTrue(row.problems().getFirst().startsWith("observedAt: \"" + time + "\" is no time"));
        } else {
            assertNotNull(reading);
            assertEquals(read, reading.getObservedAt());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-05-01 24:00    | yyyy-MM-dd HH:mm    | 2026-05-02T00:00:00Z
            2026-05-31 24:00:00 | yyyy-MM-dd HH:mm:ss | 2026-06-01T00:00:00Z
            2026-05-01 24:01    | yyyy-MM-dd HH:mm    |
            2026-05-01 24:00:01 | yyyy-MM-dd HH:mm:ss |
            2026-02-30 24:00    | yyyy-MM-dd HH:mm    |
            2026-02-28 24:00    | yyyy-MM-dd HH:mm    | 2026-03-01T00:00:00Z
            202605012400        | yyyyMMddHHmm        | 2026-05-02T00:00:00Z
            5月31日24时 2026      | M月d日HH时 yyyy        | 2026-06-01T00:00:00Z
            24:00 31.12.2026    | HH:mm dd.MM.yyyy    | 2027-01-01T00:00:00Z
            2026-05-01T24:00+08:00 | yyyy-MM-dd'T'HH:mmXXX | 2026-05-01T16:00:00Z
            Fri 2026-05-01 24:00 | EEE yyyy-MM-dd HH:mm | 2026-05-02T00:00:00Z
            Sat 2026-05-01 24:00 | EEE yyyy-MM-dd HH:mm |
            2026-02-29 08:00    | yyyy-MM-dd HH:mm    |
            2026年5月1日 上午8:00 | yyyy年M月d日 ah:mm    | 2026-05-01T08:00:00Z
            2026年5月1日 下午8:00 | yyyy年M月d日 ah:mm    | 2026-05-01T20:00:00Z
            05/01/2026 08:00:00 PM | MM/dd/yyyy hh:mm:ss a | 2026-05-01T20:00:00Z
            1546300800          | epoch-seconds       | 2019-01-01T00:00:00Z
            """)
    void aPatternIsReadStrictly(String time, String pattern, Instant read) {
        RowMapper.Mapped row = map(REPORT.replace("fields:", "time-format: \"" + pattern + "\"\nfields:"),
                Map.of("id", "1", "at", time));
        assertEquals(read == null, !row.problems().isEmpty());
        assertEquals(read == null ? "" : read.toString().replace("Z", ".000Z"),
                row.record().path("reportedAt").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Extreme | Immediate | I
            Severe  | Immediate | II
            Severe  | Future    | IV
            Severe  |           | III
            """)
    void severityWithUrgencyIsMapped(String severity, String urgency, String grade) {
        // Given
        Map<String, String> columns = new LinkedHashMap<>(
                Map.of("id", "1", "at", "2026-03-01T00:00:00Z", "severity", severity));
        if (urgency != null) {
            columns.put("urgency", urgency);
        }

        // When
        RowMapper.Mapped row = map(REPORT + """
                  claimedGrade: {text: "{severity}/{urgency}", map: {Extreme/Immediate: I, Severe/Immediate: II, Severe/: III}, otherwise: IV}
                """, columns);

        // Then
        assertEquals(grade, row.record().path("claimedGrade").asText());
    }

    @Test
    void aTextOfColumnsThatAreAllMissingIsMissing() {
        assertEquals("{}", map("""
                mapping: m
                record: media
                format: csv
                fields:
                  signalId: {text: "news/{id}"}
                """, Map.of("title", "t")).record().toString());
    }

    @Test
    void aNumberOfJsonIsReadAsJsonWritesIt() {
        // Given: a mapping for texts with decimal commas
        RowMapper mapper = new RowMapper(MappingReader.read("m.yaml", """
                mapping: m
                record: sensor
                format: json
                decimal-mark: ","
                fields:
                  value: {column: v, as: number}
                """));

        // Then
        assertEquals("{\"value\":12.5}", mapper.map(new Row(1, Map.of("v", "12.5"), Set.of("v"))).record()
                .toString());
        assertEquals("{\"value\":12.5}", mapper.map(new Row(1, Map.of("v", "12,5"))).record().toString());
        assertEquals(1, mapper.map(new Row(1, Map.of("v", "12.5"))).problems().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            casualties.dad: {column: c, as: number}        | "dad" is not a field of Casualties (did you mean dead?)
            casualties: {column: c}                        | casualties holds fields of its own; write the mapping for one of them
            casualties.dead: {column: c, as: text}         | is a number; write as: number
            title.zh: {column: c}                          | title has no fields within it
            attachments: {column: c}                       | attachments is a list of objects
            cause: {column: c, as: number}                 | is a text; write as: text
            claimedGrade: {value: V}                       | "V" is not one of
            via: {column: c, map: {a: FAXX}}               | "FAXX" is not one of
            via: {column: c, otherwise: FAX}               | goes with map
            handlingEnded: {column: c, as: list}           | is true or false; write as: boolean
            """)
    void aFieldThatCannotBeFilledSoIsRefusedInTheMapping(String field, String reason) {
        InvalidFileException refused = assertThrows(InvalidFileException.class,
                () -> MappingReader.read("m.yaml", REPORT + "  " + field + "\n"));
        assertTrue(refused.getMessage().startsWith("m.yaml:13:") && refused.getMessage().contains(reason),
                refused::getMessage);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            encoding: utf8mb4     | "utf8mb4" is not one of [utf-8, gb18030, utf-16
            separator: "ab"       | must be one sign that stands between cells
            separator: "a"        | must be one sign that stands between cells
            decimal-mark: ";"     | must be "." or ","
            thousands-mark: "."   | not the decimal-mark
            thousands-mark: "0"   | must be one of
            decimal_mark: ","     | decimal_mark
            """)
    void aFormThatNobodyWritesIsRefusedInTheMapping(String key, String reason) {
        InvalidFileException refused = assertThrows(InvalidFileException.class,
                () -> MappingReader.read("m.yaml", key + "\n" + REPORT));
        assertTrue(refused.getMessage().startsWith("m.yaml:1:") && refused.getMessage().contains(reason),
                refused::getMessage);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            yyyy-MM-dd kk:mm       | true
            yyyyMMddk              | true
            yyyy-MM-dd 'k'HH:mm    | false
            yyyy-MM-dd hh:mm a     | false
            """)
    void anHourThatBeginsADayForOneReaderAndEndsItForAnother_isNoPattern(String pattern, boolean isRefused) {
        // When
        String yaml = REPORT.replace("fields:", "time-format: \"" + pattern + "\"\nfields:");
        List<String> problems = new ArrayList<>();
        try {
            MappingReader.read("m.yaml", yaml);
        } catch (InvalidFileException e) {
            e.problems().forEach(problem -> problems.add(problem.message()));
        }

        // Then
        assertEquals(isRefused, problems.stream().anyMatch(problem -> problem.contains("write H")),
                problems::toString);
    }
}
