import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A stranger that opens a transaction on a topic, says so, and waits to be killed.
public final class HangingProducer {
    private HangingProducer() {}

    /// @param args a file of properties of a Kafka client, the topic
    public static void main(String[] args) throws InterruptedException, IOException {
        Properties settings = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of(args[0]))) {
            settings.load(file);
        }
        settings.put("transactional.id", "stranger");
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(args[1], 0, null, new byte[]{0, 1, 2, 3}));
        producer.flush();
        System.out.println("open");
        Thread.sleep(600_000);
    }
}
