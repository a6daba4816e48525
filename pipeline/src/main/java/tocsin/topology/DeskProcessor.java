package tocsin.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import tocsin.desk.Desk;
import tocsin.desk.DeskOutput;
import tocsin.desk.DeskStores;
import tocsin.desk.RecordedTime;
import tocsin.internal.v1.AcceptedReport;
import tocsin.internal.v1.Due;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.Origin;
import tocsin.internal.v1.Tick;
import tocsin.model.Sha256;
import tocsin.observe.Meters;
import tocsin.observe.SparingLog;
import tocsin.schemas.FingerprintedSerde;
import tocsin.schemas.UndecodableException;
import tocsin.v1.Finding;
import tocsin.v1.Outcome;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.v1.Urgency;
import tocsin.wire.PackLibrary;
import tocsin.wire.Faults;
import tocsin.wire.Rejections;

/// Loads, asks the [Desk], forwards; and appends ticks and a roll call to the desk's own inbox.
///
/// A turn is whole or not at all: its outputs are bytes and its rows are checked before anything of it stands. A record
/// on which deciding fails is set aside; where a tick fails, each of what falls due is tried for itself.
final class DeskProcessor implements Processor<String, byte[], String, SpecificRecord> {
    static final String TO_INBOX = "ticks-to-inbox";
    static final String TO_VERDICTS = "to-verdicts";
    static final String TO_FINDINGS = "to-findings";
    static final String TO_INCIDENTS = "to-incidents";
    static final String TO_TIMELINE = "to-timeline";
    static final String TO_SPECIAL_REPORTS = "to-special-reports";
    static final String TO_SPECIAL_REPORT_FILES = "to-special-report-files";
    static final String TO_URGENT = "to-notifications-urgent";
    static final String TO_ROUTINE = "to-notifications";
    static final String TO_COMMAND_OUTCOMES = "to-command-outcomes";
    static final String TO_REJECTED = "to-rejected";

    private static final SparingLog LOG = new SparingLog(LoggerFactory.getLogger(DeskProcessor.class));
    /// How long what failed when it fell due is put off: it is tried again, and keeps nothing else waiting.
    private static final Duration PUT_OFF = Duration.ofMinutes(1);
    /// A due time fires at most this much, a commit and a read later: well within five seconds.
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final FingerprintedSerde<InboxRecord> inbox = FingerprintedSerde.of(InboxRecord.class);
    private final PackLibrary packs;
    private final Meters meters;
    private final BooleanSupplier backlogIsIn;
    private final boolean recorded;
    private @Nullable State state;

    /// What there is once the task is assigned.
    private record State(GuardedContext context, DeskTables tables, Desk desk, Reader reader, TickWriter ticks) {}

    /// A desk, in its broker's time or in recorded time.
    private interface Reader {
        List<DeskOutput> read(InboxRecord record, Origin position, Instant at);
    }

