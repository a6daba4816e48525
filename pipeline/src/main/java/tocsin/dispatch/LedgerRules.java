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
/// accepted ─► CLAIMED ─► HANDED_OVER ─► (where the means has receipts) DELIVERED, READ, FAILED, or RETRY
///     │          ├──► RETRY ─► CLAIMED …      expired before a call ─► EXPIRED
///     │          ├──► FAILED                  an exercise for the unenrolled ─► HELD
///     │          └ (no answer) IN_DOUBT ─► reconciled: HANDED_OVER, or CLAIMED again, or FAILED
///     └─► (its incident is retracted first) WITHDRAWN
/// ```
public final class LedgerRules {
    /// Attempts at most; with the waits below that is more than an hour, longer than any urgent message is worth.
    static final int MOST_ATTEMPTS = 40;
    /// Calls in doubt after which a message is not sent again: a provider that takes it and never says so.
    static final int MOST_COPIES = 3;
    /// How long a provider may still be at work on a call whose end is not known.
    private static final Duration STILL_AT_WORK = Duration.ofSeconds(4);
    /// How long after an answer that leaves a doubt open the provider is asked again; longer than a doubt keeps a
    /// recipient's later messages waiting.
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(6);
    /// How long a doubt may stay open while its provider answers. An urgent message is told by another means by then.
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(1);
    /// Answers that leave a doubt open, before which it is not decided without one.
    static final int OPEN_ANSWERS = 3;
    /// Tries of a handset that is off or out of reach; then only other means help (domain.md 12.3).
    static final int MOST_TRIES_OF_A_HANDSET = 3;
    private static final Duration HANDSET_WAIT = Duration.ofSeconds(30);
    /// How long after a message's end of worth its provider is still asked what became of it.
    private static final Duration ASKED_UNTIL = Duration.ofMinutes(5);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    /// A clock that differs by less was not set.
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(10);

    /// While a provider is away its Outage sets the pace; a message only makes room for another to be the trial.
    private static final Duration LONGEST_WAIT_FOR_A_PROVIDER = Duration.ofSeconds(20);
    /// How long an urgent message may not have left before another means is tried.
    private static final Duration LEAVES_WITHIN = Duration.ofMinutes(1);
    /// How long a finished id is remembered, so that it is never sent twice: as long as its topic keeps it, and a week.
    private static final Duration REMEMBERED = Duration.ofDays(372);

    private LedgerRules() {}

    /// An entry as its new owner takes it. What was written by a clock that was ahead waits no longer than it would have
    /// waited by this one.
    static LedgerEntry byClock(LedgerEntry entry, Instant now) {
        Duration ahead = Duration.between(now, entry.getAt());
        if (ahead.compareTo(CLOCKS_DIFFER) <= 0) {
            return entry;
        }
        Instant overdueAt = entry.getOverdueAt();
        return LedgerEntry.newBuilder(entry).setNextAttemptAt(entry.getNextAttemptAt().minus(ahead))
                .setOverdueAt(overdueAt == null ? null : overdueAt.minus(ahead)).build();
    }

    /// The entry of a notification that has just been read.
    static LedgerEntry accepted(Notification notification, Urgency lane, Instant now) {
        return new LedgerEntry(notification.getNotificationId(), lane, null, 0, now, now, null, notification,
                now.plus(REMEMBERED),
                lane == Urgency.URGENT ? notification.getDecidedAt().plus(LEAVES_WITHIN) : null, 0);
    }

    /// Whether an urgent message has not left in time, and its desk has not heard of it.
    static boolean isOverdue(LedgerEntry entry, Instant now) {
        Instant due = entry.getOverdueAt();
        return due != null && entry.getState() != DeliveryState.HANDED_OVER && !due.isAfter(now);
    }

    /// Tells the desk of a message that has not left in time; it is still tried.
    static Transition overdue(LedgerEntry entry, String provider, Instant now) {
        return step(entry, LedgerEntry.newBuilder(entry).setOverdueAt(null).build(), DeliveryState.RETRY, provider,
                null, DeliveryReason.NO_RECEIPT, "has not left yet; another means is tried", now);
    }

