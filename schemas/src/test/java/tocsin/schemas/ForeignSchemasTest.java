package tocsin.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.v1.Casualties;

/// Whatever schema a stranger registers, the record that names it is read or refused, and nothing else happens.
class ForeignSchemasTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] NAMES_SCHEMA_9 = {0, 0, 0, 0, 9, 0};

    private FakeRegistry registry;
    private RegistryClient client;

    @BeforeEach
    void start() throws Exception {
        registry = new FakeRegistry();
        client = new RegistryClient(registry.url(), null);
    }

    @AfterEach
    void stop() {
        client.close();
        registry.close();
    }

    private AvroRecordDeserializer<Casualties> reader() {
        return new AvroRecordDeserializer<>(new SchemaIds(client, null, false), Casualties.class);
    }

    private UndecodableException.Cause refusal(byte[] bytes) {
        return assertThrows(UndecodableException.class, () -> reader().deserialize("t", bytes)).reason();
    }

    private static ObjectNode answer(String schema) {
        return JSON.createObjectNode().put("schema", schema);
    }

    private static void refers(ObjectNode answer, String name, String subject) {
        answer.withArray("references").addObject().put("name", name).put("subject", subject)
                .put("version", 1);
    }

    @Test
    void aSchemaThatRefersToOthersIsReadWithThem() throws Exception {
        // Given: the record's own type refers to the type of one field, which refers to a third
        ObjectNode whole = answer(
                "{\"type\":\"record\",\"name\":\"Casualties\",\"namespace\":\"tocsin.v1\",\"fields\":["
                        + "{\"name\":\"dead\",\"type\":[\"null\",\"int\"]},{\"name\":\"note\",\"type\":\"other.Note\"}]}");
        refers(whole, "other.Note", "note-value");
        ObjectNode note = answer("{\"type\":\"record\",\"name\":\"Note\",\"namespace\":\"other\",\"fields\":["
                + "{\"name\":\"kind\",\"type\":\"other.Kind\"}]}");
        refers(note, "other.Kind", "kind value");
        registry.prepared.put("/schemas/ids/9", whole.toString());
        registry.prepared.put("/subjects/note-value/versions/1", note.toString());
        registry.prepared.put("/subjects/kind%20value/versions/1", answer(
                "{\"type\":\"enum\",\"name\":\"Kind\",\"namespace\":\"other\",\"symbols\":[\"A\",\"B\"]}").toString());
        Schema schema = client.schema(9);
        GenericData.Record record = new GenericData.Record(schema);
        record.put("dead", 3);
        GenericData.Record noted = new GenericData.Record(schema.getField("note").schema());
        noted.put("kind", new GenericData.EnumSymbol(noted.getSchema().getField("kind").schema(), "B"));
        record.put("note", noted);

        // When
        Casualties read = reader().deserialize("t", bytes(record));

        // Then
        assertEquals(3, read.getDead());
    }

    private static byte[] bytes(GenericData.Record record) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[]{0, 0, 0, 0, 9});
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new GenericDatumWriter<GenericData.Record>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    @Test
    void schemasThatReferToEachOtherInACircleEnd() {
        // Given
        ObjectNode one = answer("{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"b\",\"type\":\"B\"}]}");
        refers(one, "B", "b");
        ObjectNode other = answer("{\"type\":\"record\",\"name\":\"B\",\"fields\":[{\"name\":\"a\",\"type\":\"A\"}]}");
        refers(other, "A", "a");
        registry.prepared.put("/schemas/ids/9", one.toString());
        registry.prepared.put("/subjects/b/versions/1", other.toString());
        registry.prepared.put("/subjects/a/versions/1", one.toString());

        // Then
        assertEquals(UndecodableException.Cause.UNKNOWN_SCHEMA, refusal(NAMES_SCHEMA_9));
    }

    @Test
    void aSchemaThatRefersToTooManyIsRefused() {
        // Given
        for (int number = 0; number < 60; number++) {
            ObjectNode link = answer("{\"type\":\"fixed\",\"size\":1,\"name\":\"F" + number + "\"}");
            refers(link, "F", "f" + (number + 1));
            registry.prepared.put("/subjects/f" + number + "/versions/1", link.toString());
        }
        ObjectNode first = answer("\"int\"");
        refers(first, "F", "f0");
        registry.prepared.put("/schemas/ids/9", first.toString());

        // Then
        assertEquals(UndecodableException.Cause.UNKNOWN_SCHEMA, refusal(NAMES_SCHEMA_9));
        assertEquals(RegistryClient.MOST_REFERENCES + 1, registry.requests.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "{}", "[]", "{\"type\":\"record\"}", "{\"type\":\"enum\",\"name\":\"E\"}",
            "{\"type\":\"fixed\",\"name\":\"F\",\"size\":\"x\"}", "{\"type\":\"record\",\"name\":\"1\",\"fields\":[]}",
            "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"a\",\"type\":\"int\"}]}",
            "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\",\"default\":\"x\"}]}",
            "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":-1}", "[\"int\",\"int\"]", "[[\"int\"]]"})
    void aSchemaThatIsNoneIsRefused(String schema) {
        registry.prepared.put("/schemas/ids/9", answer(schema).toString());
        UndecodableException refused = assertThrows(UndecodableException.class,
                () -> reader().deserialize("t", NAMES_SCHEMA_9));
        assertNotEquals(UndecodableException.Cause.NOT_AVRO, refused.reason());
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 5_000, 200_000})
    void aSchemaNestedHoweverDeepIsRefused(int depth) {
        registry.prepared.put("/schemas/ids/9", answer("{\"type\":\"array\",\"items\":".repeat(depth) + "\"int\""
                + "}".repeat(depth)).toString());
        assertThrows(UndecodableException.class, () -> reader().deserialize("t", NAMES_SCHEMA_9));
    }

    @Test
    void anAnswerWithoutEndIsRefused() {
        registry.prepared.put("/schemas/ids/9", answer("x".repeat(RegistryClient.LONGEST_ANSWER)).toString());
        assertEquals(UndecodableException.Cause.UNKNOWN_SCHEMA, refusal(NAMES_SCHEMA_9));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 407, 429, 500, 503})
    void aRegistryThatDoesNotLetUsInIsAwayAndItsRecordsWait(int status) {
        registry.prepared.put("/schemas/ids/9", "{\"error_code\":" + status + ",\"message\":\"no\"}");
        registry.preparedStatus = status;
        assertThrows(RegistryUnavailableException.class, () -> reader().deserialize("t", NAMES_SCHEMA_9));
    }

    @Test
    void aValueNestedDeeperThanTheStackIsRefusedAndTheNextOneIsRead() {
        // Given: a field that nobody here knows, of a type that holds itself
        registry.prepared.put("/schemas/ids/9", answer("{\"type\":\"record\",\"name\":\"Casualties\","
                + "\"namespace\":\"tocsin.v1\",\"fields\":[{\"name\":\"deep\",\"type\":{\"type\":\"record\","
                + "\"name\":\"Deep\",\"fields\":[{\"name\":\"next\",\"type\":[\"null\",\"Deep\"]}]}}]}").toString());
        byte[] deep = new byte[5 + 800_001];
        deep[4] = 9;
        java.util.Arrays.fill(deep, 5, deep.length - 1, (byte) 2);
        AvroRecordDeserializer<Casualties> reader = reader();

        // When
        UndecodableException refused = assertThrows(UndecodableException.class, () -> reader.deserialize("t", deep));

        // Then
        assertEquals(UndecodableException.Cause.NOT_AVRO, refused.reason());
        assertNull(reader.deserialize("t", NAMES_SCHEMA_9).getDead());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"type\":\"rec"})
    void aDamagedCacheOfSchemasIsAskedAnew(String damaged, @TempDir Path folder) throws Exception {
        // Given
        registry.prepared.put("/schemas/ids/9", answer("\"int\"").toString());
        Files.writeString(folder.resolve("id-9.avsc"), damaged);

        // When
        Schema schema = new SchemaIds(client, folder, false).schema(9);

        // Then
        assertEquals(Schema.Type.INT, schema.getType());
        assertEquals("\"int\"", Files.readString(folder.resolve("id-9.avsc"), StandardCharsets.UTF_8));
    }

    @Test
    void aCacheThatCannotBeWrittenKeepsNothingFromBeingRead(@TempDir Path folder) throws Exception {
        // Given: a file stands where the folder would be
        Path taken = Files.writeString(folder.resolve("schemas"), "");
        registry.prepared.put("/schemas/ids/9", answer("\"int\"").toString());

        // Then
        assertEquals(Schema.Type.INT, new SchemaIds(client, taken, false).schema(9).getType());
    }
}
