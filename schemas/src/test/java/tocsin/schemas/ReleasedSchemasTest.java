package tocsin.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tocsin.internal.v1.Activated;
import tocsin.internal.v1.BoardReport;
import tocsin.internal.v1.Due;
import tocsin.internal.v1.PostWindow;
import tocsin.internal.v1.Quake;
import tocsin.internal.v1.SeenReport;
import tocsin.internal.v1.SensorSeries;
import tocsin.internal.v1.SensorValue;
import tocsin.internal.v1.WaitingRecord;
import tocsin.internal.v1.DeskBook;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.PackArchive;
import tocsin.internal.v1.Receipt;
import tocsin.internal.v1.Reply;
import tocsin.v1.Command;
import tocsin.v1.Delivery;
import tocsin.v1.Finding;
import tocsin.v1.Incident;
import tocsin.v1.IncidentReport;
import tocsin.v1.LedgerEntry;
import tocsin.v1.MediaSignal;
import tocsin.v1.Notification;
import tocsin.v1.Rejected;
import tocsin.v1.SensorReading;
import tocsin.v1.TimelineEvent;
import tocsin.v1.Verdict;

/// Schemas of releases are frozen: what is written today must be readable by them, and what they wrote, today.
class ReleasedSchemasTest {
    private static final Path RELEASED = Path.of("src", "main", "resources", "tocsin", "schemas", "released");

    static List<Schema> current() {
        return List.of(IncidentReport.SCHEMA$, SensorReading.SCHEMA$, MediaSignal.SCHEMA$, Command.SCHEMA$,
                Verdict.SCHEMA$,
                Finding.SCHEMA$, Incident.SCHEMA$, TimelineEvent.SCHEMA$, Notification.SCHEMA$, Delivery.SCHEMA$,
                Rejected.SCHEMA$, LedgerEntry.SCHEMA$, InboxRecord.SCHEMA$, IncidentFile.SCHEMA$, DeskBook.SCHEMA$,
                PackArchive.SCHEMA$, Reply.SCHEMA$, Receipt.SCHEMA$, BoardReport.SCHEMA$,
                // What rests in stores alone is read after an upgrade, too.
                Activated.SCHEMA$, Due.SCHEMA$, SeenReport.SCHEMA$, WaitingRecord.SCHEMA$, PostWindow.SCHEMA$,
                SensorSeries.SCHEMA$, SensorValue.SCHEMA$, Quake.SCHEMA$);
    }

    @ParameterizedTest
    @MethodSource("current")
    void everyReleaseReadsTodayAndTodayReadsEveryRelease(Schema today) throws IOException {
        List<Schema> releases = Releases.earlier(today.getFullName());
        for (Schema released : releases) {
            compatible(today, released);
            // What never leaves is read only by instances of this release or a later one.
            if (!today.getNamespace().equals("tocsin.internal.v1")) {
                compatible(released, today);
            }
        }
        assertTrue(!releases.isEmpty(), () -> today.getFullName() + " was never frozen; write it to " + RELEASED
                + "/<release>/" + today.getFullName() + ".avsc");
    }

    @Test
    void everyFolderOfAReleaseIsRead() throws IOException {
        try (Stream<Path> folders = Files.list(RELEASED)) {
            assertEquals(Releases.ALL, folders.map(folder -> folder.getFileName().toString()).sorted().toList());
        }
    }

    private static void compatible(Schema reader, Schema writer) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        assertEquals(SchemaCompatibilityType.COMPATIBLE, result.getType(), result::getDescription);
    }

    @ParameterizedTest
    @MethodSource("current")
    void everyFieldSaysWhatItIsAndEveryEnumHasUnknown(Schema schema) {
        documented(schema);
    }

    private static void documented(Schema schema) {
        switch (schema.getType()) {
            case RECORD -> schema.getFields().forEach(field -> {
                assertNotNull(field.doc(), () -> schema.getFullName() + "." + field.name() + " has no doc string");
                if (!field.schema().getType().equals(Schema.Type.RECORD)) {
                    documented(field.schema());
                }
            });
            case ENUM -> assertEquals("UNKNOWN", schema.getEnumDefault(), schema::getFullName);
            case UNION -> schema.getTypes().forEach(ReleasedSchemasTest::documented);
            case ARRAY -> documented(schema.getElementType());
            case MAP -> documented(schema.getValueType());
            default -> assertNotNull(schema.getType());
        }
    }

    @Test
    void aReaderThatIsOlderThanASymbolReadsUnknown() {
        // Given
        Schema older = new Schema.Parser().parse("""
                {"type":"enum","name":"Status","namespace":"tocsin.v1","symbols":["UNKNOWN","ACTUAL"],"default":"UNKNOWN"}
                """);

        // Then
        compatible(older, tocsin.v1.Status.getClassSchema());
    }
}
