package tocsin.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.DeliveryOutcome;
import tocsin.model.Grades;
import tocsin.v1.Delivery;
import tocsin.v1.DeliveryReason;
import tocsin.v1.DeliveryState;
import tocsin.v1.LedgerEntry;
import tocsin.v1.Notification;
import tocsin.v1.Urgency;

/// The legal steps of a notification in the ledger: pure, time passed in.
///
/// ```
/// accepted ─► CLAIMED ─► HANDED_OVER            expired before a call ─► EXPIRED
///                │  ├──► RETRY ─► CLAIMED …     an exercise for the unenrolled ─► HELD
///                │  └──► FAILED
///                └ (no answer) IN_DOUBT ─► reconciled: HANDED_OVER, or CLAIMED again, or FAILED
/// ```
public final class LedgerRules {
    /// Attempts at most; with the waits below that is more than an hour, longer than any urgent message is worth.
    static final int MOST_ATTEMPTS = 40;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    /// How long a finished id is remembered, so that it is never sent twice: as long as its topic keeps it, and a week.
    private static final Duration REMEMBERED = Duration.ofDays(372);

    private LedgerRules() {}

    /// The entry of a notification that has just been read.
    static LedgerEntry accepted(Notification notification, Urgency lane, Instant now) {
        return new LedgerEntry(notification.getNotificationId(), lane, null, 0, now, now, null, notification,
                now.plus(REMEMBERED));
    }

    /// Whether nothing more will happen to this entry.
    static boolean isFinished(LedgerEntry entry) {
        return entry.getNotification() == null;
    }

    /// Claims it for a call.
    static Transition claim(LedgerEntry entry, String provider, Instant now) {
        LedgerEntry claimed = LedgerEntry.newBuilder(entry).setState(DeliveryState.CLAIMED)
                .setAttempt(entry.getAttempt() + 1).setAt(now).build();
        return step(entry, claimed, DeliveryState.CLAIMED, provider, null, null, null, now);
    }

    /// Ends it before any call.
    static Transition end(LedgerEntry entry, DeliveryState state, DeliveryReason reason, String provider, String detail,
            Instant now) {
        return finish(entry, state, provider, null, reason, detail, now);
    }

    /// Takes the end of a call.
    static Transition after(LedgerEntry claimed, Attempt attempt, String provider, Instant now) {
        return switch (attempt) {
            case Attempt.HandedOver(String providerId) -> finish(claimed, DeliveryState.HANDED_OVER, provider,
                    providerId, DeliveryReason.ACCEPTED_BY_PROVIDER, null, now);
            case Attempt.Refused(DeliveryReason reason, String detail) ->
                finish(claimed, DeliveryState.FAILED, provider, null, reason, detail, now);
            case Attempt.Retry(DeliveryReason reason, String detail, Optional<Duration> after) ->
                retry(claimed, provider, reason, detail, after, now);
            case Attempt.InDoubt(DeliveryReason reason, String detail) -> doubt(claimed, provider, reason, detail, now);
        };
    }

    /// Marks a claim whose caller died: it is looked into when the longest call must have ended.
    static Transition orphaned(LedgerEntry claimed, Duration callLimit, Instant now) {
        Instant ended = claimed.getAt().plus(callLimit.multipliedBy(2));
        LedgerEntry doubted = LedgerEntry.newBuilder(claimed).setState(DeliveryState.IN_DOUBT)
                .setNextAttemptAt(ended.isAfter(now) ? ended : now).build();
        return step(claimed, doubted, DeliveryState.IN_DOUBT, "", null, DeliveryReason.CRASHED_DURING_CALL, null, now);
    }

