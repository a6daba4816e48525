package tocsin.schemas;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// Reads Confluent's wire format into generated records: as the given class, or as the class the schema names.
///
/// Fails with [UndecodableException] for bytes that will never be readable and with [RegistryUnavailableException]
/// while the registry cannot say what they are. Safe for use by several threads once configured: Kafka Streams shares one
/// among its tasks.
public final class AvroRecordDeserializer<T extends SpecificRecord> implements Deserializer<T> {
    private static final int HEADER_BYTES = 5;

    private final @Nullable Schema expected;
    private final boolean asksLater;
    private final Map<Integer, SpecificDatumReader<T>> readers = new ConcurrentHashMap<>();
    private @Nullable SchemaIds ids;

    /// For use by class name: [#configure] must follow; reads whatever generated class the schema names.
    public AvroRecordDeserializer() {
        this.expected = null;
        this.asksLater = false;
    }

    /// A deserializer of one class that shares what is known of ids.
    public AvroRecordDeserializer(SchemaIds ids, Class<T> type) {
        this(ids, type, false);
    }

    /// @param asksLater whether a schema that is not known here is asked for meanwhile, as
    ///     [SchemaIds#schemaOrAskLater] has it
    public AvroRecordDeserializer(SchemaIds ids, Class<T> type, boolean asksLater) {
        this.ids = ids;
        this.asksLater = asksLater;
        this.expected = SpecificData.get().getSchema(type);
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (ids == null) {
            ids = RegistrySettings.from(configs).open();
        }
    }

    @Override
    @SuppressWarnings("NullAway") // Kafka's contract: null in, null out
    public T deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        if (bytes.length < HEADER_BYTES || bytes[0] != 0) {
            throw new UndecodableException(UndecodableException.Cause.NOT_AVRO, "the " + bytes.length
                    + " bytes do not begin with 0 and a four-byte schema id: send Avro in the Confluent wire format");
        }
        SpecificDatumReader<T> reader = reader(ByteBuffer.wrap(bytes, 1, 4).getInt());
        boolean maybeConfidential = saysHowConfidential(reader.getSchema());
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES,
                null);
        try {
            T record = reader.read(null, decoder);
            if (!decoder.isEnd()) {
                throw new UndecodableException(UndecodableException.Cause.NOT_AVRO,
                        "bytes are left over after the record: the body does not follow its schema", maybeConfidential);
            }
            return record;
        } catch (UndecodableException e) {
            throw e;
        } catch (IOException | RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            // A value nested deeper than the stack is one record's fault, not the reader's.
            throw new UndecodableException(UndecodableException.Cause.NOT_AVRO,
                    "the body does not follow its schema: " + e.getClass().getSimpleName(), maybeConfidential);
        }
    }

    private SpecificDatumReader<T> reader(int id) {
        SpecificDatumReader<T> known = readers.get(id);
        if (known != null) {
            return known;
        }
        if (ids == null) {
            throw new IllegalStateException("configure the deserializer first");
        }
        Schema writer;
        try {
            writer = asksLater ? ids.schemaOrAskLater(id) : ids.schema(id);
        } catch (RegistryRefusedException e) {
            throw new UndecodableException(UndecodableException.Cause.UNKNOWN_SCHEMA,
                    "schema id " + id + " is not known to the registry: register the schema first (" + e.getMessage()
                            + ")");
        }
        SpecificDatumReader<T> reader = resolve(id, writer);
        readers.put(id, reader);
        return reader;
    }

    private SpecificDatumReader<T> resolve(int id, Schema writer) {
        Schema target = expected == null ? generatedFor(id, writer) : expected;
        if (!writer.getFullName().equals(target.getFullName())) {
            throw new UndecodableException(UndecodableException.Cause.WRONG_SCHEMA, "schema id " + id + " is a "
                    + writer.getFullName() + ", and this topic carries " + target.getFullName(),
                    saysHowConfidential(writer));
        }
        SchemaExtent.objection(writer).ifPresent(objection -> {
            throw new UndecodableException(UndecodableException.Cause.WRONG_SCHEMA, "schema id " + id + " " + objection
                    + "; send with the schema of this topic, or one with a few fields more",
                    saysHowConfidential(writer));
        });
        try {
            SpecificDatumReader<T> reader = new SpecificDatumReader<>(writer, target);
            // Resolution is lazy; asking for it here tells an unreadable schema from unreadable bytes.
            DecoderFactory.get().resolvingDecoder(writer, target,
                    DecoderFactory.get().binaryDecoder(new byte[0], null));
            return reader;
        } catch (IOException | RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            throw new UndecodableException(UndecodableException.Cause.WRONG_SCHEMA,
                    "schema id " + id + " cannot be read as " + target.getFullName() + ": "
                            + e.getClass().getSimpleName(),
                    saysHowConfidential(writer));
        }
    }

    private static boolean saysHowConfidential(Schema writer) {
        return writer.getType() == Schema.Type.RECORD && writer.getField("confidentiality") != null;
    }

    private static Schema generatedFor(int id, Schema writer) {
        Class<?> type = SpecificData.get().getClass(writer);
        if (type == null || !SpecificRecord.class.isAssignableFrom(type)) {
            throw new UndecodableException(UndecodableException.Cause.WRONG_SCHEMA,
                    "schema id " + id + " is a " + writer.getFullName() + ", for which there is no generated class");
        }
        return SpecificData.get().getSchema(type);
    }
}
