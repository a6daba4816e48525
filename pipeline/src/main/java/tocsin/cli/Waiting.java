package tocsin.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Asks again until there is an answer. A desk decides within a second; an overloaded one is not waited for longer.
final class Waiting {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final int LOOKS = 75;

    private Waiting() {}

    /// The answer, or empty after 15 seconds.
    static <T> Optional<T> until(Supplier<Optional<T>> asking) {
        Optional<T> answer = asking.get();
        for (int look = 0; answer.isEmpty() && look < LOOKS; look++) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            answer = asking.get();
        }
        return answer;
    }
}
