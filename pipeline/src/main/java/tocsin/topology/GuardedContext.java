package tocsin.topology;

import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/// A step's context that makes its outputs into bytes at once and keeps them back until the step is over.
final class GuardedContext implements ProcessorContext<String, SpecificRecord> {
    private final ProcessorContext<String, byte[]> context;
    private final Outputs outputs;
    private final UnaryOperator<Punctuator> guarding;
    private final List<Ready> ready = new ArrayList<>();

    private record Ready(String output, Record<String, byte[]> record) {}

    /// @param guarding what is put around every punctuator
    GuardedContext(ProcessorContext<String, byte[]> context, Outputs outputs, UnaryOperator<Punctuator> guarding) {
        this.context = context;
        this.outputs = outputs;
        this.guarding = guarding;
    }

    /// Hands on what the step put out.
    void release() {
        for (Ready output : ready) {
            context.forward(output.record(), output.output());
        }
        ready.clear();
    }

    /// Drops what the step put out.
    void drop() {
        ready.clear();
    }

    /// How much the step has put out.
    int size() {
        return ready.size();
    }

    /// Drops what the step put out after this much.
    void dropAfter(int size) {
        ready.subList(size, ready.size()).clear();
    }

    @Override
    public <K extends String, V extends SpecificRecord> void forward(Record<K, V> record) {
        forward(record, outputs.only());
    }

    @Override
    public <K extends String, V extends SpecificRecord> void forward(Record<K, V> record, String output) {
        ready.add(new Ready(output, new Record<>(record.key(), outputs.bytes(output, record.value()),
                record.timestamp(), record.headers())));
    }

    @Override
    public Cancellable schedule(Duration interval, PunctuationType type, Punctuator punctuator) {
        return context.schedule(interval, type, guarding.apply(punctuator));
    }

    @Override
    public Cancellable schedule(Instant start, Duration interval, PunctuationType type, Punctuator punctuator) {
        return context.schedule(start, interval, type, guarding.apply(punctuator));
    }

    @Override
    public String applicationId() {
        return context.applicationId();
    }

    @Override
    public TaskId taskId() {
        return context.taskId();
    }

    @Override
    public Optional<RecordMetadata> recordMetadata() {
        return context.recordMetadata();
    }

    @Override
    public Serde<?> keySerde() {
        return context.keySerde();
    }

    @Override
    public Serde<?> valueSerde() {
        return context.valueSerde();
    }

    @Override
    public File stateDir() {
        return context.stateDir();
    }

    @Override
    public StreamsMetrics metrics() {
        return context.metrics();
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // as the interface has it
    public <S extends StateStore> S getStateStore(String name) {
        return context.getStateStore(name);
    }

    @Override
    public void commit() {
        context.commit();
    }

    @Override
    public Map<String, Object> appConfigs() {
        return context.appConfigs();
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        return context.appConfigsWithPrefix(prefix);
    }

    @Override
    public long currentSystemTimeMs() {
        return context.currentSystemTimeMs();
    }

    @Override
    public long currentStreamTimeMs() {
        return context.currentStreamTimeMs();
    }
}
