package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the applications ask of Kafka.
class StreamsSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void noBatchOvertakesTheFirstOfATransaction() {
        // When
        Properties properties = new Properties();
        properties.putAll(StreamsApplication.settings("desk", StreamsApplication.Shared.of(
                Map.of("bootstrap.servers", "127.0.0.1:1"), folder, "one", 1, Duration.ofMillis(100))));
        Map<String, Object> producer = new StreamsConfig(properties).getProducerConfigs("desk-producer");

        // Then
        assertEquals("1", String.valueOf(producer.get(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION)));
    }
}
