package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tocsin.embedded.EmbeddedPair;
import tocsin.wire.Topics;

/// An application that takes over another one's topics, on a real broker.
class OffsetHandoverIT {
    private static final Topics TOPICS = new Topics("tocsin.", 1);
    private static final TopicPartition READINGS = new TopicPartition(TOPICS.sensors.name(), 0);
    private static final TopicPartition REPORTS = new TopicPartition(TOPICS.reports.name(), 0);

    @TempDir
    private Path folder;

    private static void commit(Admin admin, String group, TopicPartition partition, long offset) throws Exception {
        admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(offset, "of a release before")))
                .all().get();
    }

    private static Map<TopicPartition, OffsetAndMetadata> committed(Admin admin) throws Exception {
        return admin.listConsumerGroupOffsets("signals").partitionsToOffsetAndMetadata().get();
    }

    @Test
    void beginsWhereTheOtherStoppedAndNeverGoesBack() throws Exception {
        try (EmbeddedPair pair = EmbeddedPair.start(new EmbeddedPair.Wanted(true, 0, false, 0), folder, line -> {});
                Admin admin = Admin.create(Map.of("bootstrap.servers", pair.brokerAddress()))) {
            // Given
            new TopicsAdmin(admin, TOPICS, 1).create();
            OffsetHandover handover = new OffsetHandover(admin);

            // When nobody has read, then
            handover.takeOver("intake", "signals", Set.of(READINGS.topic()));
            assertEquals(Map.of(), committed(admin));

            // When another one has, then
            commit(admin, "intake", READINGS, 7);
            commit(admin, "intake", REPORTS, 3);
            handover.takeOver("intake", "signals", Set.of(READINGS.topic()));
            assertEquals(Map.of(READINGS, new OffsetAndMetadata(7)), committed(admin), "its topics and no other");

            // When it has read on by itself, then
            commit(admin, "signals", READINGS, 9);
            handover.takeOver("intake", "signals", Set.of(READINGS.topic()));
            assertEquals(9, committed(admin).get(READINGS).offset());
        }
    }
}
