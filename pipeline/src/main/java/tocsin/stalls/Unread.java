package tocsin.stalls;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Finds the first record that each application has not read. Marks of transactions are no records, and what a
/// transaction took back is none either.
///
/// Used by one thread. One look asks the broker some ten times, whatever lies there.
final class Unread implements AutoCloseable {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(4);
    private static final Duration PROBE_WITHIN = Duration.ofMillis(500);
    /// Bytes fetched for each record that is asked for, at least.
    private static final int FETCHED = 4 * 1024;
    /// Records that are counted behind an open transaction; beyond them the count is by offsets.
    private static final int COUNTED = 10_000;

    private final Admin admin;
    private final List<Reader> readers;
    private final InstantSource clock;
    private final Consumer<byte[], byte[]> committed;
    private final Consumer<byte[], byte[]> everything;
    private final Map<Seen, Instant> firstSeen = new HashMap<>();
    private final Map<TopicPartition, Empty> empty = new HashMap<>();

    private record Seen(Reader reader, TopicPartition partition, long offset) {}

    /// A stretch in which no record was found.
    private record Empty(long from, long until) {}

    /// Where partitions end for whoever reads what is committed, and where they end.
    record Ends(Map<TopicPartition, Long> stable, Map<TopicPartition, Long> high) {}

    /// What was found in a stretch.
    ///
    /// @param first its first record; empty where none was found
    /// @param whole whether that is certain; not where the broker did not answer in time
    private record Probe(Optional<ConsumerRecord<byte[], byte[]>> first, boolean whole) {
        static final Probe NOTHING = new Probe(Optional.empty(), true);
    }

    Unread(Map<String, Object> clients, Admin admin, List<Reader> readers, InstantSource clock) {
        this(admin, readers, clock, consumer(clients, "read_committed", 1),
                consumer(clients, "read_uncommitted", 50));
    }

