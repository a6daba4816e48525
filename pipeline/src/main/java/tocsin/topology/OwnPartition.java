package tocsin.topology;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.RollCall;
import tocsin.schemas.FingerprintedSerde;

/// Sends a roll call to the partition it calls, and everything else to its desk's.
final class OwnPartition implements StreamPartitioner<String, byte[]> {
    private final FingerprintedSerde<InboxRecord> inbox = FingerprintedSerde.of(InboxRecord.class);

    @Override
    public Optional<Set<Integer>> partitions(String topic, String key, byte[] value, int numPartitions) {
        // A roll call has no desk, so that only what has none is read.
        return key.isEmpty() && inbox.decode(value).getBody() instanceof RollCall call
                ? Optional.of(Set.of(call.getPartition()))
                : Optional.empty();
    }
}
