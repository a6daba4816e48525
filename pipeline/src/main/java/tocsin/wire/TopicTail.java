package tocsin.wire;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.observe.SparingLog;

/// Reads topics of one partition from their beginning and goes on at their ends, on a thread of its own: committed records,
/// each topic in its order. A record that cannot be taken is told and passed over. Safe for several threads.
public final class TopicTail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
    private static final SparingLog SPARING = new SparingLog(LOG);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(3);

    private final String name;
    private final List<TopicPartition> partitions;
    private final Consumer<ConsumerRecord<String, byte[]>> taking;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread thread;
    private final Queue<CountDownLatch> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean closing;

    /// @param name what reads, in the plural, as its thread and the log call it: `persons`
    /// @param topics names of topics
    /// @param taking takes each record, on the thread that reads
    public TopicTail(String name, List<String> topics, Map<String, Object> clients,
            Consumer<ConsumerRecord<String, byte[]>> taking) {
        this.name = name;
        this.partitions = topics.stream().map(topic -> new TopicPartition(topic, 0)).toList();
        this.taking = taking;
        Map<String, Object> configs = new HashMap<>(clients);
        configs.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configs.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.consumer = new KafkaConsumer<>(configs, new StringDeserializer(), new ByteArrayDeserializer());
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    /// Starts reading, and waits until what is there has been read.
    public void start() throws InterruptedException {
        CountDownLatch read = new CountDownLatch(1);
        waiting.add(read);
        thread.start();
        read.await();
    }

    /// Waits until everything that is there now has been read. Throws [TimeoutException] if that takes longer than this.
    public void catchUp(Duration within) {
        CountDownLatch read = new CountDownLatch(1);
        waiting.add(read);
        consumer.wakeup();
        try {
            if (!read.await(within.toMillis(), TimeUnit.MILLISECONDS)) {
                waiting.remove(read);
                throw new TimeoutException("the " + name + " have not been read to their end within " + within);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    private void run() {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        while (!closing) {
            try {
                List<CountDownLatch> asked = List.copyOf(waiting);
                consumer.poll(POLL).forEach(this::take);
                if (!asked.isEmpty() && consumer.endOffsets(partitions).entrySet().stream()
                        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                    asked.forEach(CountDownLatch::countDown);
                    waiting.removeAll(asked);
                }
            } catch (WakeupException e) {
                LOG.debug("closing, or asked to catch up", e);
            } catch (KafkaException e) {
                SPARING.warn(name + " wait", "the {} wait: {}", name, e.toString());
            } catch (RuntimeException | Error e) {
                SPARING.error(name + " fault", "the {} go on after a fault", name, e);
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        try {
            taking.accept(record);
        } catch (RuntimeException | Error e) {
            if (!Faults.isOfOneRecord(e)) {
                throw e;
            }
            SPARING.error(name + " unreadable", "a record of {} at offset {} does not read: {}", record.topic(),
                    record.offset(), Faults.inWords(e));
        }
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join(ENDS_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
    }
}
