package tocsin.topology;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.RollCall;

/// Sends a roll call to the partition it calls, and everything else to its desk's.
final class OwnPartition implements StreamPartitioner<String, InboxRecord> {
    @Override
    public Optional<Set<Integer>> partitions(String topic, String key, InboxRecord value, int numPartitions) {
        return value.getBody() instanceof RollCall call ? Optional.of(Set.of(call.getPartition())) : Optional.empty();
    }
}
