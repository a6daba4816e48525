package tocsin.topology;

import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes.LongSerde;
import org.apache.kafka.common.serialization.Serdes.StringSerde;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
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
import tocsin.sensing.SensingProcessor;
import tocsin.v1.TimelineEvent;
import tocsin.wire.PackLibrary;
import tocsin.wire.Quarantine;
import tocsin.wire.Seal;
import tocsin.wire.Serdes;
import tocsin.wire.Topic;
import tocsin.wire.Topics;

/// The pipeline: six applications, each with its own threads, commit interval and id, so that a flood of readings or a
/// slow chart never delays a red alert. Every name is explicit, because every name is durable.
public final class TocsinTopology {
    private final Topics topics;
    private final Serdes serdes;
    private final PackLibrary packs;
    private final Meters meters;
    private final TimestampExtractor arrival;
    private final Quarantine quarantine = new Quarantine();

    /// @param arrival tells when a foreign record arrived
    public TocsinTopology(Topics topics, Serdes serdes, PackLibrary packs, Meters meters, TimestampExtractor arrival) {
        this.arrival = arrival;
        this.topics = topics;
        this.serdes = serdes;
        this.packs = packs;
        this.meters = meters;
    }

    /// Intake of what people say: foreign bytes become evidence on the inbox of the desk that must act.
    public Topology intake(Gate gate) {
        Topology topology = new Topology();
        topology.addSource(AutoOffsetReset.earliest(), "reports", arrival, new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topics.reportsOfAnybody());
        topology.addSource(AutoOffsetReset.earliest(), "words", arrival, new ByteArrayDeserializer(),
                new ByteArrayDeserializer(), topics.commands.name(), topics.replies.name());
        admit(topology, gate, "reports", "words");
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
        Map<String, Deserializer<? extends SpecificRecord>> deserializers = Map.of(topics.reports.name(),
                deserializer(topics.reports), topics.sensors.name(), deserializer(topics.sensors), topics.media.name(),
                deserializer(topics.media), topics.commands.name(), deserializer(topics.commands),
                topics.replies.name(),
                deserializer(topics.replies));
        topology.addProcessor("intake", () -> new IntakeProcessor(topics, deserializers, gate, packs, quarantine),
                sources);
        topology.addStateStore(store(IntakeProcessor.WAITING, FingerprintedSerde.of(WaitingRecord.class)), "intake");
        sink(topology, IntakeProcessor.TO_INBOX, topics.inbox, "intake");
        sink(topology, IntakeProcessor.TO_READINGS, topics.readings, "intake");
        sink(topology, IntakeProcessor.TO_POSTS, topics.posts, "intake");
        sink(topology, IntakeProcessor.TO_REJECTED, topics.rejected, "intake");
        sink(topology, IntakeProcessor.TO_FINDINGS, topics.findings, "intake");
    }

    /// Sensing and listening: readings become changes of level, posts become bursts.
    public Topology evidence() {
        Topology topology = new Topology();
        topology.addSource("readings", new StringDeserializer(), deserializer(topics.readings), topics.readings.name());
        topology.addProcessor("sensing", () -> new SensingProcessor(packs), "readings");
        topology.addStateStore(store(SensingProcessor.SERIES, FingerprintedSerde.of(SensorSeries.class)), "sensing");
        topology.addStateStore(store(SensingProcessor.VALUES, FingerprintedSerde.of(SensorValue.class)), "sensing");
        topology.addStateStore(store(SensingProcessor.USUAL, FingerprintedSerde.of(UsualHistory.class)), "sensing");
        topology.addStateStore(store(SensingProcessor.HOURS, FingerprintedSerde.of(UsualHour.class)), "sensing");
        topology.addStateStore(store(SensingProcessor.QUAKES, FingerprintedSerde.of(Quake.class)), "sensing");
        sink(topology, SensingProcessor.TO_INBOX, topics.inbox, "sensing");
        sink(topology, SensingProcessor.TO_REJECTED, topics.rejected, "sensing");
        topology.addSource("posts", new StringDeserializer(), deserializer(topics.posts), topics.posts.name());
        Listening listening = new Listening(new Relevance());
        topology.addProcessor("listening", () -> new ListeningProcessor(packs, listening), "posts");
        topology.addStateStore(store(ListeningProcessor.STORE, FingerprintedSerde.of(PostWindow.class)), "listening");
        sink(topology, "bursts-to-inbox", topics.inbox, "listening");
        return topology;
    }

    /// The desk: one sub-topology takes every decision; its ticks go to its own inbox.
    ///
    /// @param backlogIsIn whether intake has brought on what waited while nobody was there: no time passes before
    public Topology desk(BooleanSupplier backlogIsIn) {
        return desk(() -> new DeskProcessor(packs, meters, backlogIsIn, quarantine, false));
    }

