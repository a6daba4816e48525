package tocsin.readmodel;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.desk.OrderOutcome;
import tocsin.intake.SenderKeys;
import tocsin.observe.SparingLog;
import tocsin.schemas.RegistryUnavailableException;
import tocsin.v1.Command;
import tocsin.v1.Rejected;
import tocsin.wire.Faults;
import tocsin.wire.Serdes;
import tocsin.wire.Topic;
import tocsin.wire.Topics;

/// Feeds a read model from the committed topics, on a thread of its own, from their beginning.
public final class ReadModelFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadModelFeed.class);
    private static final SparingLog SPARING = new SparingLog(LOG);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    /// What comes within this is fetched together: in a storm every commit would cost the brokers a request of its own.
    private static final Duration TOGETHER = Duration.ofMillis(20);
    /// With so many records at once it is behind, and does not wait.
    private static final int MANY = 50;
    private static final int AT_ONCE = 100;

    private final Topics topics;
    private final Map<String, Object> configs;
    private final ReadModel model;
    private final Map<String, Deserializer<? extends SpecificRecord>> deserializers = new HashMap<>();
    private final Map<String, String> kinds = new HashMap<>();
    private final String waitingTopic;
    private final SenderKeys keys;
    private final Consumer<byte[], byte[]> consumer;
    private final Thread thread;
    private final Map<TopicPartition, Long> firstEnds = new HashMap<>();
    private volatile boolean closing;

    /// @param waitingTopic the changelog of intake's waiting room
    /// @param keys tells which orders an intake knew the sender of
    public ReadModelFeed(Topics topics, Serdes serdes, Map<String, Object> clients, String waitingTopic,
            ReadModel model, SenderKeys keys) {
        this.keys = keys;
        this.topics = topics;
        this.model = model;
        this.waitingTopic = waitingTopic;
        this.configs = new HashMap<>(clients);
        configs.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configs.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        configs.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configs.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        // Among them are those of strangers, each up to a megabyte however small it was sent.
        configs.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, AT_ONCE);
        view("incident", topics.incidents, serdes);
        view("timeline", topics.timeline, serdes);
        view("special-report", topics.specialReportFiles, serdes);
        view("verdict", topics.verdicts, serdes);
        view("finding", topics.findings, serdes);
        view("notification", topics.urgent, serdes);
        view("notification", topics.routine, serdes);
        view("delivery", topics.deliveries, serdes);
        view("receipt", topics.reportReceipts, serdes);
        view("order", topics.commands, serdes);
        view("order", topics.commandsByHttp, serdes);
        view("order-outcome", topics.commandOutcomes, serdes);
        view("rejected", topics.rejected, serdes);
        view("board", topics.boardReports, serdes);
        this.consumer = new KafkaConsumer<>(configs, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.thread = Thread.ofPlatform().name("read-model").unstarted(this::run);
    }

    private void view(String kind, Topic<? extends SpecificRecord> topic, Serdes serdes) {
        deserializers.put(topic.name(), serdes.ofStrangers(topic));
        kinds.put(topic.name(), kind);
    }

    /// Starts reading.
    public void start() {
        thread.start();
    }

    private void run() {
        long lookAgain = System.nanoTime();
        while (!closing) {
            try {
                if (System.nanoTime() >= lookAgain) {
                    assign();
                    lookAgain = System.nanoTime() + LOOK_EVERY.toNanos();
                }
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(500));
                records.partitions()
                        .forEach(partition -> takeUntilUnknown(partition, records.records(partition)));
                if (!records.isEmpty() && records.count() < MANY) {
                    LockSupport.parkNanos(TOGETHER.toNanos());
                }
                if (!model.isKnown() && firstEnds.entrySet().stream()
                        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                    model.caughtUp();
                }
            } catch (WakeupException e) {
                LOG.debug("closing", e);
            } catch (RuntimeException | Error e) {
                // Whatever it was, a read model that ends for good would show an old picture for good.
                SPARING.warn("waits", "read model waits: {}", e.toString());
            }
        }
    }

    /// Reads every partition there is, without a group: a group would begin anew whenever an agency's topic appears.
    private void assign() {
        List<TopicPartition> wanted = consumer.listTopics().entrySet().stream()
                .filter(topic -> topic.getKey().equals(waitingTopic) || deserializers.containsKey(topic.getKey())
                        || topics.reportsOfAnybody().matcher(topic.getKey()).matches())
                .flatMap(topic -> topic.getValue().stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition())).toList();
        if (!consumer.assignment().equals(Set.copyOf(wanted))) {
            consumer.assign(wanted);
            if (firstEnds.isEmpty()) {
                firstEnds.putAll(consumer.endOffsets(wanted));
            }
        }
    }

    /// A record whose schema is being asked for is read again, and so is what comes after it on its partition. Whatever
    /// else a record does keeps no other from being shown.
    private void takeUntilUnknown(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                take(record);
            } catch (RegistryUnavailableException e) {
                // An order counts only with Tocsin's own header, and Tocsin's schemas are known: this one is a stranger's.
                if (!partition.topic().equals(topics.commands.name())) {
                    consumer.seek(partition, record.offset());
                    return;
                }
            } catch (RuntimeException | Error e) {
                SPARING.warn(record.topic(), "record passed over: topic={} partition={} offset={} because={}",
                        record.topic(), record.partition(), record.offset(), Faults.inWords(e));
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        String topic = record.topic();
        if (topic.equals(waitingTopic)) {
            model.waits(record.partition() + new String(record.key(), StandardCharsets.UTF_8), record.value() != null);
            return;
        }
        Deserializer<? extends SpecificRecord> deserializer = deserializers.get(topic);
        if (deserializer == null) {
            model.reportIn();
            return;
        }
        SpecificRecord value = record.value() == null ? null : deserializer.deserialize(topic, record.value());
        if (value instanceof Command command) {
            // Not told to the live stream: what was ordered counts when it is decided.
            model.ordered(OrderOutcome.accepted(command, Instant.ofEpochMilli(record.timestamp()), topic,
                    record.partition(), record.offset()),
                    keys.passport(record.headers(), record.value()).isPresent());
            return;
        }
        if (value instanceof Rejected rejected && topics.areCommands(rejected.getSourceTopic())) {
            model.orderRejected(rejected);
        }
        if (value != null) {
            model.take(value, value instanceof Rejected rejected && isOfReports(rejected));
            model.tell(kinds.getOrDefault(topic, "record"), value);
        }
    }

    private boolean isOfReports(Rejected rejected) {
        return topics.reportsOfAnybody().matcher(rejected.getSourceTopic()).matches();
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
    }
}