    /// @param backlogIsIn whether intake has brought on what waited while nobody was there
    /// @param recorded whether time is that of the records, and not of the broker
    DeskProcessor(PackLibrary packs, Meters meters, BooleanSupplier backlogIsIn, boolean recorded) {
        this.recorded = recorded;
        this.packs = packs;
        this.meters = meters;
        this.backlogIsIn = backlogIsIn;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        DeskTables tables = DeskTables.of(context);
        DeskStores stores = tables.stores();
        Desk desk = new Desk(stores, packs);
        state = new State((GuardedContext) context, tables, desk,
                recorded ? new RecordedTime(desk, stores)::read : desk::read,
                new TickWriter(stores, context.taskId().partition(),
                        Instant.ofEpochMilli(context.currentSystemTimeMs())));
        if (!recorded) {
            context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, this::look);
        }
    }

    @Override
    public void process(Record<String, byte[]> record) {
        RecordMetadata metadata = state().context().recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record of a topic has metadata"));
        byte[] value = record.value() == null ? new byte[0] : record.value();
        Instant appendedAt = Instant.ofEpochMilli(record.timestamp());
        Origin position = new Origin(metadata.topic(), metadata.partition(), metadata.offset(), Sha256.of(value));
        InboxRecord read;
        try {
            read = inbox.decode(value);
        } catch (UndecodableException e) {
            LOG.error("foreign", "foreign bytes in the inbox: partition={} offset={}", metadata.partition(),
                    metadata.offset());
            send(record, metadata.topic(), Rejections.of(place(position), "", value, false, List.of(
                    new Refusal(RejectReason.NOT_AVRO, null, "only Tocsin writes its inbox: " + e.getMessage())),
                    appendedAt), TO_REJECTED);
            return;
        }
        state().ticks().read(read);
        try {
            turn(record, read, () -> state().reader().read(read, position, appendedAt));
        } catch (RuntimeException | Error e) {
            state().context().drop();
            state().tables().turnFailed();
            if (!Faults.isOfOneRecord(e)) {
                throw e;
            }
            if (read.getBody() instanceof Tick && !recorded) {
                oneByOne(record, read, position, appendedAt);
            } else {
                setAside(record, value, read, position, appendedAt, e);
            }
        }
        if (!read.getDesk().isEmpty()) {
            meters.deskLag(read.getDesk(), Duration.between(appendedAt,
                    Instant.ofEpochMilli(state().context().currentSystemTimeMs())));
        }
        if (read.getBody() instanceof Tick tick) {
            meters.timerLag(Duration.between(tick.getDueAt(), appendedAt));
        }
    }

    private static Rejections.Place place(Origin origin) {
        return new Rejections.Place(origin.getTopic(), origin.getPartition(), origin.getOffset());
    }

    private void turn(Record<String, byte[]> record, InboxRecord read, Supplier<List<DeskOutput>> decision) {
        List<DeskOutput> outputs = decision.get();
        outputs.forEach(output -> send(record, output.key(), output.record(), child(output)));
        state().tables().turnIsOver();
        outputs.forEach(output -> measure(read, output));
    }

    /// What fails when it falls due is put off, and everything else of the same tick goes on.
    private void oneByOne(Record<String, byte[]> record, InboxRecord tick, Origin position, Instant appendedAt) {
        for (Due due : state().desk().due(tick.getDesk(), appendedAt)) {
            int before = state().context().size();
            try {
                turn(record, tick, () -> state().desk().read(tick, position, appendedAt, due));
            } catch (RuntimeException | Error e) {
                state().context().dropAfter(before);
                state().tables().turnFailed();
                if (!Faults.isOfOneRecord(e)) {
                    throw e;
                }
                state().desk().putOff(tick.getDesk(), due, appendedAt.plus(PUT_OFF));
                state().tables().turnIsOver();
                meters.setAside("desk in time");
                LOG.error("due", "what fell due failed, and is tried again in {}: desk={} subject={}", PUT_OFF,
                        tick.getDesk(), due.getIncidentId(), e);
            }
        }
    }

    /// A record on which deciding failed: kept whole, told to the desk, and in nobody's way.
    private void setAside(Record<String, byte[]> record, byte[] value, InboxRecord read, Origin position,
            Instant appendedAt, Throwable failure) {
        meters.setAside("desk");
        LOG.error("set aside", "set aside, deciding failed: partition={} offset={}", position.getPartition(),
                position.getOffset(), failure);
        Origin origin = read.getOrigin() == null ? position : read.getOrigin();
        String sentence = "Deciding on the record at " + origin.getTopic() + "/" + origin.getPartition() + "/"
                + origin.getOffset() + " failed (" + Faults.inWords(failure)
                + "); it is kept in the rejected topic: read it by hand, and report the fault.";
        send(record, origin.getTopic(), Rejections.of(place(origin), "", value, false,
                List.of(new Refusal(RejectReason.DECISION_FAILED, null, sentence)), appendedAt), TO_REJECTED);
        send(record, "",
                new Finding(Sha256.of("DECISION_FAILED", position.toString()), "X1", Outcome.UNKNOWN, null, null,
                        null, List.of(), sentence, Map.of(), null, appendedAt,
                        read.getDesk().isEmpty() ? null : read.getDesk()),
                TO_FINDINGS);
    }

    /// Drops what a turn has changed and not written.
    void drop() {
        state().tables().turnFailed();
    }

    private void look(long nowMs) {
        Instant now = Instant.ofEpochMilli(nowMs);
        Record<String, byte[]> origin = new Record<>("", new byte[0], nowMs);
        if (backlogIsIn.getAsBoolean()) {
            state().ticks().rollCall().ifPresent(call -> send(origin, "", call, TO_INBOX));
        }
        for (String desk : state().ticks().desks()) {
            state().ticks().tick(desk, now).ifPresent(tick -> send(origin, desk, tick, TO_INBOX));
        }
    }

    private void send(Record<?, ?> origin, String key, SpecificRecord value, String child) {
        state().context().forward(new Record<>(key, value, origin.timestamp()), child);
    }

    private void measure(InboxRecord read, DeskOutput output) {
        if (read.getBody() instanceof AcceptedReport accepted
                && output instanceof DeskOutput.OfVerdict(tocsin.v1.Verdict verdict)) {
            var report = accepted.getReport();
            meters.report(report.getKind().name(), String.valueOf(report.getCategory()),
                    verdict.getFindings().isEmpty() ? "ok" : "found", report.getStatus().name());
        }
        if (output instanceof DeskOutput.OfTimeline(tocsin.v1.TimelineEvent event)
                && event.getKind() == tocsin.v1.TimelineKind.SHADOWED) {
            meters.shadowed(String.valueOf(event.getRule()), event.getDetail().getOrDefault("outcome", "UNKNOWN"));
        }
        if (output instanceof DeskOutput.OfTimeline(tocsin.v1.TimelineEvent event)
                && event.getKind() == tocsin.v1.TimelineKind.GRADE_CHANGED) {
            meters.gradeChanged(event.getDetail().getOrDefault("from", "null"),
                    event.getDetail().getOrDefault("to", "null"));
        }
    }

    private static String child(DeskOutput output) {
        return switch (output) {
            case DeskOutput.OfVerdict verdict -> TO_VERDICTS;
            case DeskOutput.OfFinding finding -> TO_FINDINGS;
            case DeskOutput.OfIncident incident -> TO_INCIDENTS;
            case DeskOutput.OfTimeline event -> TO_TIMELINE;
            case DeskOutput.OfNotification notification ->
                notification.record().getUrgency() == Urgency.ROUTINE ? TO_ROUTINE : TO_URGENT;
            case DeskOutput.OfSpecialReport report -> TO_SPECIAL_REPORTS;
            case DeskOutput.OfSpecialReportFile file -> TO_SPECIAL_REPORT_FILES;
            case DeskOutput.OfCommandOutcome outcome -> TO_COMMAND_OUTCOMES;
            case DeskOutput.OfRejected rejected -> TO_REJECTED;
        };
    }

    private State state() {
        if (state == null) {
            throw new IllegalStateException("init comes first");
        }
        return state;
    }
}
