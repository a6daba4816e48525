package tocsin.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.dispatch.Calls.Call;
import tocsin.internal.v1.Receipt;
import tocsin.observe.SparingLog;
import tocsin.v1.ChannelKind;
import tocsin.v1.DeliveryReason;
import tocsin.v1.DeliveryState;
import tocsin.v1.LedgerEntry;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.v1.Urgency;
import tocsin.wire.Faults;
import tocsin.wire.PackLibrary;
import tocsin.wire.Rejections;

/// One lane's rounds: read, decide, commit, call, commit.
///
/// The round's own thread does everything but the calls, which virtual threads make. A claim is committed before its
/// call begins.
final class Lane implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final Duration IDLE_POLL = Duration.ofMillis(200);
    /// The longest the end of a call waits to be written: the time in which a crash leaves a doubt.
    private static final Duration BUSY_POLL = Duration.ofMillis(5);
    /// Calls under way and claims made in one round at most; at 2 kB a notification that is 2 MB.
    private static final int IN_FLIGHT_LIMIT = 1_000;
    /// How long a partition's new owner is kept waiting for calls under way.
    private static final Duration HAND_OVER_WITHIN = Duration.ofSeconds(5);
    /// Unsent entries beyond which reading stops until some are done: 40 MB.
    private static final int UNSENT_LIMIT = 20_000;
    /// Entries whose receipt is awaited, beyond which the silent ones are given up: 60 MB. They never stop reading.
    private static final int AWAITING_LIMIT = 30_000;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    /// How often a position is written that nothing else is written with.
    private static final Duration POSITION_EVERY = Duration.ofSeconds(1);
    private static final SparingLog REFUSALS = new SparingLog(LOG);
    /// Questions about messages under way at a time: they must not crowd out the messages themselves.
    private static final int QUESTIONS = 50;
    private static final Duration FORGET_EVERY = Duration.ofMinutes(1);

    private final Urgency urgency;
    private final LaneReader reader;
    private final Producer<byte[], byte[]> producer;
    private final LedgerBatch batch;
    private final LedgerReader ledgerReader;
    private final Channels channels;
    private final PackLibrary packs;
    private final DispatchMeters meters;
    private final LaneHealth health;
    private final InstantSource clock;
    private final Calls calls;
    private final Map<TopicPartition, Ledger> ledgers = new HashMap<>();
    private final Map<String, Outage> outages = new HashMap<>();
    private final EarlyReceipts early = new EarlyReceipts();
    private final LaneReader.Taking taking = new LaneReader.Taking() {
        @Override
        public void accept(TopicPartition partition, @Nullable String key, Notification notification) {
            Lane.this.accept(partition, key, notification);
        }

        @Override
        public void heard(TopicPartition partition, Receipt receipt) {
            Lane.this.heard(partition, receipt);
        }

        @Override
        public void refused(ConsumerRecord<String, byte[]> record, Throwable why) {
            Lane.this.refused(record, why);
        }
    };
    private Instant forgotten = Instant.EPOCH;
    private Instant looked = Instant.EPOCH;
    private boolean readWithoutWriting;
    private long committedAt = System.nanoTime();

    Lane(Urgency urgency, LaneReader reader, Producer<byte[], byte[]> producer, LedgerBatch batch,
            LedgerReader ledgerReader, Channels channels, PackLibrary packs, DispatchMeters meters, LaneHealth health,
            InstantSource clock, ExecutorService callers) {
        this.urgency = urgency;
        this.reader = reader;
        this.producer = producer;
        this.batch = batch;
        this.ledgerReader = ledgerReader;
        this.channels = channels;
        this.packs = packs;
        this.meters = meters;
        this.health = health;
        this.clock = clock;
        this.calls = new Calls(channels, clock, callers);
    }

    void start() {
        producer.initTransactions();
        reader.subscribe(this);
    }

    /// One round.
    void round() {
        read();
        // Ends first: a recipient's next message is claimed in the transaction that writes the end of the one before.
        calls.ended().forEach(this::takeEndingOnFailure);
        List<Call> begun = decide();
        commit();
        begun.forEach(calls::begin);
    }

    private void read() {
        int unsent = ledgers.values().stream().mapToInt(Ledger::unsentCount).sum();
        reader.poll(calls.underWay() > 0 ? BUSY_POLL : IDLE_POLL, unsent >= UNSENT_LIMIT, taking);
    }

    /// What cannot be taken in is kept as rejected, and everything behind it goes on.
    private void refused(ConsumerRecord<String, byte[]> record, Throwable why) {
        REFUSALS.error(record.topic(), "refused: topic={} partition={} offset={}", record.topic(), record.partition(),
                record.offset(), why);
        byte[] value = record.value() == null ? new byte[0] : record.value();
        batch.reject(Rejections.of(
                new Rejections.Place(record.topic(), record.partition(), record.offset()), "", value, false,
                List.of(new Refusal(record.value() == null ? RejectReason.EMPTY : RejectReason.NOT_AVRO, null,
                        "only Tocsin writes here, and this cannot be taken in: " + Faults.inWords(why))),
                clock.instant()));
    }

    private void accept(TopicPartition partition, @Nullable String key, Notification notification) {
        readWithoutWriting = true;
        Instant now = clock.instant();
        LaneRecordValidator.problem(key, notification, now).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        Ledger ledger = ledger(partition);
        ledger.accept(notification, now).ifPresent(entry -> {
            batch.add(partition, entry);
            if (notification.getReason() == NotifyReason.RETRACTED) {
                ledger.unsentBefore(notification).forEach(earlier -> add(partition, LedgerRules.end(earlier,
                        DeliveryState.WITHDRAWN, DeliveryReason.NOTIFICATION_WITHDRAWN, "",
                        "its incident was retracted before it left", now)));
            }
        });
    }

    private void heard(TopicPartition partition, Receipt receipt) {
        readWithoutWriting = true;
        Ledger ledger = ledgers.get(partition);
        Optional<LedgerEntry> entry = ledger == null
                ? Optional.empty()
                : ledger.awaited(receipt.getNotificationId());
        if (entry.isEmpty()) {
            early.keep(receipt);
            return;
        }
        Fate fate = Receipts.fate(receipt);
        boolean ofThisCopy = receipt.getProviderId().equals(entry.get().getProviderId());
        if (!ofThisCopy && !(fate instanceof Fate.Arrived)) {
            return; // that an earlier copy failed is known
        }
        LedgerRules.heard(entry.get(), fate, receipt.getProvider(), clock.instant())
                .ifPresent(transition -> {
                    add(partition, transition);
                    meters.received(transition.delivery().getState(), entry.get());
                });
    }

    private List<Call> decide() {
        List<Call> begun = new ArrayList<>();
        Instant now = clock.instant();
        for (Map.Entry<TopicPartition, Ledger> owned : ledgers.entrySet()) {
            Ledger ledger = owned.getValue();
            int room = IN_FLIGHT_LIMIT - calls.underWay() - begun.size();
            for (LedgerEntry entry : ledger.ready(now, room, next -> outage(next).admits(now))) {
                endingOnFailure(owned.getKey(), entry, () -> step(owned.getKey(), ledger, entry, now, begun));
            }
            for (LedgerEntry entry : ledger.unheard(now, QUESTIONS - calls.questions() - asked(begun))) {
                Notification notification = Objects.requireNonNull(entry.getNotification());
                Optional<Channel> gives = channels.of(notification.getChannel()).map(Channels.Bounded::channel)
                        .filter(channel -> channel.receipts().isPresent());
                if (gives.isPresent()) {
                    begun.add(new Call(owned.getKey(), entry, notification, gives.get(), Calls.Purpose.ASK));
                    ledger.beginAsking(notification);
                } else {
                    add(owned.getKey(), LedgerRules.givenUp(entry, now));
                }
            }
        }
        if (health.isDue()) {
            health.waiting(ledgers.values().stream()
                    .flatMap(ledger -> ledger.waiting(now.minus(LaneHealth.UNSENT_AFTER), now, this::isAway).stream())
                    .toList(), now);
        }
        if (looked.plus(LOOK_EVERY).isBefore(now)) {
            looked = now;
            ledgers.forEach((partition, ledger) -> {
                ledger.overdue(now).forEach(
                        late -> endingOnFailure(partition, late,
                                () -> add(partition, LedgerRules.overdue(late, "", now))));
                int tooMany = ledger.awaitingCount() - AWAITING_LIMIT / ledgers.size();
                ledger.silent(Math.max(0, tooMany))
                        .forEach(silent -> add(partition, LedgerRules.givenUp(silent, now)));
            });
        }
        if (forgotten.plus(FORGET_EVERY).isBefore(now)) {
            forgotten = now;
            ledgers.forEach(
                    (partition, ledger) -> ledger.forget(now).forEach(id -> batch.forget(partition, id)));
        }
        return begun;
    }

    private boolean isAway(Notification notification) {
        return outage(notification).isAway();
    }

    private static int asked(List<Call> begun) {
        return (int) begun.stream().filter(call -> call.purpose() == Calls.Purpose.ASK).count();
    }

    /// A message on which deciding fails ends as failed, and its desk goes on to somebody else.
    private void endingOnFailure(TopicPartition partition, LedgerEntry entry, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            if (!Faults.isOfOneRecord(e)) {
                throw e;
            }
            REFUSALS.error("step", "deciding on a message failed: notificationId={}", entry.getNotificationId(), e);
            add(partition, LedgerRules.end(entry, DeliveryState.FAILED, DeliveryReason.PROVIDER_ERROR, "",
                    "deciding on it failed: " + Faults.inWords(e), clock.instant()));
        }
    }

    private void takeEndingOnFailure(Calls.Ended end) {
        endingOnFailure(end.call().partition(), end.call().entry(), () -> take(end));
    }

    private void step(TopicPartition partition, Ledger ledger, LedgerEntry entry, Instant now, List<Call> begun) {
        Notification notification = Objects.requireNonNull(entry.getNotification());
        Optional<Channel> channel = channels.of(notification.getChannel()).map(Channels.Bounded::channel);
        switch (LaneStep.decide(entry, notification, channel, packs.activeDirectory(), now)) {
            case LaneStep.End(Transition end) -> add(partition, end);
            case LaneStep.Send(Transition claim, Channel through, Notification sent) -> {
                if (outage(sent).admits(now)) {
                    outage(sent).began();
                    add(partition, claim);
                    begun.add(new Call(partition, claim.entry(), sent, through, Calls.Purpose.SEND));
                    ledger.begin(sent);
                }
            }
            case LaneStep.Reconcile(LedgerEntry doubted, Channel through, Notification sent) -> {
                begun.add(new Call(partition, doubted, sent, through, Calls.Purpose.RECONCILE));
                ledger.begin(sent);
            }
        }
    }

    /// Boards are each a device of their own; every other means is one provider.
    private Outage outage(Notification notification) {
        String way = notification.getChannel() == ChannelKind.BOARD
                ? "BOARD " + notification.getAddress()
                : notification.getChannel().name();
        return outages.computeIfAbsent(way, name -> new Outage());
    }

    /// Waits for the calls under way and writes their ends: before partitions are given away, and on closing.
    void finishCalls(Duration within) {
        Instant until = clock.instant().plus(within);
        try {
            while (calls.underWay() > 0 && clock.instant().isBefore(until)) {
                calls.awaitEnded().forEach(this::takeEndingOnFailure);
                commit();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Calls.Ended end) {
        Call call = end.call();
        Attempt attempt = end.attempt();
        if (attempt != null) {
            outage(call.notification()).ended(attempt, end.began(), clock.instant());
            health.ended(call.notification().getChannel(), attempt, clock.instant());
        }
        Ledger ledger = ledgers.get(call.partition());
        if (ledger == null) {
            LOG.info("a call ended after its partition was taken away; its new owner looks into it: notificationId={}",
                    call.entry().getNotificationId());
            return;
        }
        Fate fate = end.fate();
        if (fate == null) {
            ledger.end(call.notification());
        } else if (ledger.awaited(call.entry().getNotificationId()).isEmpty()) {
            return; // its receipt came while it was asked about
        }
        settled(end).ifPresent(transition -> {
            add(call.partition(), transition);
            meters.ended(transition, call.notification());
            early.of(transition.entry()).ifPresent(receipt -> heardAfter(call.partition(), transition, receipt));
        });
        if (fate != null && (end.transition().isEmpty()
                || end.transition().get().entry().getState() == DeliveryState.HANDED_OVER)) {
            LedgerEntry asked = end.transition().map(Transition::entry).orElse(call.entry());
            call.channel().receipts().ifPresent(
                    terms -> batch.stand(call.partition(),
                            LedgerRules.askedAgain(asked, fate, terms, clock.instant())));
        }
    }

    /// The step a call makes. Where a provider's list does not show a message in doubt, a receipt may prove it.
    private Optional<Transition> settled(Calls.Ended end) {
        Call call = end.call();
        boolean open = call.purpose() == Calls.Purpose.RECONCILE
                && end.transition().filter(step -> step.delivery().getProviderId() != null).isEmpty();
        return (open ? early.proof(call.entry()) : Optional.<String>empty())
                .map(providerId -> LedgerRules.reconciled(call.entry(), new Reconciliation.Found(providerId),
                        call.channel().provider(), call.channel().receipts(), clock.instant()))
                .or(end::transition);
    }

    /// A receipt that was faster than the end of its own call.
    private void heardAfter(TopicPartition partition, Transition handedOver, Receipt receipt) {
        LedgerRules.heard(handedOver.entry(), Receipts.fate(receipt), receipt.getProvider(), clock.instant())
                .ifPresent(transition -> {
                    add(partition, transition);
                    meters.received(transition.delivery().getState(), handedOver.entry());
                });
    }

    private void add(TopicPartition partition, Transition transition) {
        batch.add(partition, transition);
        ledger(partition).change(transition.entry().getNotificationId());
        meters.count(transition);
    }

    private void commit() {
        // What was read twice leaves nothing to write; without its position it would look unread for ever.
        boolean position = readWithoutWriting && System.nanoTime() - committedAt > POSITION_EVERY.toNanos();
        if (position || batch.isPending()) {
            readWithoutWriting = false;
            committedAt = System.nanoTime();
        }
        for (LedgerBatch.Applied standing : batch.commit(producer, reader, position)) {
            Ledger ledger = ledgers.get(standing.partition());
            if (ledger != null) {
                ledger.put(standing.entry());
            }
        }
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
        for (TopicPartition partition : reader.ofNotifications(partitions)) {
            Ledger ledger = new Ledger(urgency);
            ledgerReader.read(partition.partition())
                    .forEach(entry -> restore(ledger, partition, entry, now));
            List<LedgerEntry> orphans = ledger.orphans();
            for (LedgerEntry orphan : orphans) {
                Notification notification = Objects.requireNonNull(orphan.getNotification());
                Duration limit = channels.of(notification.getChannel()).map(found -> found.channel().callLimit())
                        .orElse(Duration.ZERO);
                Transition doubt = LedgerRules.orphaned(orphan, limit, now);
                ledger.put(doubt.entry());
                batch.add(partition, doubt);
                meters.count(doubt);
            }
            ledgers.put(partition, ledger);
            LOG.info("owns {}: unsent={} awaitingReceipt={} inDoubt={}", partition, ledger.unsentCount(),
                    ledger.awaitingCount(), orphans.size());
        }
    }

    private static void restore(Ledger ledger, TopicPartition partition, LedgerEntry entry, Instant now) {
        Optional<String> problem = LaneRecordValidator.problem(entry, now);
        if (problem.isEmpty()) {
            ledger.restore(LedgerRules.byClock(entry, now));
        } else {
            REFUSALS.error("ledger", "a row of the ledger of {} is left out: notificationId={}: {}", partition,
                    entry.getNotificationId(), problem.get());
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        finishCalls(HAND_OVER_WITHIN);
        reader.ofNotifications(partitions).forEach(ledgers::remove);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        reader.ofNotifications(partitions).forEach(ledgers::remove);
    }
}
