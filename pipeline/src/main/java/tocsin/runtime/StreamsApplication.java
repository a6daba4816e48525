package tocsin.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.LoggerFactory;
import tocsin.observe.Health;
import tocsin.intake.AppendTimeInterceptor;
import tocsin.observe.SparingLog;
import tocsin.topology.WritingFailures;
import tocsin.wire.OwnClients;
import tocsin.wire.Quarantine;

/// One Kafka Streams application, alive: it goes on after every failure, and says how it is.
public final class StreamsApplication implements AutoCloseable {
    private static final SparingLog LOG = new SparingLog(LoggerFactory.getLogger(StreamsApplication.class));
    private static final int MOST_TASKS = 200;
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private final String id;
    private final Supplier<KafkaStreams> made;
    private final Path tasks;
    private KafkaStreams streams;
    private final CountDownLatch closing = new CountDownLatch(1);

    /// How fast an application goes.
    ///
    /// @param commitInterval how often it commits
    /// @param fetchAtLeast bytes a broker waits for before it answers, but no longer than the interval
    public record Pace(Duration commitInterval, int fetchAtLeast) {}

    /// What the applications of one instance share.
    ///
    /// @param clients settings of Kafka clients
    /// @param stateDir where stores are
    /// @param instanceId this instance's name, the same after a restart
    /// @param memory what all stores share
    /// @param replication replicas of changelogs
    /// @param pace how often the applications commit and fetch
    /// @param quarantine what could not be written
    public record Shared(Map<String, Object> clients, Path stateDir, String instanceId, RocksMemory.Shared memory,
            int replication, Pace pace, Quarantine quarantine) {

        /// The same for an application that may take its time: its requests and transactions are fewer, for those
        /// that red alerts wait for share the brokers.
        public Shared noOftenerThan(Duration interval) {
            return new Shared(clients, stateDir, instanceId, memory, replication,
                    new Pace(pace.commitInterval().compareTo(interval) > 0 ? pace.commitInterval() : interval,
                            64 * 1024),
                    quarantine);
        }

        /// The same for an application that reads what others write: each record then says whether its time is the
        /// broker's.
        public Shared markingAppendTimes() {
            Map<String, Object> marking = new HashMap<>(clients);
            String key = StreamsConfig.mainConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
            Object configured = clients.get(key);
            String ours = AppendTimeInterceptor.class.getName();
            marking.put(key, configured == null ? ours : ours + "," + configured);
            return new Shared(marking, stateDir, instanceId, memory, replication, pace, quarantine);
        }

        /// The same for an application that reads what strangers write: a record may be a megabyte however small it was
        /// sent, so few are held at a time.
        public Shared ofStrangers() {
            Map<String, Object> few = new HashMap<>(clients);
            few.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 50);
            few.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 20);
            return new Shared(few, stateDir, instanceId, memory, replication, pace, quarantine);
        }

        /// The same with memory of its own.
        public static Shared of(Map<String, Object> clients, Path stateDir, String instanceId, int replication,
                Duration commitInterval) {
            return new Shared(clients, stateDir, instanceId, RocksMemory.open(), replication,
                    new Pace(commitInterval, 1), new Quarantine());
        }
    }

    /// @param name the application's name in health and logs
    /// @param id its application id
    public StreamsApplication(String name, String id, Topology topology, Shared shared, Health health) {
        this.id = id;
        this.tasks = shared.stateDir().resolve(id);
        this.made = () -> make(name, topology, shared, health);
        health.set(name, "starting");
        this.streams = made.get();
    }

    private KafkaStreams make(String name, Topology topology, Shared shared, Health health) {
        Properties properties = new Properties();
        properties.putAll(settings(id, shared));
        KafkaStreams fresh = new KafkaStreams(topology, properties);
        fresh.setStateListener((now, before) -> {
            health.set(name, now == KafkaStreams.State.RUNNING ? Health.OK : now.name().toLowerCase(Locale.ROOT));
            boolean over = now == KafkaStreams.State.ERROR;
            if (over && closing.getCount() > 0) {
                health.fatal(name, "it has ended, and does not begin again by itself");
            }
        });
        fresh.setUncaughtExceptionHandler(failure -> {
            LOG.error(name, "thread of {} is replaced: {}", name, failure.toString(), failure);
            CorruptStores.throwAway(tasks, failure);
            pause();
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        return fresh;
    }

    /// A failure that lasts must not spin.
    private void pause() {
        try {
            boolean ends = closing.await(1, TimeUnit.SECONDS);
            LOG.info("pause", "a thread begins anew: closing={}", ends);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What an application is set to.
    static Map<String, Object> settings(String id, Shared shared) {
        Map<String, Object> settings = new HashMap<>(shared.clients());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, id);
        settings.put(StreamsConfig.CLIENT_ID_CONFIG, OwnClients.id(id + "-" + shared.instanceId()));
        settings.put(StreamsConfig.STATE_DIR_CONFIG, shared.stateDir().toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, shared.pace().commitInterval().toMillis());
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, shared.replication());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, shared.replication() > 1 ? 1 : 0);
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        // Nobody can read before the commit, which sends at once what waits: fewer requests for the same latency.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG),
                shared.pace().commitInterval().toMillis());
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 10_000);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG), 9_000);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG), 5_000);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), 3 * 1024 * 1024);
        // A broker adds a partition to a transaction when its first batch comes. While the transaction before is being
        // completed it puts that batch off, and refuses a second one on its way as out of sequence: with one request at a
        // time nothing overtakes.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
        // Without a name of its own a restarted member waits for the session of the one it was.
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), shared.instanceId());
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 2_000);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.METADATA_MAX_AGE_CONFIG), 5_000);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        if (shared.pace().fetchAtLeast() > 1) {
            settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG),
                    shared.pace().fetchAtLeast());
            settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
                    Math.toIntExact(shared.pace().commitInterval().toMillis()));
        }
        // A record's place in a store may be as large as the record, and its time may be ahead of the broker's clock.
        settings.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), 3 * 1024 * 1024);
        settings.put(StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG), Long.MAX_VALUE);
        // A topic that cannot be fetched must not keep the others of its task waiting.
        settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);
        settings.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, WritingFailures.class);
        settings.put(WritingFailures.QUARANTINE, shared.quarantine());
        RocksMemory.share(settings, shared.memory());
        return settings;
    }

    /// Starts it. A store that cannot be opened is made again from its changelog; each task has one try.
    public synchronized void start() {
        for (int tries = 0;; tries++) {
            try {
                streams.start();
                return;
            } catch (StreamsException e) {
                if (tries == MOST_TASKS || !CorruptStores.throwAway(tasks, e)) {
                    throw e;
                }
                streams.close(Duration.ofSeconds(1));
                streams = made.get();
            }
        }
    }

    @Override
    public synchronized void close() {
        closing.countDown();
        streams.close(CLOSE_WITHIN);
    }
}
