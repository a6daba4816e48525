package tocsin.publishing;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.internal.v1.PackArchive;
import tocsin.observe.SparingLog;
import tocsin.rules.Pack;
import tocsin.rules.PackFiles;
import tocsin.rules.directory.Directory;
import tocsin.wire.Faults;
import tocsin.wire.PackLibrary;
import tocsin.wire.Serdes;
import tocsin.wire.Topics;

/// The packs of `tocsin.rules` and the directories of `tocsin.directory`, read on a thread of its own.
///
/// The row under [#ACTIVE] of each topic holds the one activated last. Safe for several threads.
public final class TopicPackLibrary implements PackLibrary, AutoCloseable {
    /// The key of the row that says what is active; its archive is the active one again.
    static final String ACTIVE = "active";

    private static final Logger LOG = LoggerFactory.getLogger(TopicPackLibrary.class);
    private static final SparingLog SPARING = new SparingLog(LOG);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration A_MOMENT = Duration.ofMillis(500);
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final Topics topics;
    private final Consumer<String, byte[]> consumer;
    private final Deserializer<PackArchive> archivesOfRules;
    private final Thread thread;
    private final PublishedPacks published = new PublishedPacks(PublishedPacks.MOST);
    private final Queue<CountDownLatch> waiting = new ConcurrentLinkedQueue<>();
    private final Patience patience = new Patience(System::nanoTime);
    private volatile boolean closing;

    public TopicPackLibrary(Topics topics, Serdes serdes, Map<String, Object> clients) {
        this.topics = topics;
        Map<String, Object> configs = new HashMap<>(clients);
        configs.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configs.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.consumer = new KafkaConsumer<>(configs, new StringDeserializer(), new ByteArrayDeserializer());
        this.archivesOfRules = serdes.of(topics.rules).deserializer();
        this.thread = Thread.ofPlatform().name("pack-library").unstarted(this::run);
    }

    /// Starts reading, and waits until what is there has been read.
    public void start() throws InterruptedException {
        CountDownLatch read = new CountDownLatch(1);
        waiting.add(read);
        thread.start();
        read.await();
    }

    /// Waits until everything that is there now has been read. Throws a [TimeoutException]
    /// if that takes longer than this.
    public void catchUp(Duration within) {
        CountDownLatch read = new CountDownLatch(1);
        waiting.add(read);
        consumer.wakeup();
        try {
            if (!read.await(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TimeoutException(
                        "the rules have not been read to their end within " + within);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
    }

    private void run() {
        List<TopicPartition> both = List.of(new TopicPartition(topics.rules.name(), 0),
                new TopicPartition(topics.directory.name(), 0));
        consumer.assign(both);
        consumer.seekToBeginning(both);
        while (!closing) {
            try {
                List<CountDownLatch> asked = List.copyOf(waiting);
                consumer.poll(Duration.ofMillis(200)).forEach(this::takeIfReadable);
                if (!asked.isEmpty() && consumer.endOffsets(both).entrySet().stream()
                        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                    asked.forEach(CountDownLatch::countDown);
                    waiting.removeAll(asked);
                }
            } catch (WakeupException e) {
                LOG.debug("closing, or asked to catch up", e);
            } catch (KafkaException e) {
                SPARING.warn("waits", "pack library waits: {}", e.toString());
            } catch (RuntimeException | Error e) {
                SPARING.error("fault", "pack library goes on after a fault", e);
            }
        }
    }

    /// A pack written by a later release may not read here, nor what a stranger wrote: the running one stays.
    private void takeIfReadable(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.value() != null) {
                published.take(record.topic().equals(topics.rules.name()), String.valueOf(record.key()),
                        Instant.ofEpochMilli(record.timestamp()),
                        archivesOfRules.deserialize(record.topic(), record.value()));
            }
        } catch (RuntimeException | Error e) {
            if (!Faults.isOfOneRecord(e)) {
                throw e;
            }
            SPARING.error("unreadable", "a pack of {} at offset {} does not read: {}", record.topic(), record.offset(),
                    Faults.inWords(e));
        }
    }

    /// The hash of the pack activated last, or empty before the first.
    Optional<String> activePackHash() {
        return published.activePack().map(Pack::hash);
    }

    /// The hash of the directory activated last, or empty before the first.
    Optional<String> activeDirectoryHash() {
        return published.activeDirectory().map(Directory::hash);
    }

    /// Whether no pack was ever activated.
    public boolean isEmpty() {
        return published.activePack().isEmpty();
    }

    /// Whether these are active.
    public boolean holds(String packHash, String directoryHash) {
        return activePackHash().filter(packHash::equals).isPresent()
                && activeDirectoryHash().filter(directoryHash::equals).isPresent();
    }

    /// Every change of rules, and what is in force.
    public PublicationLog publications() {
        return new PublicationLog(published.publications(),
                published.activePack().flatMap(pack -> published.activeDirectory()
                        .map(directory -> new PublicationLog.Rules(pack.hash(), directory.hash()))));
    }

    /// The files of a pack or directory. Throws [PackNotHereException] while it has not been seen.
    public PackFiles files(String hash) {
        return here(published::files, hash);
    }

    @Override
    public Pack pack(String hash) {
        return here(published::pack, hash);
    }

    @Override
    public Directory directory(String hash) {
        return here(published::directory, hash);
    }

    /// An activation is written in one transaction with what it activates, and the two topics may be read a moment apart.
    /// What is not there when they were read to their ends twice, half a second apart, nobody published.
    private <T> T here(Function<String, Optional<T>> kept, String hash) {
        Optional<T> found = kept.apply(hash);
        if (found.isPresent()) {
            return found.get();
        }
        if (!HASH.matcher(hash).matches() || !patience.isLeft()) {
            throw new NoSuchPackException(hash);
        }
        return patience.spend(() -> lookedFor(kept, hash));
    }

    private <T> T lookedFor(Function<String, Optional<T>> kept, String hash) {
        for (int look = 0; look < 2; look++) {
            LockSupport.parkNanos(look * A_MOMENT.toNanos());
            try {
                catchUp(PATIENCE);
            } catch (TimeoutException e) {
                // A task that gives up here would take its thread and every other task of it along.
                SPARING.warn("behind", "the rules have not been read to their end within {} while {} was looked for",
                        PATIENCE, hash);
            }
            Optional<T> late = kept.apply(hash);
            if (late.isPresent()) {
                return late.get();
            }
        }
        throw new NoSuchPackException(hash);
    }

    @Override
    public Pack activePack() {
        return published.activePack().orElseThrow(() -> new PackNotHereException(ACTIVE));
    }

    @Override
    public Pack packAt(Instant instant) {
        return published.packAt(instant).orElseGet(this::activePack);
    }

    @Override
    public Directory activeDirectory() {
        return published.activeDirectory().orElseThrow(() -> new PackNotHereException(ACTIVE));
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
    }
}
