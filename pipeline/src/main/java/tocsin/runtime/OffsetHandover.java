package tocsin.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An application that takes over topics from another one begins where that one stopped: nothing is read twice.
final class OffsetHandover {
    private static final Logger LOG = LoggerFactory.getLogger(OffsetHandover.class);

    private final Admin admin;

    OffsetHandover(Admin admin) {
        this.admin = admin;
    }

    /// Takes over the offsets of these topics, where the new group has none of them yet. Throws [KafkaException] where
    /// the broker does not answer.
    ///
    /// @param from the consumer group that read them
    /// @param to the one that reads them from now on
    void takeOver(String from, String to, Set<String> topics) {
        if (!committed(to, topics).isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> left = committed(from, topics);
        if (left.isEmpty()) {
            return;
        }
        try {
            BrokerAnswers.await(admin.alterConsumerGroupOffsets(to, left).all());
            LOG.info("{} goes on where {} stopped: {}", to, from, left);
        } catch (UnknownMemberIdException e) {
            LOG.debug("another instance took over, and reads already", e);
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String group, Set<String> topics) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        BrokerAnswers.await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null && topics.contains(partition.topic())) {
                        // Without what Kafka Streams notes there for itself.
                        offsets.put(partition, new OffsetAndMetadata(offset.offset()));
                    }
                });
        return offsets;
    }
}
