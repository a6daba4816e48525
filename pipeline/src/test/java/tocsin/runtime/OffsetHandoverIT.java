package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tocsin.wire.Topics;

/// An application that takes over another one's topics, on a real broker.
@ExtendWith(SharedPair.class)
class OffsetHandoverIT {
    private static void commit(Admin admin, String group, TopicPartition partition, long offset) throws Exception {
        admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(offset, "of a release before")))
                .all().get();
    }

    private static Map<TopicPartition, OffsetAndMetadata> committed(Admin admin, String group) throws Exception {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    }

    @Test
    void beginsWhereTheOtherStoppedAndNeverGoesBack(Place place) throws Exception {
        Topics topics = place.topics();
        TopicPartition readings = new TopicPartition(topics.sensors.name(), 0);
        TopicPartition reports = new TopicPartition(topics.reports.name(), 0);
        String intake = topics.applicationId("intake");
        String signals = topics.applicationId("signals");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", place.bootstrap()))) {
            // Given
            new TopicsAdmin(admin, topics, 1).create();
            OffsetHandover handover = new OffsetHandover(admin);

            // When nobody has read, then
            handover.takeOver(intake, signals, Set.of(readings.topic()));
            assertEquals(Map.of(), committed(admin, signals));

            // When another one has, then
            commit(admin, intake, readings, 7);
            commit(admin, intake, reports, 3);
            handover.takeOver(intake, signals, Set.of(readings.topic()));
            assertEquals(Map.of(readings, new OffsetAndMetadata(7)), committed(admin, signals),
                    "its topics and no other");

            // When it has read on by itself, then
            commit(admin, signals, readings, 9);
            handover.takeOver(intake, signals, Set.of(readings.topic()));
            assertEquals(9, committed(admin, signals).get(readings).offset());
        }
    }
}