    Unread(Admin admin, List<Reader> readers, InstantSource clock, Consumer<byte[], byte[]> committed,
            Consumer<byte[], byte[]> everything) {
        this.admin = admin;
        this.readers = readers;
        this.clock = clock;
        this.committed = committed;
        this.everything = everything;
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> clients, String isolation, int records) {
        Map<String, Object> configs = new HashMap<>(clients);
        configs.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        configs.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configs.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        configs.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, records);
        configs.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
        configs.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, records * FETCHED);
        configs.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, records * FETCHED);
        configs.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(ANSWER_WITHIN.toMillis()));
        return new KafkaConsumer<>(configs, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /// What waits now, by application and partition.
    List<Waiting> look() throws ExecutionException, TimeoutException, InterruptedException {
        Set<String> names = admin.listTopics().names().get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        List<String> read = names.stream()
                .filter(name -> readers.stream().anyMatch(reader -> reader.topics().test(name))).toList();
        List<TopicPartition> partitions = new ArrayList<>();
        admin.describeTopics(read).allTopicNames().get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .forEach((name, topic) -> topic.partitions()
                        .forEach(partition -> partitions.add(new TopicPartition(name, partition.partition()))));
        Map<String, Map<TopicPartition, OffsetAndMetadata>> positions = positions();
        Ends ends = new Ends(ends(partitions, IsolationLevel.READ_COMMITTED),
                ends(partitions, IsolationLevel.READ_UNCOMMITTED));
        List<Waiting> waiting = new ArrayList<>();
        for (Reader reader : readers) {
            Map<TopicPartition, OffsetAndMetadata> its = positions.getOrDefault(reader.group(), Map.of());
            for (TopicPartition partition : partitions) {
                if (reader.topics().test(partition.topic())) {
                    OffsetAndMetadata position = its.get(partition);
                    waiting(reader, partition, position == null ? 0 : position.offset(), ends)
                            .ifPresent(waiting::add);
                }
            }
        }
        firstSeen.keySet().retainAll(waiting.stream()
                .map(one -> new Seen(one.reader(), one.partition(), one.offset())).toList());
        return waiting;
    }

    private Map<String, Map<TopicPartition, OffsetAndMetadata>> positions()
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<String, ListConsumerGroupOffsetsSpec> groups = new HashMap<>();
        readers.forEach(reader -> groups.put(reader.group(), new ListConsumerGroupOffsetsSpec()));
        return admin.listConsumerGroupOffsets(groups).all().get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions, IsolationLevel isolation)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(latest, new ListOffsetsOptions(isolation)).all()
                .get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /// What waits in a partition for a reader at this position. What the broker does not show in time is taken to wait:
    /// a stall is not over because nobody could look.
    Optional<Waiting> waiting(Reader reader, TopicPartition partition, long position, Ends ends) {
        long stable = ends.stable().getOrDefault(partition, 0L);
        long high = ends.high().getOrDefault(partition, 0L);
        if (position >= high || isKnownEmpty(partition, position, high)) {
            return Optional.empty();
        }
        Probe probe = position < stable ? probe(committed, partition, position, stable) : Probe.NOTHING;
        boolean heldBack = probe.first().isEmpty() && probe.whole() && stable < high;
        if (heldBack) {
            probe = probe(everything, partition, Math.max(position, stable), high);
        }
        if (probe.first().isEmpty() && probe.whole()) {
            if (stable == high) {
                empty.put(partition, new Empty(position, high));
            }
            return Optional.empty();
        }
        if (probe.first().isEmpty()) {
            // Whatever waited there in the look before is not known to be read: the position alone does not say.
            return Optional.of(new Waiting(reader, partition, position, high - position,
                    seen(reader, partition, 0, position), heldBack));
        }
        ConsumerRecord<byte[], byte[]> record = probe.first().get();
        Instant seen = seen(reader, partition, position, record.offset());
        Instant since = record.timestampType() == TimestampType.LOG_APPEND_TIME
                ? Instant.ofEpochMilli(record.timestamp())
                : seen;
        long records = heldBack ? count(partition, record.offset(), high) : high - record.offset();
        return Optional.of(new Waiting(reader, partition, record.offset(), records, since, heldBack));
    }

    /// Since when something has been seen to wait at or behind this position; notes it.
    private Instant seen(Reader reader, TopicPartition partition, long position, long offset) {
        Instant since = firstSeen.entrySet().stream()
                .filter(entry -> entry.getKey().reader().equals(reader)
                        && entry.getKey().partition().equals(partition) && entry.getKey().offset() >= position)
                .map(Map.Entry::getValue).min(Instant::compareTo).orElseGet(clock::instant);
        firstSeen.put(new Seen(reader, partition, offset), since);
        return since;
    }

    private boolean isKnownEmpty(TopicPartition partition, long position, long high) {
        Empty known = empty.get(partition);
        return known != null && known.from() <= position && known.until() == high;
    }

    private static Probe probe(Consumer<byte[], byte[]> consumer, TopicPartition partition, long from, long until) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        long end = System.nanoTime() + PROBE_WITHIN.toNanos();
        do {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                return record.offset() < until ? new Probe(Optional.of(record), true) : Probe.NOTHING;
            }
        } while (consumer.position(partition) < until && System.nanoTime() < end);
        return new Probe(Optional.empty(), consumer.position(partition) >= until);
    }

    /// How many records there are, marks of transactions apart.
    private long count(TopicPartition partition, long from, long until) {
        everything.assign(List.of(partition));
        everything.seek(partition, from);
        long records = 0;
        long end = System.nanoTime() + PROBE_WITHIN.toNanos();
        while (everything.position(partition) < until && records < COUNTED && System.nanoTime() < end) {
            for (ConsumerRecord<byte[], byte[]> record : everything.poll(Duration.ofMillis(50))) {
                records += record.offset() < until ? 1 : 0;
            }
        }
        return everything.position(partition) < until ? until - from : records;
    }

    @Override
    public void close() {
        committed.close();
        everything.close();
    }
}
