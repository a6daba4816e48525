package tocsin.topology;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes.LongSerde;
import org.apache.kafka.common.serialization.Serdes.StringSerde;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import tocsin.analytics.AnalyticsProcessor;
import tocsin.analytics.DecisionProcessor;
import tocsin.audit.CheckpointProcessor;
import tocsin.intake.Gate;
import tocsin.intake.IntakeProcessor;
import tocsin.internal.v1.PostWindow;
import tocsin.internal.v1.Quake;
import tocsin.internal.v1.SensorSeries;
import tocsin.internal.v1.SensorValue;
import tocsin.internal.v1.UsualHistory;
import tocsin.internal.v1.UsualHour;
import tocsin.internal.v1.WaitingRecord;
import tocsin.listening.Listening;
import tocsin.listening.ListeningProcessor;
import tocsin.listening.Relevance;
import tocsin.observe.Meters;
import tocsin.receipts.ReceiptProcessor;
import tocsin.receipts.RefusalProcessor;
import tocsin.schemas.FingerprintedSerde;
import tocsin.schemas.UndecodableException;
import tocsin.sensing.SensingProcessor;
import tocsin.v1.TimelineEvent;
import tocsin.wire.PackLibrary;
import tocsin.wire.Quarantine;
import tocsin.wire.Seal;
import tocsin.wire.Serdes;
import tocsin.wire.Topic;
import tocsin.wire.Topics;

/// The pipeline: eight applications, each with its own threads, commit interval and id, so that a flood of readings or a
/// slow chart never delays a red alert. Every name is explicit, because every name is durable.
public final class TocsinTopology {
    private final Topics topics;
    private final Serdes serdes;
    private final PackLibrary packs;
    private final Meters meters;
    private final TimestampExtractor arrival;
    private final Guarded.Shared shared;

    /// @param arrival tells when a foreign record arrived
    /// @param quarantine what could not be written, kept while threads are replaced
    public TocsinTopology(Topics topics, Serdes serdes, PackLibrary packs, Meters meters, TimestampExtractor arrival,
            Quarantine quarantine) {
        this.shared = new Guarded.Shared(quarantine, meters);
        this.arrival = arrival;
        this.topics = topics;
        this.serdes = serdes;
        this.packs = packs;
        this.meters = meters;
    }

    /// Intake of what producers say: foreign bytes become evidence on the inbox of the desk that must act.
    public Topology intake(Gate gate) {
        Topology topology = new Topology();
        topology.addSource(AutoOffsetReset.earliest(), "reports", arrival, new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topics.reportsOfProducers());
        topology.addSource(AutoOffsetReset.earliest(), "words", arrival, new ByteArrayDeserializer(),
                new ByteArrayDeserializer(), topics.commands.name());
        admit(topology, gate, "reports", "words");
        return topology;
    }

    /// Intake of what came over HTTP, an application of its own: whatever producers send, it does not wait behind it.
    public Topology httpIntake(Gate gate) {
        Topology topology = new Topology();
        topology.addSource(AutoOffsetReset.earliest(), "http-intake", arrival, new ByteArrayDeserializer(),
                new ByteArrayDeserializer(), topics.reportsByHttp.name(), topics.commandsByHttp.name(),
                topics.replies.name());
        admit(topology, gate, "http-intake");
        return topology;
    }

    /// Intake of readings and posts, an application of its own: a report never waits behind thousands of them.
    public Topology signals(Gate gate) {
        Topology topology = new Topology();
        topology.addSource(AutoOffsetReset.earliest(), "signals", arrival, new ByteArrayDeserializer(),
                new ByteArrayDeserializer(), topics.sensors.name(), topics.media.name());
        admit(topology, gate, "signals");
        return topology;
    }

