package tocsin.wire;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import tocsin.schemas.AvroRecordDeserializer;
import tocsin.schemas.AvroRecordSerializer;
import tocsin.schemas.FingerprintedSerde;
import tocsin.schemas.SchemaIds;

/// The serde of each topic: ours, or another one named by class for what carries schema ids.
public final class Serdes {
    private final SchemaIds ids;
    private final @Nullable String otherSerde;
    private final Map<String, ?> configs;

    /// @param ids what is known of schema ids
    /// @param otherSerde class name of the serde to use in place of ours, or null
    /// @param configs what that serde is configured with
    public Serdes(SchemaIds ids, @Nullable String otherSerde, Map<String, ?> configs) {
        this.ids = ids;
        this.otherSerde = otherSerde;
        this.configs = configs;
    }

    /// A new serde for this topic's values; for one thread at a time.
    public <V extends SpecificRecord> Serde<V> of(Topic<V> topic) {
        return switch (topic.wire()) {
            case FINGERPRINT -> FingerprintedSerde.of(topic.value());
            case REGISTRY -> otherSerde == null ? ours(topic) : other(otherSerde);
        };
    }

    /// A new deserializer for what strangers write to this topic: while a schema is not known it says so at once, and the
    /// record has to wait. Another serde than ours may wait itself.
    public <V extends SpecificRecord> Deserializer<V> ofStrangers(Topic<V> topic) {
        return topic.wire() == Topic.Wire.REGISTRY && otherSerde == null
                ? new AvroRecordDeserializer<>(ids, topic.value(), true)
                : of(topic).deserializer();
    }

    private <V extends SpecificRecord> Serde<V> ours(Topic<V> topic) {
        AvroRecordSerializer serializer = new AvroRecordSerializer(ids);
        Serializer<V> narrowed = serializer::serialize;
        Deserializer<V> deserializer = new AvroRecordDeserializer<>(ids, topic.value());
        return org.apache.kafka.common.serialization.Serdes.serdeFrom(narrowed, deserializer);
    }

    @SuppressWarnings("unchecked") // a serde named by class is generic in nothing we could check
    private <V extends SpecificRecord> Serde<V> other(String className) {
        try {
            Serde<V> serde = (Serde<V>) Class.forName(className).asSubclass(Serde.class).getDeclaredConstructor()
                    .newInstance();
            serde.configure(configs, false);
            return serde;
        } catch (ClassNotFoundException | NoSuchMethodException | InstantiationException | IllegalAccessException
                | InvocationTargetException | ClassCastException e) {
            throw new IllegalArgumentException("serde: " + className
                    + " cannot be used; put its jar on the class path and name a Serde with a public constructor", e);
        }
    }
}
