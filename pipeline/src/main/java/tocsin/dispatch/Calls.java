package tocsin.dispatch;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.v1.DeliveryReason;
import tocsin.v1.LedgerEntry;
import tocsin.v1.Notification;

/// The calls of one lane to providers, each on a virtual thread; their ends come back through a queue.
final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private final Channels channels;
    private final InstantSource clock;
    private final ExecutorService callers;
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private int underWay;
    private int questions;

    /// What is asked of a provider.
    enum Purpose {
        /// Take this message.
        SEND,
        /// Was this message taken?
        RECONCILE,
        /// What became of this message?
        ASK
    }

    /// One call.
    record Call(TopicPartition partition, LedgerEntry entry, Notification notification, Channel channel,
            Purpose purpose) {}

    /// The end of a call.
    ///
    /// @param transition the step it makes; empty where it changes nothing
    /// @param attempt how a message was taken, or null for a question
    /// @param fate what became of a message, or null for another purpose
    record Ended(Call call, Instant began, Optional<Transition> transition, @Nullable Attempt attempt,
            @Nullable Fate fate) {}

    Calls(Channels channels, InstantSource clock, ExecutorService callers) {
        this.channels = channels;
        this.clock = clock;
        this.callers = callers;
    }

    int underWay() {
        return underWay;
    }

    int questions() {
        return questions;
    }

    void begin(Call call) {
        underWay++;
        questions += call.purpose() == Purpose.ASK ? 1 : 0;
        Instant began = clock.instant();
        callers.execute(() -> ended.add(switch (call.purpose()) {
            case SEND -> send(call, began);
            case RECONCILE -> reconcile(call, began);
            case ASK -> ask(call, began);
        }));
    }

    /// The calls that have ended.
    List<Ended> ended() {
        List<Ended> ends = new ArrayList<>();
        ended.drainTo(ends);
        return counted(ends);
    }

    private List<Ended> counted(List<Ended> ends) {
        underWay -= ends.size();
        questions -= (int) ends.stream().filter(end -> end.call().purpose() == Purpose.ASK).count();
        return ends;
    }

    /// Waits a moment for a call to end, then gives those that have.
    List<Ended> awaitEnded() throws InterruptedException {
        Ended first = ended.poll(100, TimeUnit.MILLISECONDS);
        List<Ended> ends = new ArrayList<>();
        if (first != null) {
            ends.add(first);
        }
        ended.drainTo(ends);
        return counted(ends);
    }

    private Ended send(Call call, Instant began) {
        Attempt attempt;
        Channels.Bounded bounded = channels.of(call.channel().kind())
                .orElseThrow(() -> new IllegalStateException("no channel"));
        bounded.places().acquireUninterruptibly();
        try {
            attempt = call.channel().send(call.notification());
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            failed(call, e);
            attempt = new Attempt.InDoubt(DeliveryReason.PROVIDER_ERROR, "the call failed here; the log says how");
        } finally {
            bounded.places().release();
        }
        Transition transition = LedgerRules.after(call.entry(), attempt, call.channel().provider(),
                call.channel().receipts(), clock.instant());
        return new Ended(call, began, Optional.of(transition), attempt, null);
    }

    private Ended reconcile(Call call, Instant began) {
        Reconciliation answer;
        try {
            answer = call.channel().reconcile(call.notification(), Doubt.of(call.entry()));
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            failed(call, e);
            answer = new Reconciliation.NotKnown("the question failed here; the log says how");
        }
        return new Ended(call, began, Optional.of(LedgerRules.reconciled(call.entry(), answer,
                call.channel().provider(), call.channel().receipts(), clock.instant())), null, null);
    }

    private Ended ask(Call call, Instant began) {
        Fate fate;
        try {
            fate = call.channel().ask(call.notification(), String.valueOf(call.entry().getProviderId()));
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            failed(call, e);
            fate = new Fate.NotKnown();
        }
        return new Ended(call, began,
                LedgerRules.heard(call.entry(), fate, call.channel().provider(), clock.instant()), null, fate);
    }

    private static void failed(Call call, Throwable e) {
        LOG.error("channel failed: provider={} purpose={} notificationId={}", call.channel().provider(),
                call.purpose(), call.entry().getNotificationId(), e);
    }
}
