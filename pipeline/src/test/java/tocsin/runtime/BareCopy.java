package tocsin.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import tocsin.observe.Health;

/// A pipeline of the same shape that decides nothing: two applications, the same bytes, partitions, guarantee and
/// settings, one write to each of as many stores as the desk has, and as many records out as a report makes.
final class BareCopy implements AutoCloseable {
    private static final int STORES = 6;
    private static final int SIDE_RECORDS = 6;

    private final StreamsApplication first;
    private final StreamsApplication second;

    BareCopy(String name, String bootstrap, Path dataDir, Duration commit) {
        StreamsApplication.Shared shared = StreamsApplication.Shared.of(Map.of("bootstrap.servers", bootstrap), dataDir,
                "bare", 1, commit);
        first = new StreamsApplication("first", name + "-first", first(name), shared, new Health());
        second = new StreamsApplication("second", name + "-second", second(name), shared, new Health());
    }

    static List<String> topics(String name) {
        return List.of(name + ".in", name + ".mid", name + ".out", name + ".side");
    }

    private static Topology first(String name) {
        Topology topology = new Topology();
        topology.addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), name + ".in");
        topology.addProcessor("route", Route::new, "in");
        topology.addSink("mid", name + ".mid", new ByteArraySerializer(), new ByteArraySerializer(), "route");
        return topology;
    }

    private static Topology second(String name) {
        Topology topology = new Topology();
        topology.addSource("mid", new ByteArrayDeserializer(), new ByteArrayDeserializer(), name + ".mid");
        topology.addProcessor("keep", Keep::new, "mid");
        for (int i = 0; i < STORES; i++) {
            topology.addStateStore(Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore("store-" + i),
                    Serdes.ByteArray(), Serdes.ByteArray()), "keep");
        }
        topology.addSink("out", name + ".out", new ByteArraySerializer(), new ByteArraySerializer(), "keep");
        topology.addSink("side", name + ".side", new ByteArraySerializer(), new ByteArraySerializer(), "keep");
        return topology;
    }

    /// Gives a record the key of one of two desks.
    private static final class Route extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
        @Override
        public void process(Record<byte[], byte[]> record) {
            context().forward(record.withKey(new byte[]{(byte) (record.value()[3] & 1)}));
        }
    }

    private static final class Keep extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
        @Override
        public void process(Record<byte[], byte[]> record) {
            IntStream.range(0, STORES).forEach(i -> {
                KeyValueStore<byte[], byte[]> store = context().getStateStore("store-" + i);
                store.get(record.value());
                store.put(java.util.Arrays.copyOf(record.value(), 24), record.value());
            });
            context().forward(record, "out");
            for (int i = 0; i < SIDE_RECORDS; i++) {
                context().forward(record, "side");
            }
        }
    }

    void start() {
        first.start();
        second.start();
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
