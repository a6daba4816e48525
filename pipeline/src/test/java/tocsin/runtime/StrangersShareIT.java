package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tocsin.wire.OwnClients;

/// A producer that has gone wrong is slowed down by the broker that Tocsin brings along, and Tocsin's own are not.
@ExtendWith(SharedPair.class)
class StrangersShareIT {
    private static final int MEGABYTES = 48;

    /// The longest time in milliseconds that the broker held this producer back for.
    private static double throttled(Place place, String topic, String clientId) throws Exception {
        Map<String, Object> configs = new HashMap<>(Map.of("bootstrap.servers", place.bootstrap()));
        configs.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        configs.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * 1024 * 1024);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(configs, new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int megabyte = 0; megabyte < MEGABYTES; megabyte++) {
                producer.send(new ProducerRecord<>(topic, new byte[1024 * 1024 - 1_000])).get();
            }
            return producer.metrics().values().stream()
                    .filter(metric -> metric.metricName().name().equals("produce-throttle-time-max"))
                    .mapToDouble(metric -> ((Number) metric.metricValue()).doubleValue()).max().orElseThrow();
        }
    }

    @Test
    void strangersShareTheirPartWhateverTheyCallThemselvesAndTocsinIsNotHeldBack(Place place) throws Exception {
        // Given
        String topic = place.prefix() + "reports";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", place.bootstrap()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)
                    .configs(Map.of("max.message.bytes", "2097152", "retention.bytes", "1048576")))).all().get();
        }

        // When
        double stranger = throttled(place, topic, "anybody");
        double another = throttled(place, topic, "somebody else");
        double own = throttled(place, topic, OwnClients.id("test"));

        // Then
        assertTrue(stranger > 0 && another > 0, () -> stranger + " and " + another + " ms");
        assertEquals(0, own);
    }
}
