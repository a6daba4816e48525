package tocsin.stalls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.observe.Health;

/// Looks for transactions that nobody will end, and ends them on the broker that Tocsin brings along.
///
/// A partition may hold a transaction open that its coordinator knows nothing of, for example after a disk was full: then
/// nobody reads on behind it, for ever. On another broker it is only told, with the command that ends it.
public final class HangingTransactions implements AutoCloseable {
    static final String COMPONENT = "transactions";
    /// A transaction of ours takes ten seconds at most, and its coordinator looks every ten.
    static final Duration OPEN_FOR = Duration.ofSeconds(25);
    private static final Logger LOG = LoggerFactory.getLogger(HangingTransactions.class);
    /// How often it is looked.
    public static final Duration EVERY = Duration.ofSeconds(5);
    /// Consumer offsets are committed within transactions, too. While such a transaction hangs, an application that takes
    /// over a partition waits for its committed offset for ever.
    private static final String OFFSETS = "__consumer_offsets";
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final Admin admin;
    private final String prefix;
    private final boolean mayEnd;
    private final Health health;
    private final LongSupplier nanos;
    private Map<Open, Long> since = new HashMap<>();

    /// A transaction that is open in a partition.
    ///
    /// @param partition the partition
    /// @param producerId whose it is
    /// @param epoch the producer's epoch
    /// @param coordinatorEpoch the coordinator's, or -1
    /// @param startOffset its first record
    record Open(TopicPartition partition, long producerId, int epoch, int coordinatorEpoch, long startOffset) {}

    /// @param prefix what the names of the topics begin with that are looked at
    /// @param mayEnd whether the broker is Tocsin's own
    public HangingTransactions(Map<String, Object> clients, String prefix, boolean mayEnd, Health health) {
        this(Admin.create(clients), prefix, mayEnd, health, System::nanoTime);
    }

    /// @param nanos a clock that is never set
    HangingTransactions(Admin admin, String prefix, boolean mayEnd, Health health, LongSupplier nanos) {
        this.admin = admin;
        this.prefix = prefix;
        this.mayEnd = mayEnd;
        this.health = health;
        this.nanos = nanos;
    }

    /// Looks once.
    public void look() {
        try {
            List<Open> hanging = new ArrayList<>();
            for (Open open : longOpen(open())) {
                if (isForgotten(open)) {
                    hanging.add(open);
                }
            }
            for (Open open : hanging) {
                end(open);
            }
            health.set(COMPONENT, mayEnd || hanging.isEmpty()
                    ? Health.OK
                    : "nobody will end the transaction at " + place(hanging.getFirst())
                            + ", and nothing behind it is read; end it with: " + command(hanging.getFirst()));
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.debug("looks again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Open> open() throws ExecutionException, InterruptedException, TimeoutException {
        List<String> names = new ArrayList<>(await(admin.listTopics().names()).stream()
                .filter(name -> name.startsWith(prefix)).toList());
        if (mayEnd) {
            names.add(OFFSETS);
        }
        List<TopicPartition> partitions = new ArrayList<>();
        await(admin.describeTopics(names).allTopicNames()).values().forEach(topic -> topic.partitions()
                .forEach(partition -> partitions.add(new TopicPartition(topic.name(), partition.partition()))));
        List<Open> open = new ArrayList<>();
        await(admin.describeProducers(partitions).all()).forEach((partition, producers) -> {
            for (ProducerState producer : producers.activeProducers()) {
                producer.currentTransactionStartOffset().ifPresent(start -> open.add(new Open(partition,
                        producer.producerId(), producer.producerEpoch(), producer.coordinatorEpoch().orElse(-1),
                        start)));
            }
        });
        return open;
    }

    /// Those that have been open for long by a clock that nobody sets.
    private List<Open> longOpen(Collection<Open> open) {
        long now = nanos.getAsLong();
        Map<Open, Long> still = new HashMap<>();
        open.forEach(transaction -> still.put(transaction, since.getOrDefault(transaction, now)));
        since = still;
        return still.entrySet().stream().filter(entry -> now - entry.getValue() >= OPEN_FOR.toNanos())
                .map(Map.Entry::getKey).toList();
    }

    /// Whether its coordinator knows nothing of it: what it knows it ends itself.
    private boolean isForgotten(Open open) throws ExecutionException, InterruptedException, TimeoutException {
        Optional<TransactionListing> listed = await(admin.listTransactions(
                new ListTransactionsOptions().filterProducerIds(List.of(open.producerId()))).all()).stream()
                .findFirst();
        if (listed.isEmpty()) {
            return true;
        }
        String id = listed.get().transactionalId();
        TransactionDescription known = await(admin.describeTransactions(List.of(id)).description(id));
        boolean ended = known.state() == TransactionState.COMPLETE_ABORT
                || known.state() == TransactionState.COMPLETE_COMMIT || known.state() == TransactionState.EMPTY;
        return ended || known.producerId() != open.producerId() || known.producerEpoch() > open.epoch() + 1
                || !known.topicPartitions().contains(open.partition());
    }

    private void end(Open open) throws ExecutionException, InterruptedException, TimeoutException {
        if (!mayEnd) {
            LOG.error("nobody will end the transaction at {}, and nothing behind it is read; end it with: {}",
                    place(open), command(open));
            return;
        }
        await(admin.abortTransaction(new AbortTransactionSpec(open.partition(), open.producerId(),
                (short) open.epoch(), open.coordinatorEpoch())).all());
        LOG.warn("ended a transaction that nobody would have ended: {} producerId={}", place(open), open.producerId());
    }

    private static String place(Open open) {
        return open.partition() + " from offset " + open.startOffset();
    }

    private static String command(Open open) {
        return "kafka-transactions --bootstrap-server ADDRESS abort --topic " + open.partition().topic()
                + " --partition " + open.partition().partition() + " --start-offset " + open.startOffset();
    }

    private static <T> T await(KafkaFuture<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
