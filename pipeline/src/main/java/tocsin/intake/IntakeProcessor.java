package tocsin.intake;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import tocsin.internal.v1.WaitingRecord;
import tocsin.model.Sha256;
import tocsin.observe.SparingLog;
import tocsin.schemas.RegistryUnavailableException;
import tocsin.schemas.UndecodableException;
import tocsin.v1.Finding;
import tocsin.v1.IncidentReport;
import tocsin.v1.Outcome;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.wire.Faults;
import tocsin.wire.Headers;
import tocsin.wire.PackLibrary;
import tocsin.wire.Rejections;
import tocsin.wire.Topics;

/// Loads, asks the [Gate], forwards: foreign bytes in, evidence out.
public final class IntakeProcessor implements Processor<byte[], byte[], String, SpecificRecord> {
    /// Where each kind of output goes; the names of the children in the topology.
    public static final String TO_INBOX = "to-inbox";
    public static final String TO_READINGS = "to-readings";
    public static final String TO_POSTS = "to-posts";
    public static final String TO_REJECTED = "to-rejected";
    public static final String TO_FINDINGS = "to-findings";

    /// The store of what waits for its schema.
    public static final String WAITING = "intake-waiting";

    private static final SparingLog LOG = new SparingLog(LoggerFactory.getLogger(IntakeProcessor.class));
    private static final Duration RETRY_EVERY = Duration.ofMillis(200);
    private static final int RETRY_BATCH = 500;
    /// Less than what a broker waits for a poll.
    private static final Duration FULL_FOR = Duration.ofSeconds(30);
    private static final Duration A_MOMENT = Duration.ofMillis(20);

    private final Topics topics;
    private final Map<String, Deserializer<? extends SpecificRecord>> deserializers;
    private final Gate gate;
    private final PackLibrary packs;
    private @Nullable ProcessorContext<String, SpecificRecord> context;
    private @Nullable WaitingRoom waiting;

    /// @param deserializers how each input topic is read, by name
    public IntakeProcessor(Topics topics, Map<String, Deserializer<? extends SpecificRecord>> deserializers, Gate gate,
            PackLibrary packs) {
        this.topics = topics;
        this.deserializers = deserializers;
        this.gate = gate;
        this.packs = packs;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        this.waiting = new WaitingRoom(
                context.<org.apache.kafka.streams.state.KeyValueStore<String, WaitingRecord>>getStateStore(
                        WAITING));
        context.schedule(RETRY_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> admitWaiting());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata metadata = context().recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record of a topic has metadata"));
        byte[] value = record.value() == null ? new byte[0] : record.value();
        Gate.Arrived arrived = new Gate.Arrived(metadata.topic(), metadata.partition(), metadata.offset(),
                Instant.ofEpochMilli(record.timestamp()), record.headers(), value);
        if (value.length == 0) {
            reject(arrived, new Admission.Refused("", false, List.of(new Refusal(RejectReason.EMPTY, null,
                    "has no value: send the record's bytes"))));
        } else if (waiting().holdsSameSchema(arrived)) {
            hold(arrived);
        } else if (!admit(arrived)) {
            hold(arrived);
        }
    }

    /// Keeps the record until the registry tells its schema. In a full room there is soon a place while the registry
    /// answers; where it does not, reading stops, as it says it would: nothing that was stored is lost.
    private void hold(Gate.Arrived arrived) {
        long until = System.nanoTime() + FULL_FOR.toNanos();
        while (waiting().isFull() && System.nanoTime() < until) {
            LockSupport.parkNanos(A_MOMENT.toNanos());
            admitWaiting();
        }
        if (waiting().isFull()) {
            throw new RegistryUnavailableException("the waiting room is full (" + WaitingRoom.LIMIT
                    + " records): intake stops until the registry tells their schemas");
        }
        waiting().add(arrived);
    }

    private void admitWaiting() {
        if (waiting().size() > 0) {
            waiting().offer(RETRY_BATCH, this::admit);
        }
    }

