package tocsin.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tocsin.v1.DeliveryReason;

/// Whether a means takes messages at the moment. While its provider is away one message at a time tries it, and the
/// others keep their order and their attempts. Used by one thread.
final class Outage {
    /// Twilio's own advice for 429: 100 ms, doubled, at most 30 s (domain.md 12.2).
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private int failures;
    private Instant until = Instant.EPOCH;
    private boolean trying;

    /// Whether a message may be sent now.
    boolean admits(Instant now) {
        return failures == 0 || !trying && !until.isAfter(now);
    }

    /// Whether the provider is away, as far as is known.
    boolean isAway() {
        return failures > 0;
    }

    /// Notes that a message is being sent: while the provider is away it is the trial.
    void began() {
        trying = failures > 0;
    }

    /// Notes the end of a call that began at this time.
    void ended(Attempt attempt, Instant began, Instant now) {
        switch (attempt) {
            case Attempt.Retry(DeliveryReason reason, String detail, Optional<Duration> after) -> {
                if (isOfProvider(reason)) {
                    failed(after, began, now);
                } else {
                    works();
                }
            }
            case Attempt.InDoubt doubt -> failed(Optional.empty(), began, now);
            case Attempt.HandedOver handed -> works();
            case Attempt.Delivered delivered -> works();
            case Attempt.Refused refused -> works();
        }
    }

    private void works() {
        failures = 0;
        trying = false;
    }

    /// Calls that were under way together fail together, and count once.
    private void failed(Optional<Duration> after, Instant began, Instant now) {
        boolean together = failures > 0 && began.isBefore(until) && !trying;
        trying = false;
        if (together) {
            return;
        }
        Duration wait = FIRST.multipliedBy(1L << Math.min(failures, 12));
        failures++;
        until = now.plus(after.orElse(wait.compareTo(LONGEST) > 0 ? LONGEST : wait));
    }

    /// Whether this reason says something of the provider, and not of the message.
    static boolean isOfProvider(DeliveryReason reason) {
        return switch (reason) {
            // A wrong password is tried by one message at a time: many attempts would lock the account.
            case CONNECTION_FAILED, TIMED_OUT, THROTTLED, PROVIDER_ERROR, QUEUE_OVERFLOW, AUTHENTICATION_FAILED -> true;
            default -> false;
        };
    }
}
