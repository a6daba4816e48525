package tocsin.runtime;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.common.errors.SerializationException;
import tocsin.schemas.RegistryClient;
import tocsin.schemas.SchemaIds;
import tocsin.wire.Topic;
import tocsin.wire.Topics;

/// Registers the schemas of every outward topic, each subject FULL_TRANSITIVE.
public final class SchemasAdmin {
    private static final String LEVEL = "FULL_TRANSITIVE";

    private final RegistryClient registry;
    private final Topics topics;

    public SchemasAdmin(RegistryClient registry, Topics topics) {
        this.registry = registry;
        this.topics = topics;
    }

    /// Learns the id of every schema of ours, registering what is new: from then on none of them needs the registry.
    ///
    /// @return the subjects
    public List<String> register(SchemaIds ids) {
        List<String> subjects = new ArrayList<>();
        for (Topic<?> topic : registered()) {
            ids.id(topic.subject(), schema(topic));
            subjects.add(topic.subject());
        }
        return subjects;
    }

    /// Sets the level of every subject that has another.
    public void setLevels() {
        for (Topic<?> topic : registered()) {
            if (!registry.compatibility(topic.subject()).filter(LEVEL::equals).isPresent()) {
                registry.setCompatibility(topic.subject(), LEVEL);
            }
        }
    }

    /// The subjects the registry would not take our schema under.
    public List<String> incompatible() throws SerializationException {
        return registered().stream().filter(topic -> !registry.isCompatible(topic.subject(), schema(topic)))
                .map(Topic::subject).toList();
    }

    private List<? extends Topic<?>> registered() {
        return topics.all().stream().filter(topic -> topic.wire() == Topic.Wire.REGISTRY).toList();
    }

    private static Schema schema(Topic<?> topic) {
        return SpecificData.get().getSchema(topic.value());
    }
}
