package tocsin.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.observe.Meters;
import tocsin.rules.SmsParts;
import tocsin.v1.ChannelKind;
import tocsin.v1.DeliveryReason;
import tocsin.v1.DeliveryState;
import tocsin.v1.LedgerEntry;
import tocsin.v1.Notification;
import tocsin.v1.Urgency;
import tocsin.wire.PackLibrary;
import tocsin.wire.Topic;

/// One lane's rounds: read, decide, commit, call, commit.
///
/// The round's own thread does everything but the calls, which virtual threads make; their ends come back through a
/// queue. A claim is committed before its call begins.
final class Lane implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final Duration IDLE_POLL = Duration.ofMillis(200);
    /// The longest the end of a call waits to be written: the time in which a crash leaves a doubt.
    private static final Duration BUSY_POLL = Duration.ofMillis(5);
    /// Calls under way and claims made in one round at most; at 2 kB a notification that is 2 MB.
    private static final int IN_FLIGHT_LIMIT = 1_000;
    /// How long a partition's new owner is kept waiting for calls under way.
    private static final Duration HAND_OVER_WITHIN = Duration.ofSeconds(5);
    /// Open entries beyond which reading stops until some are done: 20 MB.
    private static final int OPEN_LIMIT = 10_000;

    private final Urgency urgency;
    private final Topic<Notification> topic;
    private final Consumer<String, Notification> consumer;
    private final Producer<byte[], byte[]> producer;
    private final LedgerBatch batch;
    private final LedgerReader reader;
    private final Channels channels;
    private final PackLibrary packs;
    private final Meters meters;
    private final InstantSource clock;
    private final ExecutorService callers;
    private final Map<TopicPartition, Ledger> ledgers = new HashMap<>();
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private int inFlight;

    /// The end of a call.
    private record Ended(TopicPartition partition, LedgerEntry entry, Notification notification,
            Transition transition) {}

    /// What a call needs once its claim is committed.
    private record Call(TopicPartition partition, LedgerEntry entry, Notification notification, Channel channel,
            boolean reconciles) {}

    Lane(Urgency urgency, Topic<Notification> topic, Consumer<String, Notification> consumer,
            Producer<byte[], byte[]> producer, LedgerBatch batch, LedgerReader reader, Channels channels,
            PackLibrary packs, Meters meters, InstantSource clock, ExecutorService callers) {
        this.urgency = urgency;
        this.topic = topic;
        this.consumer = consumer;
        this.producer = producer;
        this.batch = batch;
        this.reader = reader;
        this.channels = channels;
        this.packs = packs;
        this.meters = meters;
        this.clock = clock;
        this.callers = callers;
    }

    void start() {
        producer.initTransactions();
        consumer.subscribe(List.of(topic.name()), this);
    }

    /// One round.
    void round() {
        read();
        // Ends first: a recipient's next message is claimed in the transaction that writes the end of the one before.
        drainEnded();
        List<Call> calls = decide();
        commit();
        calls.forEach(this::call);
    }

    private void read() {
        boolean full = ledgers.values().stream().mapToInt(Ledger::openCount).sum() >= OPEN_LIMIT;
        if (full) {
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
        for (ConsumerRecord<String, Notification> record : consumer.poll(inFlight > 0 ? BUSY_POLL : IDLE_POLL)) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            ledger(partition).accept(record.value(), clock.instant()).ifPresent(entry -> batch.add(partition, entry));
        }
    }

    private List<Call> decide() {
        List<Call> calls = new ArrayList<>();
        Instant now = clock.instant();
        for (Map.Entry<TopicPartition, Ledger> owned : ledgers.entrySet()) {
            for (LedgerEntry entry : owned.getValue().ready(now, IN_FLIGHT_LIMIT - inFlight - calls.size())) {
                Notification notification = java.util.Objects.requireNonNull(entry.getNotification());
                Optional<Channel> channel = channels.of(notification.getChannel()).map(Channels.Bounded::channel);
                switch (LaneStep.decide(entry, notification, channel, packs.activeDirectory(), now)) {
                    case LaneStep.End(Transition end) -> add(owned.getKey(), end);
                    case LaneStep.Send(Transition claim, Channel through, Notification sent) -> {
                        add(owned.getKey(), claim);
                        calls.add(new Call(owned.getKey(), claim.entry(), sent, through, false));
                        owned.getValue().begin(sent);
                    }
                    case LaneStep.Reconcile(LedgerEntry doubted, Channel through, Notification sent) -> {
                        calls.add(new Call(owned.getKey(), doubted, sent, through, true));
                        owned.getValue().begin(sent);
                    }
                }
            }
            owned.getValue().forget(now).forEach(id -> batch.forget(owned.getKey(), id));
        }
        return calls;
    }

    /// Waits for the calls under way and writes their ends: before partitions are given away, and on closing.
    void finishCalls(Duration within) {
        Instant until = clock.instant().plus(within);
        try {
            while (inFlight > 0 && clock.instant().isBefore(until)) {
                Ended end = ended.poll(100, TimeUnit.MILLISECONDS);
                if (end != null) {
                    take(end);
                    drainEnded();
                    commit();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drainEnded() {
        List<Ended> ends = new ArrayList<>();
        ended.drainTo(ends);
        ends.forEach(this::take);
    }

    private void take(Ended end) {
        inFlight--;
        Ledger ledger = ledgers.get(end.partition());
        if (ledger == null) {
            LOG.info("a call ended after its partition was taken away; its new owner looks into it: notificationId={}",
                    end.entry().getNotificationId());
            return;
        }
        ledger.end(end.notification());
        add(end.partition(), end.transition());
        if (end.transition().delivery().getState() == DeliveryState.HANDED_OVER) {
            if (end.notification().getChannel() == ChannelKind.SMS) {
                SmsParts parts = SmsParts.of(end.notification().getBody());
                meters.smsParts(parts.encoding().name().toLowerCase(java.util.Locale.ROOT), parts.parts());
            }
            meters.notified(end.notification().getChannel(), "handed_over",
                    Duration.between(end.notification().getDecidedAt(), clock.instant()));
        }
    }

    private void add(TopicPartition partition, Transition transition) {
        batch.add(partition, transition);
        meters.delivery(transition.delivery().getChannel(), transition.delivery().getState(),
                transition.delivery().getReason() == null ? DeliveryReason.UNKNOWN : transition.delivery().getReason(),
                1);
    }

    private void commit() {
        if (batch.isEmpty()) {
            return;
        }
        for (LedgerBatch.Applied standing : batch.commit(producer, consumer)) {
            Ledger ledger = ledgers.get(standing.partition());
            if (ledger != null) {
                ledger.put(standing.entry());
            }
        }
    }

    private void call(Call call) {
        inFlight++;
        callers.execute(() -> {
            Transition transition = call.reconciles() ? reconcile(call) : send(call);
            ended.add(new Ended(call.partition(), call.entry(), call.notification(), transition));
        });
    }

    private Transition send(Call call) {
        Attempt attempt;
        Channels.Bounded bounded = channels.of(call.channel().kind())
                .orElseThrow(() -> new IllegalStateException("no channel"));
        bounded.places().acquireUninterruptibly();
        try {
            attempt = call.channel().send(call.notification());
        } catch (RuntimeException e) {
            LOG.error("channel failed: provider={} notificationId={}", call.channel().provider(),
                    call.entry().getNotificationId(), e);
            attempt = new Attempt.InDoubt(DeliveryReason.PROVIDER_ERROR, e.getClass().getSimpleName());
        } finally {
            bounded.places().release();
        }
        return LedgerRules.after(call.entry(), attempt, call.channel().provider(), clock.instant());
    }

    private Transition reconcile(Call call) {
        Reconciliation answer;
        try {
            answer = call.channel().reconcile(call.notification(), call.entry().getAt());
        } catch (RuntimeException e) {
            LOG.error("reconciling failed: provider={} notificationId={}", call.channel().provider(),
                    call.entry().getNotificationId(), e);
            answer = new Reconciliation.CannotTell();
        }
        return LedgerRules.reconciled(call.entry(), answer, call.channel().provider(), clock.instant());
    }

    private Ledger ledger(TopicPartition partition) {
        Ledger ledger = ledgers.get(partition);
        if (ledger == null) {
            throw new IllegalStateException("read from " + partition + " before its ledger");
        }
        return ledger;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        Instant now = clock.instant();
        for (TopicPartition partition : partitions) {
            Ledger ledger = new Ledger(urgency);
            reader.read(partition.partition()).forEach(ledger::restore);
            List<LedgerEntry> orphans = ledger.orphans();
            for (LedgerEntry orphan : orphans) {
                Notification notification = java.util.Objects.requireNonNull(orphan.getNotification());
                Duration limit = channels.of(notification.getChannel()).map(found -> found.channel().callLimit())
                        .orElse(Duration.ZERO);
                Transition doubt = LedgerRules.orphaned(orphan, limit, now);
                ledger.put(doubt.entry());
                add(partition, doubt);
            }
            ledgers.put(partition, ledger);
            LOG.info("owns {}: open={} inDoubt={}", partition, ledger.openCount(), orphans.size());
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        finishCalls(HAND_OVER_WITHIN);
        partitions.forEach(ledgers::remove);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        partitions.forEach(ledgers::remove);
    }
}
