package tocsin.schemas;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/// Tocsin's own Avro serde for generated records, to be named in a configuration like Confluent's.
public final class AvroRecordSerde implements Serde<SpecificRecord> {
    private final AvroRecordSerializer serializer = new AvroRecordSerializer();
    private final AvroRecordDeserializer<SpecificRecord> deserializer = new AvroRecordDeserializer<>();

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        serializer.configure(configs, isKey);
        deserializer.configure(configs, isKey);
    }

    @Override
    public Serializer<SpecificRecord> serializer() {
        return serializer;
    }

    @Override
    public Deserializer<SpecificRecord> deserializer() {
        return deserializer;
    }
}
