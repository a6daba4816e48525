import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A stranger that opens a transaction on a topic, says so, and waits to be killed.
public final class HangingProducer {
    private HangingProducer() {}

    /// @param args the broker's address, the topic
    public static void main(String[] args) throws InterruptedException {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", args[0], "transactional.id", "stranger"),
                new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(args[1], 0, null, new byte[]{0, 1, 2, 3}));
        producer.flush();
        System.out.println("open");
        Thread.sleep(600_000);
    }
}