    /// Whether the record could be decided about; false while the registry cannot tell its schema.
    private boolean admit(Gate.Arrived arrived) {
        SpecificRecord record;
        try {
            record = deserializer(arrived.topic()).deserialize(arrived.topic(), arrived.value());
        } catch (RegistryUnavailableException e) {
            LOG.info("waits", "record waits until the registry tells its schema: topic={} partition={} offset={}",
                    arrived.topic(),
                    arrived.partition(), arrived.offset());
            return false;
        } catch (UndecodableException e) {
            reject(arrived, new Admission.Refused("", e.isMaybeConfidential(), List.of(new Refusal(switch (e.reason()) {
                case NOT_AVRO -> RejectReason.NOT_AVRO;
                case UNKNOWN_SCHEMA -> RejectReason.UNKNOWN_SCHEMA;
                case WRONG_SCHEMA -> RejectReason.WRONG_SCHEMA;
            }, null, String.valueOf(e.getMessage())))));
            return true;
        }
        forward(arrived, decide(arrived, record));
        return true;
    }

    private Admission decide(Gate.Arrived arrived, SpecificRecord record) {
        try {
            return gate.admit(arrived, record, packs.activeDirectory());
        } catch (RuntimeException | Error e) {
            if (!Faults.isOfOneRecord(e)) {
                throw e;
            }
            LOG.error("set aside", "set aside, deciding failed: topic={} partition={} offset={}", arrived.topic(),
                    arrived.partition(), arrived.offset(), e);
            boolean open = record instanceof IncidentReport report && !ReportForm.isSecret(report);
            return new Admission.Refused("", !open, List.of(new Refusal(RejectReason.DECISION_FAILED, null,
                    "deciding on it failed (" + Faults.inWords(e) + "); read it by hand, and report the fault")));
        }
    }

    private Deserializer<? extends SpecificRecord> deserializer(String topic) {
        Deserializer<? extends SpecificRecord> own = deserializers.get(topic);
        Deserializer<? extends SpecificRecord> any = own != null ? own : deserializers.get(topics.reports.name());
        if (any == null) {
            throw new IllegalStateException("no deserializer for " + topic);
        }
        return any;
    }

    private void forward(Gate.Arrived arrived, Admission admission) {
        switch (admission) {
            case Admission.ToDesk(var inbox) -> send(inbox.getDesk(), inbox, arrived, TO_INBOX);
            case Admission.ToSensing(var reading) ->
                signal(reading.getSensorId() + "|" + reading.getMetric(), reading, arrived, TO_READINGS);
            case Admission.ToListening(var signal, var area) -> signal(area, signal, arrived, TO_POSTS);
            case Admission.Refused refused -> reject(arrived, refused);
        }
    }

    private void reject(Gate.Arrived arrived, Admission.Refused refused) {
        send(arrived.topic(),
                Rejections.of(new Rejections.Place(arrived.topic(), arrived.partition(), arrived.offset()),
                        refused.sender(), arrived.value(), refused.secret(), refused.reasons(), arrived.appendedAt()),
                arrived, TO_REJECTED);
        refused.reasons().stream().filter(refusal -> refusal.getReason() == RejectReason.UNAUTHORISED).findFirst()
                .ifPresent(refusal -> {
                    String source = arrived.topic() + "/" + arrived.partition() + "/" + arrived.offset();
                    send("", new Finding(Sha256.of("UNAUTHORISED", source), "C1", Outcome.UNAUTHORISED, null, null,
                            null,
                            List.of(), "A record at " + source + " was refused: it " + refusal.getDetail() + ".",
                            Map.of(), null,
                            arrived.appendedAt(), null), arrived, TO_FINDINGS);
                });
        LOG.info("rejected " + refused.reasons().getFirst().getReason(),
                "rejected: topic={} partition={} offset={} reasons={}", arrived.topic(), arrived.partition(),
                arrived.offset(), refused.reasons().stream().map(Refusal::getReason).toList());
    }

    private void send(String key, SpecificRecord value, Gate.Arrived arrived, String child) {
        // Without the sender's headers: they may be large, and what they proved is in the record.
        context().forward(new Record<>(key, value, arrived.appendedAt().toEpochMilli()), child);
    }

    /// The internal topic gives a record an append time of its own, so the arrival goes along as a header.
    private void signal(String key, SpecificRecord value, Gate.Arrived arrived, String child) {
        long arrivedAt = arrived.appendedAt().toEpochMilli();
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.ARRIVED_AT, Long.toString(arrivedAt).getBytes(StandardCharsets.UTF_8));
        context().forward(new Record<>(key, value, arrivedAt, headers), child);
    }

    private ProcessorContext<String, SpecificRecord> context() {
        if (context == null) {
            throw new IllegalStateException("init comes first");
        }
        return context;
    }

    private WaitingRoom waiting() {
        if (waiting == null) {
            throw new IllegalStateException("init comes first");
        }
        return waiting;
    }

}