    /// Whether nothing more will happen to this entry.
    static boolean isFinished(LedgerEntry entry) {
        return entry.getNotification() == null;
    }

    /// Claims it for a call.
    static Transition claim(LedgerEntry entry, String provider, Instant now) {
        LedgerEntry claimed = LedgerEntry.newBuilder(entry).setState(DeliveryState.CLAIMED)
                .setAttempt(entry.getAttempt() + 1).setAt(now).setOpenAnswers(0).build();
        return step(entry, claimed, DeliveryState.CLAIMED, provider, null, null, null, now);
    }

    /// Ends it before any call.
    static Transition end(LedgerEntry entry, DeliveryState state, DeliveryReason reason, String provider, String detail,
            Instant now) {
        return finish(entry, state, provider, null, reason, detail, now);
    }

    /// Takes the end of a call.
    ///
    /// @param terms when receipts are asked for, or empty where handed over is the end
    static Transition after(LedgerEntry claimed, Attempt attempt, String provider, Optional<ReceiptTerms> terms,
            Instant now) {
        return switch (attempt) {
            case Attempt.HandedOver(String providerId) ->
                handedOver(claimed, provider, providerId, DeliveryReason.ACCEPTED_BY_PROVIDER, terms, now);
            case Attempt.Delivered(String providerId) -> finish(claimed, DeliveryState.DELIVERED, provider, providerId,
                    DeliveryReason.CONFIRMED_BY_RECEIPT, null, now);
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
    static Transition reconciled(LedgerEntry doubted, Reconciliation answer, String provider,
            Optional<ReceiptTerms> terms, Instant now) {
        return switch (answer) {
            case Reconciliation.Found(String providerId) ->
                handedOver(doubted, provider, providerId, DeliveryReason.RECONCILED, terms, now);
            case Reconciliation.NotFound() -> again(doubted, provider, now);
            case Reconciliation.NotNow() -> askLater(doubted, provider, DeliveryReason.CONNECTION_FAILED,
                    "the provider cannot be asked now", now.plus(HANDSET_WAIT), now);
            case Reconciliation.NotKnown(String detail) -> leftOpen(doubted, provider, detail, now);
            case Reconciliation.CannotTell() -> undecided(doubted, provider,
                    "not known whether it was sent; a second copy is not worth it at this grade", now);
        };
    }

    /// An answer that leaves a doubt open is asked for again. A page waits no longer for a better one than a minute,
    /// and after a crash not before three answers.
    private static Transition leftOpen(LedgerEntry doubted, String provider, String detail, Instant now) {
        LedgerEntry asked = LedgerEntry.newBuilder(doubted).setOpenAnswers(doubted.getOpenAnswers() + 1).build();
        return asked.getOpenAnswers() >= OPEN_ANSWERS && !doubted.getAt().plus(SETTLED_WITHIN).isAfter(now)
                ? undecided(asked, provider, "not known whether it was sent: " + detail, now)
                : askLater(asked, provider, DeliveryReason.PROVIDER_ERROR, "not known yet: " + detail,
                        now.plus(LOOK_AGAIN), now);
    }

    /// What stays in doubt.
    private static Transition undecided(LedgerEntry doubted, String provider, String detail, Instant now) {
        return sendsAgain(doubted) && doubted.getAttempt() < MOST_COPIES
                ? again(doubted, provider, now)
                : finish(doubted, DeliveryState.FAILED, provider, null, DeliveryReason.NOT_SENT_AGAIN_IN_DOUBT,
                        detail, now);
    }

    private static Transition handedOver(LedgerEntry entry, String provider, String providerId, DeliveryReason reason,
            Optional<ReceiptTerms> terms, Instant now) {
        if (terms.isEmpty()) {
            return finish(entry, DeliveryState.HANDED_OVER, provider, providerId, reason, null, now);
        }
        LedgerEntry handed = LedgerEntry.newBuilder(entry).setState(DeliveryState.HANDED_OVER).setAt(now)
                .setProviderId(providerId).setNextAttemptAt(now.plus(terms.get().askEvery()))
                .setOverdueAt(now.plus(terms.get().within())).build();
        return step(entry, handed, DeliveryState.HANDED_OVER, provider, providerId, DeliveryReason.AWAITING_RECEIPT,
                reason == DeliveryReason.RECONCILED ? "found with the provider after a doubt" : null, now);
    }

    /// Takes what a provider says became of a message it took over; empty where that changes nothing.
    static Optional<Transition> heard(LedgerEntry handed, Fate fate, String provider, Instant now) {
        return switch (fate) {
            case Fate.Arrived(boolean read) ->
                Optional.of(finish(handed, read ? DeliveryState.READ : DeliveryState.DELIVERED, provider,
                        handed.getProviderId(), DeliveryReason.CONFIRMED_BY_RECEIPT, null, now));
            case Fate.Failed(DeliveryReason reason, String detail) -> Optional
                    .of(finish(handed, DeliveryState.FAILED, provider, handed.getProviderId(), reason, detail, now));
            case Fate.Missed(DeliveryReason reason, String detail) ->
                Optional.of(missed(handed, provider, reason, detail, now));
            case Fate.Waits waits -> isForgotten(handed, now)
                    ? Optional.of(finish(handed, DeliveryState.EXPIRED, provider, handed.getProviderId(),
                            DeliveryReason.PAST_EXPIRY, "it waited behind something graver until its time was over",
                            now))
                    : Optional.empty();
            case Fate.Superseded superseded -> Optional.of(finish(handed, DeliveryState.WITHDRAWN, provider,
                    handed.getProviderId(), DeliveryReason.NOTIFICATION_WITHDRAWN, null, now));
            case Fate.OnItsWay onItsWay -> silence(handed, provider, now);
            case Fate.NotKnown notKnown -> silence(handed, provider, now);
        };
    }

    /// When the provider is asked next about a message that is still on its way.
    static LedgerEntry askedAgain(LedgerEntry handed, Fate fate, ReceiptTerms terms, Instant now) {
        LedgerEntry.Builder next = LedgerEntry.newBuilder(handed).setNextAttemptAt(now.plus(terms.askEvery()));
        return fate instanceof Fate.Waits ? next.setOverdueAt(now.plus(terms.within())).build() : next.build();
    }

    private static Transition missed(LedgerEntry handed, String provider, DeliveryReason reason, String detail,
            Instant now) {
        boolean worthIt = handed.getAttempt() < MOST_TRIES_OF_A_HANDSET
                && notification(handed).getExpiresAt().isAfter(now.plus(HANDSET_WAIT));
        if (!worthIt) {
            return finish(handed, DeliveryState.FAILED, provider, handed.getProviderId(), reason, detail, now);
        }
        LedgerEntry retried = LedgerEntry.newBuilder(handed).setState(DeliveryState.RETRY)
                .setNextAttemptAt(now.plus(HANDSET_WAIT.multipliedBy(handed.getAttempt()))).setAt(now)
                .setOverdueAt(null).build();
        return step(handed, retried, DeliveryState.RETRY, provider, handed.getProviderId(), reason, detail, now);
    }

    private static boolean isForgotten(LedgerEntry handed, Instant now) {
        return notification(handed).getExpiresAt().plus(ASKED_UNTIL).isBefore(now);
    }

    /// Waits no longer for a receipt: it was accepted, and that is all that is known.
    static Transition givenUp(LedgerEntry handed, Instant now) {
        return finish(handed, DeliveryState.HANDED_OVER, "", handed.getProviderId(),
                DeliveryReason.ACCEPTED_BY_PROVIDER, "no receipt came", now);
    }

    private static Optional<Transition> silence(LedgerEntry handed, String provider, Instant now) {
        if (isForgotten(handed, now)) {
            return Optional.of(finish(handed, DeliveryState.FAILED, provider, handed.getProviderId(),
                    DeliveryReason.NO_RECEIPT, "the provider never said what became of it", now));
        }
        Instant due = handed.getOverdueAt();
        if (due == null || due.isAfter(now)) {
            return Optional.empty();
        }
        return Optional.of(step(handed, LedgerEntry.newBuilder(handed).setOverdueAt(null).build(),
                DeliveryState.HANDED_OVER, provider, handed.getProviderId(), DeliveryReason.NO_RECEIPT,
                "no receipt in time; another means is tried", now));
    }

    /// A doubt is kept while its provider is away, and for a moment while its answers leave it open; past the message's
    /// worth it ends.
    private static Transition askLater(LedgerEntry doubted, String provider, DeliveryReason reason, String detail,
            Instant next, Instant now) {
        if (notification(doubted).getExpiresAt().plus(ASKED_UNTIL).isBefore(now)) {
            return finish(doubted, DeliveryState.FAILED, provider, null, DeliveryReason.NO_RECEIPT,
                    "not known whether it was sent, and the provider could not be asked", now);
        }
        LedgerEntry later = LedgerEntry.newBuilder(doubted).setNextAttemptAt(next).build();
        return step(doubted, later, DeliveryState.IN_DOUBT, provider, null, reason, detail, now);
    }

    /// For grades I and II a second copy is better than silence; so for what could not be graded yet.
    private static boolean sendsAgain(LedgerEntry entry) {
        Notification notification = notification(entry);
        return notification.getGrade() == null || Grades.isGrave(notification.getGrade());
    }

    private static Transition again(LedgerEntry entry, String provider, Instant now) {
        LedgerEntry retried = LedgerEntry.newBuilder(entry).setState(DeliveryState.RETRY)
                .setNextAttemptAt(now.plus(backOff(entry, LONGEST_WAIT_FOR_A_PROVIDER))).setAt(now).build();
        return step(entry, retried, DeliveryState.RETRY, provider, null, DeliveryReason.SENT_AGAIN_IN_DOUBT, null, now);
    }

    private static Transition doubt(LedgerEntry entry, String provider, DeliveryReason reason, String detail,
            Instant now) {
        LedgerEntry doubted = LedgerEntry.newBuilder(entry).setState(DeliveryState.IN_DOUBT)
                .setNextAttemptAt(now.plus(STILL_AT_WORK)).setAt(now).build();
        return step(entry, doubted, DeliveryState.IN_DOUBT, provider, null, reason, detail, now);
    }

    private static Transition retry(LedgerEntry entry, String provider, DeliveryReason reason, String detail,
            Optional<Duration> after, Instant now) {
        boolean ofProvider = Outage.isOfProvider(reason);
        if (entry.getAttempt() >= MOST_ATTEMPTS && !ofProvider) {
            return finish(entry, DeliveryState.FAILED, provider, null, DeliveryReason.TOO_MANY_ATTEMPTS, detail, now);
        }
        Instant next = now
                .plus(after.orElseGet(() -> backOff(entry, ofProvider ? LONGEST_WAIT_FOR_A_PROVIDER : LONGEST_WAIT)));
        LedgerEntry retried = LedgerEntry.newBuilder(entry).setState(DeliveryState.RETRY).setNextAttemptAt(next)
                .setAt(now).setOverdueAt(overdueAfter(entry.getOverdueAt(), reason, now)).build();
        return step(entry, retried, DeliveryState.RETRY, provider, null, reason, detail, now);
    }

    /// What only an operator mends is no reason to wait before another means is tried.
    private static @Nullable Instant overdueAfter(@Nullable Instant due, DeliveryReason reason, Instant now) {
        return due != null && due.isAfter(now) && switch (reason) {
            case AUTHENTICATION_FAILED, CONFIGURATION, SENDER_UNUSABLE -> true;
            default -> false;
        } ? now : due;
    }

    /// Doubles from a second to the longest wait, moved by up to a tenth by the id, so that many do not return at once.
    private static Duration backOff(LedgerEntry entry, Duration longest) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.clamp(entry.getAttempt() - 1, 0, 10));
        Duration bounded = wait.compareTo(longest) > 0 ? longest : wait;
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
        boolean matters = switch (state) {
            case FAILED, EXPIRED -> true;
            case HANDED_OVER -> reason == DeliveryReason.NO_RECEIPT;
            case RETRY -> reason == DeliveryReason.NO_RECEIPT || before.getState() == DeliveryState.HANDED_OVER;
            case UNKNOWN, CLAIMED, DELIVERED, READ, WITHDRAWN, IN_DOUBT, HELD -> false;
        };
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
