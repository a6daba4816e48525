package tocsin.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/// The list of fields in `docs/records.md` is that of the schemas.
class RecordsDocTest {
    private static final Path DOC = Path.of(System.getProperty("tocsin.home", "..")).resolve("docs/records.md");
    private static final String INTRODUCTION = """
            # Records

            What a report, a reading and a post consist of: over HTTP as JSON, on Kafka as Avro in Confluent's wire format with the schema of the topic's subject, and in [mappings](replay.md#mappings). Nested fields have dots. A field without "needed" may be left out. Times are ISO 8601 in JSON and milliseconds in Avro.

            | record | over HTTP | on Kafka, key | command |
            | --- | --- | --- | --- |
            | report | `POST /api/v1/reports` | `tocsin.reports`, `agencyId` | `./tocsin report` |
            | reading | `POST /api/v1/sensors` | `tocsin.sensors`, `sensorId` | `./tocsin sensor` |
            | post | `POST /api/v1/media` | `tocsin.media`, `signalId` | `./tocsin media` |

            What was stored is read back from these topics by any Kafka client that reads Confluent's format; [clients](clients/README.md) has two. What came of a report is at `GET /api/v1/reports/{reportId}/verdict`, and of readings and posts in the timeline of incidents.
            """;

    @Test
    void theDocumentListsEveryField() throws IOException {
        // When
        String fields = INTRODUCTION + List.of(Mapping.Kind.REPORT, Mapping.Kind.SENSOR, Mapping.Kind.MEDIA).stream()
                .map(kind -> section(kind, RecordFields.of(kind))).collect(Collectors.joining());
        if ("renew".equals(System.getProperty("tocsin.documents"))) {
            Files.writeString(DOC, fields);
        }

        // Then
        assertEquals(Files.readString(DOC), fields,
                "write it anew with -Dtest=RecordsDocTest -DargLine=-Dtocsin.documents=renew");
    }

    private static String section(Mapping.Kind kind, Schema record) {
        String title = switch (kind) {
            case REPORT -> "Report";
            case SENSOR -> "Reading";
            case MEDIA -> "Post";
        };
        return "\n## " + title + "\n\n| field | value | what it says |\n| --- | --- | --- |\n" + rows("", record);
    }

    private static String rows(String above, Schema record) {
        return record.getFields().stream().map(field -> {
            Schema value = value(field.schema());
            String path = above + field.name();
            String row = "| `" + path + "` | " + kind(value)
                    + (field.hasDefaultValue() || !above.isEmpty() ? "" : ", needed")
                    + " | " + (field.doc() == null ? "" : field.doc().replaceAll("\\s+", " ").replace("|", "\\|"))
                    + " |\n";
            return value.getType() == Schema.Type.RECORD ? row + rows(path + ".", value) : row;
        }).collect(Collectors.joining());
    }

    private static Schema value(Schema schema) {
        return schema.getType() == Schema.Type.UNION
                ? schema.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).findFirst()
                        .orElse(schema)
                : schema;
    }

    private static String kind(Schema schema) {
        return switch (schema.getType()) {
            case STRING -> "text";
            case INT, LONG -> schema.getLogicalType() == null ? "whole number" : "time";
            case DOUBLE, FLOAT, BYTES -> "number";
            case BOOLEAN -> "true or false";
            case ENUM -> schema.getEnumSymbols().stream().filter(symbol -> !symbol.equals("UNKNOWN"))
                    .map(symbol -> "`" + symbol + "`").collect(Collectors.joining(" "));
            case ARRAY -> "list: " + kind(value(schema.getElementType()));
            case MAP -> "by name: " + kind(value(schema.getValueType()));
            case RECORD -> "object";
            default -> schema.getType().getName();
        };
    }
}