    /// Either application reads every kind: what waited for its schema in an earlier release may be of any.
    private void admit(Topology topology, Gate gate, String... sources) {
        Map<String, Deserializer<? extends SpecificRecord>> deserializers = new HashMap<>();
        List.of(topics.reports, topics.sensors, topics.media, topics.commands, topics.commandsByHttp, topics.replies)
                .forEach(topic -> deserializers.put(topic.name(), serdes.ofStrangers(topic)));
        Outputs outputs = new Outputs(serdes).to(IntakeProcessor.TO_INBOX, topics.inbox)
                .to(IntakeProcessor.TO_READINGS, topics.readings).to(IntakeProcessor.TO_POSTS, topics.posts)
                .to(IntakeProcessor.TO_FINDINGS, topics.findings)
                .rejectingTo(IntakeProcessor.TO_REJECTED, topics.rejected);
        topology.addProcessor("intake", () -> new Guarded<>(new Guarded.Step<byte[], byte[]>("intake",
                (topic, value) -> value, new IntakeProcessor(topics, deserializers, gate, packs), () -> {}, true),
                outputs, shared), sources);
        topology.addStateStore(store(IntakeProcessor.WAITING, FingerprintedSerde.of(WaitingRecord.class)), "intake");
        outputs.addTo(topology, "intake");
    }

    /// Sensing and listening: readings become changes of level, posts become bursts.
    public Topology evidence() {
        Topology topology = new Topology();
        source(topology, "readings", topics.readings);
        step(topology, "sensing", topics.readings, () -> new SensingProcessor(packs), "readings",
                new Outputs(serdes).to(SensingProcessor.TO_INBOX, topics.inbox)
                        .rejectingTo(SensingProcessor.TO_REJECTED, topics.rejected),
                store(SensingProcessor.SERIES, FingerprintedSerde.of(SensorSeries.class)),
                store(SensingProcessor.VALUES, FingerprintedSerde.of(SensorValue.class)),
                store(SensingProcessor.USUAL, FingerprintedSerde.of(UsualHistory.class)),
                store(SensingProcessor.HOURS, FingerprintedSerde.of(UsualHour.class)),
                store(SensingProcessor.QUAKES, FingerprintedSerde.of(Quake.class)));
        source(topology, "posts", topics.posts);
        Listening listening = new Listening(new Relevance());
        step(topology, "listening", topics.posts, () -> new ListeningProcessor(packs, listening), "posts",
                new Outputs(serdes).to("bursts-to-inbox", topics.inbox).rejectingTo("posts-to-rejected",
                        topics.rejected),
                store(ListeningProcessor.STORE, FingerprintedSerde.of(PostWindow.class)));
        return topology;
    }

    /// The desk: one sub-topology takes every decision; its ticks go to its own inbox.
    ///
    /// @param backlogIsIn whether intake has brought on what waited while nobody was there: no time passes before
    public Topology desk(BooleanSupplier backlogIsIn) {
        return desk(() -> new DeskProcessor(packs, meters, backlogIsIn, false));
    }

    /// The desk of a recording: its time is that of its records, and no clock runs along.
    public Topology deskOfRecording() {
        return desk(() -> new DeskProcessor(packs, meters, () -> false, true));
    }

    private Topology desk(Supplier<DeskProcessor> desk) {
        Topology topology = new Topology();
        source(topology, "inbox", topics.inbox);
        Outputs outputs = new Outputs(serdes).to(DeskProcessor.TO_INBOX, topics.inbox, new OwnPartition())
                .to(DeskProcessor.TO_VERDICTS, topics.verdicts).to(DeskProcessor.TO_FINDINGS, topics.findings)
                .to(DeskProcessor.TO_INCIDENTS, topics.incidents).to(DeskProcessor.TO_TIMELINE, topics.timeline)
                .to(DeskProcessor.TO_SPECIAL_REPORTS, topics.specialReports)
                .to(DeskProcessor.TO_SPECIAL_REPORT_FILES, topics.specialReportFiles)
                .to(DeskProcessor.TO_URGENT, topics.urgent).to(DeskProcessor.TO_ROUTINE, topics.routine)
                .to(DeskProcessor.TO_COMMAND_OUTCOMES, topics.commandOutcomes)
                .rejectingTo(DeskProcessor.TO_REJECTED, topics.rejected);
        topology.addProcessor("desk", () -> {
            DeskProcessor processor = desk.get();
            return new Guarded<>(new Guarded.Step<String, byte[]>("desk", (topic, value) -> value, processor,
                    processor::drop, false), outputs, shared);
        }, "inbox");
        DeskTables.builders().forEach(builder -> topology.addStateStore(builder, "desk"));
        outputs.addTo(topology, "desk");
        return topology;
    }

