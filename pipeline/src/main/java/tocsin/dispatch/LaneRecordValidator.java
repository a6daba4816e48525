package tocsin.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tocsin.v1.LedgerEntry;
import tocsin.v1.Notification;

/// Whether a record of a topic that only Tocsin writes can be one that Tocsin wrote. What cannot is left out: a message
/// under another's id would be sent again and again, and times at the end of the calendar cannot be reckoned with.
final class LaneRecordValidator {
    /// Longer than anything is kept.
    private static final Duration FAR = Duration.ofDays(400);
    /// More tries than a message has while its provider is away.
    private static final int MOST_ATTEMPTS = 1_000_000;

    private LaneRecordValidator() {}

    /// What is wrong with a record of a lane's topic; empty where nothing is. A copy of a message under another key would
    /// lie on another partition, whose ledger does not know that the message has left.
    ///
    /// @param key the record's key, or null
    static Optional<String> problem(@Nullable String key, Notification notification, Instant now) {
        return notification.getRecipient().equals(key) ? problem(notification, now)
                : Optional.of("its key is not its recipient");
    }

    private static Optional<String> problem(Notification notification, Instant now) {
        return notification.getNotificationId().isBlank()
                ? Optional.of("it has no id")
                : far(now, notification.getDecidedAt(), notification.getExpiresAt());
    }

    /// What is wrong with this row of the ledger; empty where nothing is.
    static Optional<String> problem(LedgerEntry entry, Instant now) {
        Notification notification = entry.getNotification();
        if (notification != null && !notification.getNotificationId().equals(entry.getNotificationId())) {
            return Optional.of("its message is another's");
        }
        if (entry.getAttempt() < 0 || entry.getAttempt() > MOST_ATTEMPTS) {
            return Optional.of("nobody tries a message " + entry.getAttempt() + " times");
        }
        return far(now, Stream.of(entry.getAt(), entry.getNextAttemptAt(), entry.getForgetAt(), entry.getOverdueAt())
                .filter(java.util.Objects::nonNull).toArray(Instant[]::new))
                .or(() -> notification == null ? Optional.empty() : problem(notification, now));
    }

    private static Optional<String> far(Instant now, Instant... times) {
        return Stream.of(times).filter(time -> time.isBefore(now.minus(FAR)) || time.isAfter(now.plus(FAR))).findFirst()
                .map(time -> "its time " + time + " is too far from now");
    }
}
