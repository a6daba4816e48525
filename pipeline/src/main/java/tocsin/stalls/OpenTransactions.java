package tocsin.stalls;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;

/// Names the transaction that holds a partition back, and how it ends.
final class OpenTransactions {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(4);

    private final Admin admin;
    private final String bootstrap;

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
        return known.isPresent()
                ? "the transaction \"" + known.get().transactionalId() + "\" of producer " + holder.producerId()
                        + " has been open since offset " + start
                        + "; it ends with that producer or its timeout, or by: " + command
                : "a transaction of producer " + holder.producerId() + " since offset " + start
                        + " holds it back, which its coordinator has forgotten; end it by: " + command;
    }
}