    /// Audit: the timeline's heads become signed checkpoints.
    public Topology audit(Seal seal) {
        Topology topology = new Topology();
        source(topology, "timeline", topics.timeline);
        step(topology, "checkpoints", topics.timeline, () -> new CheckpointProcessor(seal), "timeline",
                new Outputs(serdes).to("to-checkpoints", topics.checkpoints).rejectingTo("timeline-to-rejected",
                        topics.rejected),
                store(CheckpointProcessor.STORE, FingerprintedSerde.of(TimelineEvent.class)));
        return topology;
    }

    /// Receipts: every report that was judged is answered, and every refusal is told to somebody who can mend it.
    public Topology receipts(Seal seal) {
        Topology topology = new Topology();
        source(topology, "verdicts", topics.verdicts);
        step(topology, "receipts", topics.verdicts, () -> new ReceiptProcessor(seal, packs), "verdicts",
                new Outputs(serdes).to(ReceiptProcessor.TO_RECEIPTS, topics.reportReceipts)
                        .to(ReceiptProcessor.TO_ROUTINE, topics.routine)
                        .rejectingTo("verdicts-to-rejected", topics.rejected));
        source(topology, "rejected", topics.rejected);
        // What cannot be read of the rejected topic itself is dropped: rejecting it would go round for ever.
        step(topology, "refusals", topics.rejected, () -> new RefusalProcessor(topics, packs), "rejected",
                new Outputs(serdes).to("refusals-to-notifications", topics.routine),
                store(RefusalProcessor.STORE, new LongSerde()));
        return topology;
    }

    /// Analytics: verdicts, and what people decide about them, become meters. What cannot be read, receipts and audit
    /// have rejected.
    public Topology analytics() {
        Topology topology = new Topology();
        source(topology, "verdicts", topics.verdicts);
        step(topology, "analytics", topics.verdicts, () -> new AnalyticsProcessor(meters, packs), "verdicts",
                new Outputs(serdes));
        source(topology, "timeline", topics.timeline);
        step(topology, "decisions", topics.timeline, () -> new DecisionProcessor(meters, packs), "timeline",
                new Outputs(serdes));
        return topology;
    }

    private static void source(Topology topology, String name, Topic<?> topic) {
        topology.addSource(name, new StringDeserializer(), new ByteArrayDeserializer(), topic.name());
    }

    /// A step that reads one topic.
    private <V extends SpecificRecord> void step(Topology topology, String name, Topic<V> topic,
            Supplier<Processor<String, V, String, SpecificRecord>> step, String source, Outputs outputs,
            StoreBuilder<?>... stores) {
        Deserializer<V> deserializer = deserializer(topic);
        topology.addProcessor(name, () -> new Guarded<>(new Guarded.Step<String, V>(name, (from, value) -> {
            V read = value.length == 0 ? null : deserializer.deserialize(from, value);
            if (read == null) {
                throw new UndecodableException(UndecodableException.Cause.NOT_AVRO, "the record has no value");
            }
            return read;
        }, step.get(), () -> {}, false), outputs, shared), source);
        for (StoreBuilder<?> store : stores) {
            topology.addStateStore(store, name);
        }
        outputs.addTo(topology, name);
    }

    private <V extends SpecificRecord> Deserializer<V> deserializer(Topic<V> topic) {
        return serdes.of(topic).deserializer();
    }

    static <V> StoreBuilder<KeyValueStore<String, V>> store(String name, Serde<V> serde) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), new StringSerde(), serde)
                .withLoggingEnabled(Map.of()).withCachingDisabled();
    }
}
