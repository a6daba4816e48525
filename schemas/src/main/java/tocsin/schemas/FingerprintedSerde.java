package tocsin.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// A serde for what stays inside: Avro single-object encoding, whose eight-byte schema fingerprint needs no registry.
public final class FingerprintedSerde<T extends SpecificRecord> implements Serde<T> {
    private final BinaryMessageEncoder<T> encoder;
    private final BinaryMessageDecoder<T> decoder;

    /// @param type the generated class
    /// @param earlier schemas of earlier releases that may still rest in stores and topics
    public FingerprintedSerde(Class<T> type, List<Schema> earlier) {
        AvroSafety.ensure();
        SpecificData data = SpecificData.getForClass(type);
        Schema schema = data.getSchema(type);
        this.encoder = new BinaryMessageEncoder<>(data, schema);
        this.decoder = new BinaryMessageDecoder<>(data, schema);
        earlier.forEach(decoder::addSchema);
    }

    /// A serde that also reads what every release before this one has written.
    public static <T extends SpecificRecord> FingerprintedSerde<T> of(Class<T> type) {
        return new FingerprintedSerde<>(type, Releases.earlier(type.getName()));
    }

    /// The record as bytes.
    public byte[] encode(T record) {
        try {
            ByteBuffer buffer = encoder.encode(record);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The record of these bytes. Throws [UndecodableException] if they are not one.
    public T decode(byte[] bytes) {
        try {
            return decoder.decode(bytes, null);
        } catch (IOException | RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            throw new UndecodableException(UndecodableException.Cause.NOT_AVRO, "not a fingerprinted record: " + e);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // Kafka's contract: null in, null out
    public Serializer<T> serializer() {
        return (topic, record) -> record == null ? null : encode(record);
    }

    @Override
    @SuppressWarnings("NullAway") // Kafka's contract: null in, null out
    public Deserializer<T> deserializer() {
        return (String topic, byte @Nullable [] bytes) -> bytes == null ? null : decode(bytes);
    }
}
