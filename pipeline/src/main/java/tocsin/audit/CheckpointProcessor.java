package tocsin.audit;

import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import tocsin.v1.TimelineCheckpoint;
import tocsin.v1.TimelineEvent;
import tocsin.wire.Seal;

/// Signs the head of each desk's timeline: after every hundredth event, and after a minute in which it moved.
public final class CheckpointProcessor extends ContextualProcessor<String, TimelineEvent, String, SpecificRecord> {
    /// The store of heads that no checkpoint has seen.
    public static final String STORE = "audit-heads";
    /// What can be cut off unseen at most: a minute, or a hundred events of a desk.
    private static final Duration AFTER = Duration.ofMinutes(1);
    private static final int EVENTS = 100;

    private final Seal seal;

    public CheckpointProcessor(Seal seal) {
        this.seal = seal;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        super.init(context);
        context.schedule(AFTER, PunctuationType.WALL_CLOCK_TIME, now -> sign(now));
    }

    @Override
    public void process(Record<String, TimelineEvent> record) {
        TimelineEvent event = record.value();
        if (event.getSequence() % EVENTS == 0) {
            context().forward(record.withKey(event.getDesk()).withValue(Checkpoints.of(event, seal)));
            heads().delete(event.getDesk());
        } else {
            heads().put(event.getDesk(), event);
        }
    }

    private void sign(long now) {
        try (KeyValueIterator<String, TimelineEvent> all = heads().all()) {
            while (all.hasNext()) {
                KeyValue<String, TimelineEvent> head = all.next();
                context().forward(new Record<>(head.key, Checkpoints.of(head.value, seal), now));
                heads().delete(head.key);
            }
        }
    }

    private KeyValueStore<String, TimelineEvent> heads() {
        return context().getStateStore(STORE);
    }
}
