package tocsin.topology;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import tocsin.schemas.CanonicalAvro;
import tocsin.schemas.RegistryUnavailableException;
import tocsin.schemas.UndecodableException;
import tocsin.schemas.UndecodableException.Cause;

/// Another serde, named by class: Confluent's wire format over a registry in memory that can be away.
public final class MemorySerde implements Serde<SpecificRecord> {
    static final String REGISTRY = "memory.registry";

    private Registry registry = new Registry();

    /// Schemas by id, as far as they can be told.
    static final class Registry {
        final List<Schema> schemas = new ArrayList<>();
        boolean away;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        registry = (Registry) configs.get(REGISTRY);
    }

    @Override
    public Serializer<SpecificRecord> serializer() {
        return (topic, record) -> {
            if (!registry.schemas.contains(record.getSchema())) {
                registry.schemas.add(record.getSchema());
            }
            byte[] body = CanonicalAvro.bytes(record);
            return ByteBuffer.allocate(body.length + 5).put((byte) 0)
                    .putInt(registry.schemas.indexOf(record.getSchema()) + 1).put(body).array();
        };
    }

    @Override
    public Deserializer<SpecificRecord> deserializer() {
        return (topic, bytes) -> {
            if (bytes.length < 5 || bytes[0] != 0) {
                throw new UndecodableException(Cause.NOT_AVRO, "no magic byte");
            }
            int id = ByteBuffer.wrap(bytes, 1, 4).getInt();
            if (registry.away) {
                throw new RegistryUnavailableException("away");
            }
            if (id > registry.schemas.size()) {
                throw new UndecodableException(Cause.UNKNOWN_SCHEMA, "schema id " + id + " is not known");
            }
            Schema schema = registry.schemas.get(id - 1);
            try {
                return new SpecificDatumReader<SpecificRecord>(schema, schema, SpecificData.getForSchema(schema)).read(
                        null,
                        DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
            } catch (java.io.IOException | RuntimeException e) {
                throw new UndecodableException(Cause.NOT_AVRO, GenericData.get().toString(e.toString()));
            }
        };
    }
}
