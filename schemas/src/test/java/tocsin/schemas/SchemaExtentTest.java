package tocsin.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.v1.IncidentReport;
import tocsin.v1.MediaSignal;
import tocsin.v1.SensorReading;

/// A schema that asks more of a reader than any report does is refused before anybody reads with it.
class SchemaExtentTest {
    /// Records in one another, each holding the next so many times.
    private static Schema nested(int wide, int deep, String innermost) {
        String schema = innermost;
        for (int level = 0; level < deep; level++) {
            String next = "N" + level;
            String first = schema;
            String other = level == 0 ? innermost : "\"N" + (level - 1) + "\"";
            schema = "{\"type\":\"record\",\"name\":\"" + next + "\",\"fields\":["
                    + IntStream.range(0, wide)
                            .mapToObj(i -> "{\"name\":\"f" + i + "\",\"type\":" + (i == 0 ? first : other) + "}")
                            .collect(Collectors.joining(","))
                    + "]}";
        }
        return new Schema.Parser().parse(schema);
    }

    private static Schema list(Schema item) {
        return Schema.createArray(item);
    }

    @ParameterizedTest
    @CsvSource({"9,9,null", "10,8,null", "10,4,int", "2,30,string"})
    void aSchemaThatIsImmenseWrittenOutIsRefused(int wide, int deep, String innermost) {
        assertTrue(SchemaExtent.objection(nested(wide, deep, "\"" + innermost + "\"")).orElseThrow()
                .contains("more than 10000 parts"));
    }

    @Test
    void aListOfItemsThatTakeNoByteIsRefused_orOfImmenseItems() {
        assertTrue(SchemaExtent.objection(list(Schema.create(Schema.Type.NULL))).orElseThrow().contains("no byte"));
        assertTrue(SchemaExtent.objection(list(nested(3, 3, "\"null\""))).orElseThrow().contains("no byte"));
        assertTrue(SchemaExtent.objection(list(Schema.createFixed("F", null, null, 0))).orElseThrow()
                .contains("no byte"));
        assertTrue(SchemaExtent.objection(list(nested(11, 3, "\"int\""))).orElseThrow().contains("items have more"));
        assertTrue(SchemaExtent.objection(Schema.createMap(nested(11, 3, "\"int\""))).orElseThrow()
                .contains("items have more"));
    }

    @Test
    void ourSchemasAreReadAndThoseWithFieldsMore() {
        // Given: a list of a type within itself, which takes bytes, as comments with answers do
        Schema comment = new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"C\",\"fields\":["
                + "{\"name\":\"text\",\"type\":\"string\"},"
                + "{\"name\":\"answers\",\"type\":{\"type\":\"array\",\"items\":\"C\"}}]}");

        // Then
        for (Schema ours : List.of(IncidentReport.getClassSchema(), SensorReading.getClassSchema(),
                MediaSignal.getClassSchema(), comment)) {
            assertEquals(Optional.empty(), SchemaExtent.objection(ours), ours.getName());
        }
    }
}
