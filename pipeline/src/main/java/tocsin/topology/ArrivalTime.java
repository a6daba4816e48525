package tocsin.topology;

import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.TimestampExtractor;

/// When a record arrived: its append time, which nobody can claim.
///
/// A topic that somebody created without LogAppendTime carries what its senders claim instead; there it is the time of
/// reading, which is later and never earlier than the truth.
public final class ArrivalTime implements TimestampExtractor {
    private final InstantSource clock;

    public ArrivalTime(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return record.timestampType() == TimestampType.LOG_APPEND_TIME ? record.timestamp() : clock.millis();
    }
}
