package tocsin.stalls;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Names the transaction that holds a partition back, and ends it where its coordinator has forgotten it: nobody else
/// would (KIP-664). Used by one thread.
final class OpenTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(OpenTransactions.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(4);
    /// A transaction that its coordinator does not know at so many looks has been forgotten.
    private static final int FORGOTTEN = 5;

    private final Admin admin;
    private final String bootstrap;
    private final Map<TopicPartition, Unknown> unknown = new HashMap<>();

    private record Unknown(long producer, long offset, int looks) {}

    /// @param bootstrap the broker's address, for the command that a person would give
    OpenTransactions(Admin admin, String bootstrap) {
        this.admin = admin;
        this.bootstrap = bootstrap;
    }

    /// Which transaction holds this partition back, in a sentence that says how it ends.
    String cause(TopicPartition partition) throws InterruptedException {
        try {
            Optional<ProducerState> holder = Optional
                    .ofNullable(admin.describeProducers(List.of(partition)).all()
                            .get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS).get(partition))
                    .stream().flatMap(state -> state.activeProducers().stream())
                    .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                    .min(Comparator.comparingLong(
                            producer -> producer.currentTransactionStartOffset().getAsLong()));
            return holder.isEmpty() ? "a transaction held it back, and has ended" : sentence(partition, holder.get());
        } catch (ExecutionException | TimeoutException e) {
            return "an open transaction holds it back, and the broker does not tell whose";
        }
    }

    private String sentence(TopicPartition partition, ProducerState holder)
            throws ExecutionException, TimeoutException, InterruptedException {
        long start = holder.currentTransactionStartOffset().orElse(0);
        Optional<TransactionListing> known = admin
                .listTransactions(new ListTransactionsOptions().filterProducerIds(Set.of(holder.producerId()))).all()
                .get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS).stream()
                .filter(listing -> listing.state() != TransactionState.EMPTY
                        && listing.state() != TransactionState.COMPLETE_ABORT
                        && listing.state() != TransactionState.COMPLETE_COMMIT)
                .findFirst();
        String command = "kafka-transactions.sh --bootstrap-server " + bootstrap + " abort --topic "
                + partition.topic() + " --partition " + partition.partition() + " --start-offset " + start;
        if (known.isPresent()) {
            unknown.remove(partition);
            return "the transaction \"" + known.get().transactionalId() + "\" of producer " + holder.producerId()
                    + " has been open since offset " + start + "; it ends with that producer or its timeout, or by: "
                    + command;
        }
        return forgotten(partition, holder, start, command);
    }

    private String forgotten(TopicPartition partition, ProducerState holder, long start, String command)
            throws TimeoutException, InterruptedException {
        Unknown seen = unknown.merge(partition, new Unknown(holder.producerId(), start, 1),
                (before, now) -> before.producer() == now.producer() && before.offset() == now.offset()
                        ? new Unknown(now.producer(), now.offset(), before.looks() + 1)
                        : now);
        String what = "a transaction of producer " + holder.producerId() + " since offset " + start
                + " that its coordinator has forgotten";
        if (seen.looks() < FORGOTTEN) {
            return what + " holds it back; it is ended soon";
        }
        unknown.remove(partition);
        try {
            admin.abortTransaction(new AbortTransactionSpec(partition, holder.producerId(),
                    (short) holder.producerEpoch(), holder.coordinatorEpoch().orElse(-1))).all()
                    .get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            LOG.warn("ended {} on {}", what, partition);
            return what + " held it back, and was ended";
        } catch (ExecutionException e) {
            LOG.warn("cannot end {} on {}: {}; end it by: {}", what, partition, e.getCause(), command);
            return what + " holds it back; end it by: " + command;
        }
    }
}