    /// The desk of a recording: its time is that of its records, and no clock runs along.
    public Topology deskOfRecording() {
        return desk(() -> new DeskProcessor(packs, meters, () -> false, quarantine, true));
    }

    private Topology desk(ProcessorSupplier<String, byte[], String, SpecificRecord> desk) {
        Topology topology = new Topology();
        topology.addSource("inbox", new StringDeserializer(), new ByteArrayDeserializer(), topics.inbox.name());
        topology.addProcessor("desk", desk, "inbox");
        DeskTables.builders().forEach(builder -> topology.addStateStore(builder, "desk"));
        topology.addSink(DeskProcessor.TO_INBOX, topics.inbox.name(), new StringSerializer(),
                serdes.of(topics.inbox).serializer(), new OwnPartition(), "desk");
        sink(topology, DeskProcessor.TO_VERDICTS, topics.verdicts, "desk");
        sink(topology, DeskProcessor.TO_FINDINGS, topics.findings, "desk");
        sink(topology, DeskProcessor.TO_INCIDENTS, topics.incidents, "desk");
        sink(topology, DeskProcessor.TO_TIMELINE, topics.timeline, "desk");
        sink(topology, DeskProcessor.TO_SPECIAL_REPORTS, topics.specialReports, "desk");
        sink(topology, DeskProcessor.TO_SPECIAL_REPORT_FILES, topics.specialReportFiles, "desk");
        sink(topology, DeskProcessor.TO_URGENT, topics.urgent, "desk");
        sink(topology, DeskProcessor.TO_ROUTINE, topics.routine, "desk");
        sink(topology, DeskProcessor.TO_COMMAND_OUTCOMES, topics.commandOutcomes, "desk");
        sink(topology, DeskProcessor.TO_REJECTED, topics.rejected, "desk");
        return topology;
    }

    /// Audit: the timeline's heads become signed checkpoints.
    public Topology audit(Seal seal) {
        Topology topology = new Topology();
        topology.addSource("timeline", new StringDeserializer(), deserializer(topics.timeline), topics.timeline.name());
        topology.addProcessor("checkpoints", () -> new CheckpointProcessor(seal), "timeline");
        topology.addStateStore(store(CheckpointProcessor.STORE, FingerprintedSerde.of(TimelineEvent.class)),
                "checkpoints");
        sink(topology, "to-checkpoints", topics.checkpoints, "checkpoints");
        return topology;
    }

    /// Receipts: every report that was judged is answered, and every refusal is told to somebody who can mend it.
    public Topology receipts(Seal seal) {
        Topology topology = new Topology();
        topology.addSource("verdicts", new StringDeserializer(), deserializer(topics.verdicts), topics.verdicts.name());
        topology.addProcessor("receipts", () -> new ReceiptProcessor(seal, packs), "verdicts");
        sink(topology, ReceiptProcessor.TO_RECEIPTS, topics.reportReceipts, "receipts");
        sink(topology, ReceiptProcessor.TO_ROUTINE, topics.routine, "receipts");
        topology.addSource("rejected", new StringDeserializer(), deserializer(topics.rejected), topics.rejected.name());
        topology.addProcessor("refusals", () -> new RefusalProcessor(topics, packs), "rejected");
        topology.addStateStore(store(RefusalProcessor.STORE, new LongSerde()), "refusals");
        sink(topology, "refusals-to-notifications", topics.routine, "refusals");
        return topology;
    }

    /// Analytics: verdicts, and what people decide about them, become meters.
    public Topology analytics() {
        Topology topology = new Topology();
        topology.addSource("verdicts", new StringDeserializer(), deserializer(topics.verdicts), topics.verdicts.name());
        topology.addProcessor("analytics", () -> new AnalyticsProcessor(meters, packs), "verdicts");
        topology.addSource("timeline", new StringDeserializer(), deserializer(topics.timeline), topics.timeline.name());
        topology.addProcessor("decisions", () -> new DecisionProcessor(meters, packs), "timeline");
        return topology;
    }

    private <V extends SpecificRecord> Deserializer<V> deserializer(Topic<V> topic) {
        return serdes.of(topic).deserializer();
    }

    private <V extends SpecificRecord> void sink(Topology topology, String name, Topic<V> topic, String parent) {
        topology.addSink(name, topic.name(), new StringSerializer(), serdes.of(topic).serializer(), parent);
    }

    static <V> StoreBuilder<KeyValueStore<String, V>> store(String name, Serde<V> serde) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), new StringSerde(), serde)
                .withLoggingEnabled(Map.of()).withCachingDisabled();
    }
}