    /// Takes what the provider knows of a claim in doubt.
    static Transition reconciled(LedgerEntry doubted, Reconciliation answer, String provider, Instant now) {
        return switch (answer) {
            case Reconciliation.Found(String providerId) -> finish(doubted, DeliveryState.HANDED_OVER, provider,
                    providerId, DeliveryReason.RECONCILED, null, now);
            case Reconciliation.NotFound() -> again(doubted, provider, now);
            case Reconciliation.CannotTell() -> sendsAgain(doubted)
                    ? again(doubted, provider, now)
                    : finish(doubted, DeliveryState.FAILED, provider, null, DeliveryReason.NOT_SENT_AGAIN_IN_DOUBT,
                            "not known whether it was sent; a second copy is not worth it at this grade", now);
        };
    }

    /// For grades I and II a second copy is better than silence; so for what could not be graded yet.
    private static boolean sendsAgain(LedgerEntry entry) {
        Notification notification = notification(entry);
        return notification.getGrade() == null || Grades.isGrave(notification.getGrade());
    }

    private static Transition again(LedgerEntry entry, String provider, Instant now) {
        LedgerEntry retried = LedgerEntry.newBuilder(entry).setState(DeliveryState.RETRY).setNextAttemptAt(now)
                .setAt(now).build();
        return step(entry, retried, DeliveryState.RETRY, provider, null, DeliveryReason.SENT_AGAIN_IN_DOUBT, null, now);
    }

    private static Transition doubt(LedgerEntry entry, String provider, DeliveryReason reason, String detail,
            Instant now) {
        LedgerEntry doubted = LedgerEntry.newBuilder(entry).setState(DeliveryState.IN_DOUBT).setNextAttemptAt(now)
                .setAt(now).build();
        return step(entry, doubted, DeliveryState.IN_DOUBT, provider, null, reason, detail, now);
    }

    private static Transition retry(LedgerEntry entry, String provider, DeliveryReason reason, String detail,
            Optional<Duration> after, Instant now) {
        if (entry.getAttempt() >= MOST_ATTEMPTS) {
            return finish(entry, DeliveryState.FAILED, provider, null, DeliveryReason.TOO_MANY_ATTEMPTS, detail, now);
        }
        Instant next = now.plus(after.orElseGet(() -> backOff(entry)));
        LedgerEntry retried = LedgerEntry.newBuilder(entry).setState(DeliveryState.RETRY).setNextAttemptAt(next)
                .setAt(now).build();
        return step(entry, retried, DeliveryState.RETRY, provider, null, reason, detail, now);
    }

    /// Doubles from a second to two minutes, moved by up to a tenth by the id, so that many do not return at once.
    private static Duration backOff(LedgerEntry entry) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(entry.getAttempt() - 1, 10));
        Duration bounded = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        return bounded.plusMillis(bounded.toMillis() * Math.floorMod(entry.getNotificationId().hashCode(), 100) / 1000);
    }

    private static Transition finish(LedgerEntry entry, DeliveryState state, String provider,
            @Nullable String providerId, DeliveryReason reason, @Nullable String detail, Instant now) {
        LedgerEntry finished = LedgerEntry.newBuilder(entry).setState(state).setAt(now).setProviderId(providerId)
                .setNotification(null).build();
        return step(entry, finished, state, provider, providerId, reason, detail, now);
    }

    private static Transition step(LedgerEntry before, LedgerEntry after, DeliveryState state, String provider,
            @Nullable String providerId, @Nullable DeliveryReason reason, @Nullable String detail, Instant now) {
        Notification notification = notification(before);
        Delivery delivery = new Delivery(notification.getNotificationId(), notification.getIncidentId(),
                after.getAttempt(), state, provider, notification.getChannel(), providerId, reason, detail, now);
        boolean matters = state == DeliveryState.FAILED || state == DeliveryState.EXPIRED;
        return new Transition(after, delivery,
                matters
                        ? Optional
                                .of(new DeliveryOutcome(delivery, notification.getRecipient(), notification.getStep()))
                        : Optional.empty());
    }

    private static Notification notification(LedgerEntry entry) {
        return Objects.requireNonNull(entry.getNotification(), "a finished entry takes no step");
    }
}
