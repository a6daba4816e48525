package tocsin.topology;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import tocsin.observe.Meters;
import tocsin.observe.SparingLog;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.wire.Faults;
import tocsin.wire.PackLibrary;
import tocsin.wire.Quarantine;
import tocsin.wire.Rejections;

/// One step of the pipeline, around which a record can harm nobody but itself.
///
/// The step's outputs are made into bytes first and handed on together when it is over. Where a record cannot be read,
/// where the step fails or where an output cannot be written, the outputs are dropped, the record is rejected with the
/// reason, and the next one is read at once. What fails later, when the producer writes, aborts the transaction and is
/// noted in the [Quarantine] by [WritingFailures]; a record noted there too often is rejected before the step sees it.
///
/// @param <K> the key of its records
/// @param <V> what its records are read as
final class Guarded<K, V> implements Processor<K, byte[], String, byte[]> {
    private static final SparingLog LOG = new SparingLog(LoggerFactory.getLogger(Guarded.class));

    private final Step<K, V> step;
    private final Outputs outputs;
    private final Shared shared;
    private @Nullable GuardedContext guarded;

    /// A step, as its topology names it.
    ///
    /// @param name its name in logs and meters
    /// @param reading makes a value from bytes; throws where they are none
    /// @param processor what is done
    /// @param drops drops what the step has not written yet
    /// @param confidential whether nothing of a record that is rejected here may be kept
    record Step<K, V>(String name, Reading<V> reading, Processor<K, V, String, SpecificRecord> processor,
            Runnable drops, boolean confidential) {}

    /// Makes a value from the bytes of a record of this topic.
    interface Reading<V> {
        V read(String topic, byte[] value);
    }

    /// What all steps share.
    ///
    /// @param quarantine what could not be written, kept while threads are replaced
    record Shared(Quarantine quarantine, Meters meters) {}

    Guarded(Step<K, V> step, Outputs outputs, Shared shared) {
        this.step = step;
        this.outputs = outputs;
        this.shared = shared;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        guarded = new GuardedContext(context, outputs, this::guard);
        step.processor().init(guarded);
    }

    @Override
    public void process(Record<K, byte[]> record) {
        RecordMetadata at = context().recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record of a topic has metadata"));
        Optional<String> noted = shared.quarantine().holds(at.topic(), at.partition(), at.offset());
        if (noted.isPresent()) {
            reject(record, at, RejectReason.DECISION_FAILED, "was set aside after several attempts: "
                    + noted.get());
            return;
        }
        V value;
        try {
            value = step.reading().read(at.topic(), record.value() == null ? new byte[0] : record.value());
        } catch (RuntimeException | Error e) {
            ifOfOneRecord(e);
            reject(record, at, record.value() == null ? RejectReason.EMPTY : RejectReason.NOT_AVRO,
                    "cannot be read: " + Faults.inWords(e));
            return;
        }
        try {
            step.processor().process(record.withValue(value));
        } catch (RuntimeException | Error e) {
            drop();
            if (e instanceof PackLibrary.PackNotHereException missing) {
                // What a record names comes with it, or at once; it is waited for thrice.
                shared.quarantine().failed(at.topic(), at.partition(), at.offset(), Faults.inWords(missing));
            }
            ifOfOneRecord(e);
            LOG.error(step.name(), "{} failed on a record, which is set aside: topic={} partition={} offset={}",
                    step.name(), at.topic(), at.partition(), at.offset(), e);
            reject(record, at, RejectReason.DECISION_FAILED, "deciding on it failed (" + Faults.inWords(e)
                    + "); read it by hand, and report the fault");
            return;
        }
        context().release();
    }

    /// What passes time must go on passing it.
    private Punctuator guard(Punctuator punctuator) {
        return now -> {
            try {
                punctuator.punctuate(now);
            } catch (RuntimeException | Error e) {
                drop();
                ifOfOneRecord(e);
                shared.meters().setAside(step.name());
                LOG.error(step.name() + " in time", "{} failed as time passed", step.name(), e);
                return;
            }
            context().release();
        };
    }

    private void drop() {
        context().drop();
        step.drops().run();
    }

    private static void ifOfOneRecord(Throwable failure) {
        if (!Faults.isOfOneRecord(failure)) {
            switch (failure) {
                case RuntimeException exception -> throw exception;
                case Error error -> throw error;
                default -> throw new IllegalStateException(failure);
            }
        }
    }

    private void reject(Record<K, byte[]> record, RecordMetadata at, RejectReason reason, String why) {
        shared.meters().setAside(step.name());
        LOG.warn(step.name() + " rejects", "rejected by {}: topic={} partition={} offset={} because it {}",
                step.name(), at.topic(), at.partition(), at.offset(), why);
        String output = outputs.rejections();
        if (output != null) {
            byte[] value = record.value() == null ? new byte[0] : record.value();
            context().forward(new Record<>(at.topic(),
                    Rejections.of(new Rejections.Place(at.topic(), at.partition(), at.offset()), "", value,
                            step.confidential(), List.of(new Refusal(reason, null, why)),
                            Instant.ofEpochMilli(record.timestamp())),
                    record.timestamp()), output);
            context().release();
        }
    }

    private GuardedContext context() {
        if (guarded == null) {
            throw new IllegalStateException("init comes first");
        }
        return guarded;
    }
}
