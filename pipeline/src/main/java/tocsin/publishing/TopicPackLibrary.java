package tocsin.publishing;

import tocsin.wire.TopicTail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.internal.v1.PackArchive;
import tocsin.observe.SparingLog;
import tocsin.rules.Pack;
import tocsin.rules.PackFiles;
import tocsin.rules.directory.Directory;
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
    private final Deserializer<PackArchive> archivesOfRules;
    private final TopicTail tail;
    private final PublishedPacks published = new PublishedPacks(PublishedPacks.MOST);
    private final Patience patience = new Patience(System::nanoTime);

    public TopicPackLibrary(Topics topics, Serdes serdes, Map<String, Object> clients) {
        this.topics = topics;
        this.archivesOfRules = serdes.of(topics.rules).deserializer();
        this.tail = new TopicTail("rules", List.of(topics.rules.name(), topics.directory.name()), clients, this::take);
    }

    /// Starts reading, and waits until what is there has been read.
    public void start() throws InterruptedException {
        tail.start();
    }

    /// Waits until everything that is there now has been read. Throws a [TimeoutException]
    /// if that takes longer than this.
    public void catchUp(Duration within) {
        tail.catchUp(within);
    }

    /// A pack written by a later release may not read here, nor what a stranger wrote: the running one stays.
    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.value() != null) {
            published.take(record.topic().equals(topics.rules.name()), String.valueOf(record.key()),
                    Instant.ofEpochMilli(record.timestamp()),
                    archivesOfRules.deserialize(record.topic(), record.value()));
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
        tail.close();
    }
}
