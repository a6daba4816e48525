package tocsin.topology;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import tocsin.desk.FixedPacks;
import tocsin.observe.Meters;
import tocsin.schemas.RegistryClient;
import tocsin.schemas.SchemaIds;
import tocsin.wire.Quarantine;
import tocsin.wire.Serdes;
import tocsin.wire.Topic;
import tocsin.wire.Topics;

/// One application of the pipeline on Kafka Streams' test driver.
final class Pipe implements AutoCloseable {
    final Topics topics = new Topics("tocsin.", 1);
    final FixedPacks packs = new FixedPacks();
    final MemorySerde.Registry registry = new MemorySerde.Registry();
    private final Serdes serdes = new Serdes(new SchemaIds(new RegistryClient("http://127.0.0.1:1", null), null, true),
            MemorySerde.class.getName(), Map.of(MemorySerde.REGISTRY, registry));
    final Quarantine quarantine = new Quarantine();
    private final TopologyTestDriver driver;
    private Instant now;

    Pipe(Function<TocsinTopology, Topology> application, Path stateDir, Instant now) {
        this.now = now;
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        this.driver = new TopologyTestDriver(
                application.apply(new TocsinTopology(topics, serdes, packs, new Meters(new SimpleMeterRegistry()),
                        (record, partitionTime) -> record.timestamp(), quarantine)),
                properties, now);
    }

    Instant now() {
        return now;
    }

    /// The record as its topic carries it.
    <V extends SpecificRecord> byte[] bytes(Topic<V> topic, V record) {
        return serdes.of(topic).serializer().serialize(topic.name(), record);
    }

    /// Appends bytes to a topic now.
    void append(String topic, String key, byte[] value, RecordHeaders headers) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(
                        new TestRecord<>(key.getBytes(java.nio.charset.StandardCharsets.UTF_8), value, headers, now));
    }

    <V extends SpecificRecord> void append(Topic<V> topic, String key, V record) {
        append(topic.name(), key, bytes(topic, record), new RecordHeaders());
    }

    /// Time passes on the wall, a second at a time, as punctuators see it.
    void after(Duration duration) {
        for (long seconds = duration.toSeconds(); seconds > 0; seconds--) {
            now = now.plusSeconds(1);
            driver.advanceWallClockTime(Duration.ofSeconds(1));
        }
    }

    /// Everything put out on a topic since it was last asked.
    <V extends SpecificRecord> List<V> out(Topic<V> topic) {
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), serdes.of(topic).deserializer())
                .readValuesToList();
    }

    @Override
    public void close() {
        driver.close();
    }
}
