package tocsin.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Writes generated records in Confluent's wire format, subject `<topic>-value` (or `-key`).
///
/// Safe for use by several threads once configured: Kafka Streams shares one among its tasks.
public final class AvroRecordSerializer implements Serializer<SpecificRecord> {
    private @Nullable SchemaIds ids;
    private boolean isKey;

    /// For use by class name: [#configure] must follow.
    public AvroRecordSerializer() {}

    /// A serializer of values that shares what is known of ids.
    public AvroRecordSerializer(SchemaIds ids) {
        this.ids = ids;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        this.isKey = isKey;
        if (ids == null) {
            ids = RegistrySettings.from(configs).open();
        }
    }

    @Override
    @SuppressWarnings("NullAway") // Kafka's contract: null in, null out
    public byte[] serialize(String topic, @Nullable SpecificRecord record) {
        if (record == null) {
            return null;
        }
        if (ids == null) {
            throw new IllegalStateException("configure the serializer first");
        }
        int id = ids.id(topic + (isKey ? "-key" : "-value"), record.getSchema());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        bytes.write(0);
        bytes.writeBytes(ByteBuffer.allocate(4).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new SpecificDatumWriter<SpecificRecord>(record.getSchema()).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
