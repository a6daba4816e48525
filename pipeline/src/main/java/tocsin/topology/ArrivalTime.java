package tocsin.topology;

import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;
import tocsin.wire.Headers;

/// When a record arrived: the append time that the broker gave, which nobody can claim.
///
/// A record without the mark of [tocsin.intake.AppendTimeInterceptor] carries what its sender claims. It arrives when it
/// is read, which is later and never earlier than the truth.
public final class ArrivalTime implements TimestampExtractor {
    private final InstantSource clock;

    public ArrivalTime(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Headers.isAppendTime(record.headers()) ? record.timestamp() : clock.millis();
    }
}
