package tocsin.topology;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;
import tocsin.wire.Serdes;
import tocsin.wire.Topic;

/// Where a step's outputs go, by the names of its sinks, and how each is written.
final class Outputs {
    /// The largest value that is written: what topics take at least, less the rest of a record.
    static final int LARGEST = 2 * 1024 * 1024 - 16 * 1024;

    private final Serdes serdes;
    private final Map<String, Output> outputs = new LinkedHashMap<>();
    private @Nullable String rejections;

    private record Output(String topic, Serializer<SpecificRecord> serializer,
            @Nullable StreamPartitioner<String, byte[]> partitioner) {}

    Outputs(Serdes serdes) {
        this.serdes = serdes;
    }

    /// The same with an output of this name to this topic.
    Outputs to(String name, Topic<? extends SpecificRecord> topic) {
        return to(name, topic, null);
    }

    Outputs to(String name, Topic<? extends SpecificRecord> topic,
            @Nullable StreamPartitioner<String, byte[]> partitioner) {
        outputs.put(name, new Output(topic.name(), serializer(topic), partitioner));
        return this;
    }

    /// The same with an output of this name for rejected records; a step without one drops them.
    Outputs rejectingTo(String name, Topic<? extends SpecificRecord> topic) {
        rejections = name;
        return outputs.containsKey(name) ? this : to(name, topic);
    }

    /// The output for rejected records, or null.
    @Nullable
    String rejections() {
        return rejections;
    }

    @SuppressWarnings("unchecked") // an output takes the records of its own topic
    private Serializer<SpecificRecord> serializer(Topic<? extends SpecificRecord> topic) {
        return (Serializer<SpecificRecord>) serdes.of(topic).serializer();
    }

    /// The value as this output writes it. Throws [RecordTooLargeException] where no topic would take it.
    byte[] bytes(String name, SpecificRecord value) {
        Output output = outputs.get(name);
        if (output == null) {
            throw new IllegalArgumentException("there is no output " + name);
        }
        byte[] bytes = output.serializer().serialize(output.topic(), value);
        if (bytes.length > LARGEST) {
            throw new RecordTooLargeException("what follows from it for " + output.topic() + " is " + bytes.length
                    + " bytes; a record has " + LARGEST + " at most");
        }
        return bytes;
    }

    /// The only output there is.
    String only() {
        return outputs.keySet().iterator().next();
    }

    /// Adds the sinks behind this step.
    void addTo(Topology topology, String step) {
        outputs.forEach((name, output) -> {
            if (output.partitioner() == null) {
                topology.addSink(name, output.topic(), new StringSerializer(), new ByteArraySerializer(), step);
            } else {
                topology.addSink(name, output.topic(), new StringSerializer(), new ByteArraySerializer(),
                        output.partitioner(), step);
            }
        });
    }
}
