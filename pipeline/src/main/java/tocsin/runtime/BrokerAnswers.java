package tocsin.runtime;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;

/// What a broker answers to those that administer it.
final class BrokerAnswers {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private BrokerAnswers() {}

    /// The answer, waited for at most half a minute. Throws [KafkaException]: the broker's own, or one that says that
    /// it did not answer.
    static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new org.apache.kafka.common.errors.TimeoutException("the broker did not answer within " + WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }
}
