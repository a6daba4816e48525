package tocsin.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log that was cut while its broker was stopped in order loses what was cut, and takes what comes after.
class CutLogIT {
    private static final TopicPartition PARTITION = new TopicPartition("notes", 0);

    private static void send(EmbeddedBroker broker, List<String> values) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.address()), new StringSerializer(), new StringSerializer())) {
            // Flushed, each is a batch of its own.
            values.forEach(value -> {
                producer.send(new ProducerRecord<>(PARTITION.topic(), 0, null, value));
                producer.flush();
            });
        }
    }

    private static List<String> read(EmbeddedBroker broker, int atLeast) {
        List<String> read = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.address()), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (read.size() < atLeast && System.nanoTime() < until) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> read.add(record.value()));
            }
        }
        return read;
    }

    @Test
    void whatComesAfterACutIsTakenAndRead(@TempDir Path folder) throws Exception {
        // Given
        List<String> before = IntStream.range(0, 20).mapToObj(n -> "before-" + n).toList();
        try (EmbeddedBroker broker = new EmbeddedBroker(folder, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1))).all().get();
            send(broker, before);
        }

        // When
        cut(folder.resolve("notes-0").resolve("00000000000000000000.log"), 30);

        // Then
        try (EmbeddedBroker broker = new EmbeddedBroker(folder, 0)) {
            send(broker, List.of("after"));
            List<String> expected = new ArrayList<>(before.subList(0, 19));
            expected.add("after");
            assertEquals(expected, read(broker, expected.size()));
        }
    }

    private static void cut(Path log, int bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - bytes);
        }
    }
}
