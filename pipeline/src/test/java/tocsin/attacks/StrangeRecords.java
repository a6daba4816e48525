package tocsin.attacks;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import tocsin.wire.Topics;

/// A storm of strangeness: seeded mutations of what lies on each topic, and of other topics' records, sent to every topic,
/// public and internal.
///
/// `StrangeRecords BROKER COUNT SEED RECORDS_A_SECOND [PREFIX]` sends to a Tocsin that runs and has something on its
/// topics; it prints how many went to each.
public final class StrangeRecords implements AutoCloseable {
    /// Samples kept of each topic.
    private static final int SAMPLES = 50;

    private final Topics topics;
    private final Map<String, Object> clients;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Mutators mutators;
    private final Map<String, Integer> sent = new TreeMap<>();

    public StrangeRecords(String bootstrap, Topics topics, long seed) {
        this(Map.of("bootstrap.servers", bootstrap), topics, seed);
    }

    /// @param clients settings of Kafka clients that may write everywhere
    StrangeRecords(Map<String, Object> clients, Topics topics, long seed) {
        this.topics = topics;
        this.clients = Map.copyOf(clients);
        this.mutators = new Mutators(seed);
        Map<String, Object> configs = new HashMap<>(clients);
        configs.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * 1024 * 1024);
        configs.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        this.producer = new KafkaProducer<>(configs, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// Sends this many strange records, evenly over all topics; returns once all are stored.
    ///
    /// @param aSecond at most so many a second
    public Map<String, Integer> send(int count, int aSecond) {
        Map<String, List<ConsumerRecord<byte[], byte[]>>> samples = samples();
        List<ConsumerRecord<byte[], byte[]>> all = samples.values().stream().flatMap(List::stream).toList();
        List<String> names = List.copyOf(samples.keySet());
        long began = System.nanoTime();
        for (int number = 0; number < count; number++) {
            send(names.get(number % names.size()), samples, all);
            long due = began + number * 1_000_000_000L / aSecond;
            while (System.nanoTime() < due) {
                java.util.concurrent.locks.LockSupport.parkNanos(due - System.nanoTime());
            }
        }
        producer.flush();
        return sent;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what the broker refuses is not there to harm anybody
    private void send(String topic, Map<String, List<ConsumerRecord<byte[], byte[]>>> samples,
            List<ConsumerRecord<byte[], byte[]>> all) {
        List<ConsumerRecord<byte[], byte[]>> own = samples.getOrDefault(topic, List.of());
        boolean foreign = own.isEmpty() || mutators.below(8) == 0;
        ConsumerRecord<byte[], byte[]> good = (foreign ? all : own).get(mutators.below((foreign ? all : own).size()));
        ConsumerRecord<byte[], byte[]> other = all.get(mutators.below(all.size()));
        byte[] value = mutators.strange(bytes(good), bytes(other));
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, mutators.text(), value);
        if (mutators.below(3) == 0) {
            good.headers().forEach(header -> record.headers().add(header.key(),
                    mutators.strange(header.value() == null ? new byte[0] : header.value(), new byte[]{1})));
        }
        producer.send(record);
        sent.merge(topic, 1, Integer::sum);
    }

    private static byte[] bytes(ConsumerRecord<byte[], byte[]> record) {
        return record.value() == null ? new byte[]{0} : record.value();
    }

    /// Something of each topic, as it lies there; of an empty one nothing.
    private Map<String, List<ConsumerRecord<byte[], byte[]>>> samples() {
        Map<String, List<ConsumerRecord<byte[], byte[]>>> samples = new TreeMap<>();
        Map<String, Object> configs = new HashMap<>(clients);
        configs.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(configs, new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            topics.all().forEach(topic -> {
                List<ConsumerRecord<byte[], byte[]>> its = new ArrayList<>();
                List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())).toList();
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
                while (its.size() < SAMPLES && partitions.stream()
                        .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                    consumer.poll(Duration.ofMillis(100)).forEach(its::add);
                }
                samples.put(topic.name(), its);
            });
        }
        return samples;
    }

    @Override
    public void close() {
        producer.close();
    }

    /// See the class.
    public static void main(String[] args) throws IOException {
        Properties settings = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of(args[0]))) {
            settings.load(file);
        }
        Map<String, Object> clients = new HashMap<>();
        settings.forEach((name, value) -> clients.put(String.valueOf(name), value));
        Topics topics = new Topics(args.length > 4 ? args[4] : "tocsin.", 12);
        try (StrangeRecords storm = new StrangeRecords(clients, topics, Long.parseLong(args[2]))) {
            storm.send(Integer.parseInt(args[1]), Integer.parseInt(args[3]))
                    .forEach((topic, count) -> System.out.println(topic + " " + count));
        }
    }
}
