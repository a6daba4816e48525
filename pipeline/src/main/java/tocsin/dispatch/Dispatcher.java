package tocsin.dispatch;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.LoggerFactory;
import tocsin.observe.Health;
import tocsin.observe.Meters;
import tocsin.observe.SparingLog;
import tocsin.v1.Notification;
import tocsin.v1.Urgency;
import tocsin.wire.OwnClients;
import tocsin.wire.PackLibrary;
import tocsin.wire.Serdes;
import tocsin.wire.Topic;
import tocsin.wire.Topics;

/// Runs the two lanes, each with a thread, a consumer and a transactional producer of its own, and starts a lane again
/// when it fails: what a failed lane had claimed, its successor finds in the ledger.
public final class Dispatcher implements AutoCloseable {
    private static final SparingLog LOG = new SparingLog(LoggerFactory.getLogger(Dispatcher.class));
    private static final Duration RESTART_AFTER = Duration.ofSeconds(1);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private final Topics topics;
    private final Serdes serdes;
    private final Map<String, Object> clients;
    private final String instanceId;
    private final Channels channels;
    private final PackLibrary packs;
    private final Meters meters;
    private final Health health;
    private final InstantSource clock;
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Thread> threads;

    /// @param clients settings of Kafka clients: how the broker is reached
    /// @param instanceId this instance's name, the same after a restart
    public Dispatcher(Topics topics, Serdes serdes, Map<String, Object> clients, String instanceId, Channels channels,
            PackLibrary packs, Meters meters, Health health, InstantSource clock) {
        this.topics = topics;
        this.serdes = serdes;
        this.clients = Map.copyOf(clients);
        this.instanceId = instanceId;
        this.channels = channels;
        this.packs = packs;
        this.meters = meters;
        this.health = health;
        this.clock = clock;
        this.threads = List.of(Thread.ofPlatform().name("dispatch-urgent").unstarted(() -> run(Urgency.URGENT)),
                Thread.ofPlatform().name("dispatch-routine").unstarted(() -> run(Urgency.ROUTINE)));
    }

    /// Starts both lanes.
    public void start() {
        threads.forEach(Thread::start);
    }

    private static String loop(Urgency urgency) {
        return "dispatch-" + urgency.name().toLowerCase(Locale.ROOT);
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void run(Urgency urgency) {
        while (!isClosing()) {
            health.beat(loop(urgency));
            try {
                runOnce(urgency);
            } catch (RuntimeException | Error e) {
                // A lane that ends for good would be silent for good.
                LOG.warn(urgency.name(), "lane starts again: lane={}", urgency, e);
                pause();
            }
        }
    }

    private void pause() {
        try {
            if (closing.await(RESTART_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runOnce(Urgency urgency) {
        Topic<Notification> topic = urgency == Urgency.URGENT ? topics.urgent : topics.routine;
        try (Consumer<String, byte[]> consumer = consumer(topic);
                Producer<byte[], byte[]> producer = producer(topic)) {
            Lane lane = new Lane(urgency, new LaneReader(consumer, topic, topics.receipts, serdes), producer,
                    new LedgerBatch(topics, serdes),
                    new LedgerReader(topics.ledger, serdes.of(topics.ledger).deserializer(), this::ledgerConsumer),
                    channels,
                    packs, new DispatchMeters(meters, clock), new LaneHealth(urgency, health), clock, callers);
            lane.start();
            while (!isClosing()) {
                health.beat(loop(urgency));
                lane.round();
            }
            lane.finishCalls(CLOSE_WITHIN.dividedBy(2));
        }
    }

    private Consumer<String, byte[]> consumer(Topic<Notification> topic) {
        Map<String, Object> configs = consumerConfigs();
        String group = topics.applicationId("dispatch-" + (topic.equals(topics.urgent) ? "urgent" : "routine"));
        configs.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        configs.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, group + "-" + instanceId);
        configs.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        configs.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        configs.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
        configs.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        return new KafkaConsumer<>(configs, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private Consumer<String, byte[]> ledgerConsumer() {
        return new KafkaConsumer<>(consumerConfigs(), new StringDeserializer(), new ByteArrayDeserializer());
    }

    private Map<String, Object> consumerConfigs() {
        Map<String, Object> configs = new HashMap<>(clients);
        configs.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configs.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configs.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return configs;
    }

    private Producer<byte[], byte[]> producer(Topic<Notification> topic) {
        Map<String, Object> configs = new HashMap<>(clients);
        configs.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic.name() + "-dispatch-" + instanceId);
        configs.put(ProducerConfig.CLIENT_ID_CONFIG, OwnClients.id(topic.name() + "-dispatch"));
        configs.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        configs.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 9_000);
        configs.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        configs.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // A second batch on its way would overtake one that the broker puts off at the beginning of a transaction.
        configs.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        configs.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 3 * 1024 * 1024);
        return new KafkaProducer<>(configs, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void close() {
        closing.countDown();
        for (Thread thread : threads) {
            try {
                thread.join(CLOSE_WITHIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        callers.shutdownNow();
        channels.close();
    }
}
