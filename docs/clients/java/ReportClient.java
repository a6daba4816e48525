import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import tocsin.schemas.AvroRecordDeserializer;
import tocsin.schemas.AvroRecordSerializer;
import tocsin.v1.Casualties;
import tocsin.v1.Category;
import tocsin.v1.Confidentiality;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.ReportKind;
import tocsin.v1.ReportSource;
import tocsin.v1.Status;
import tocsin.v1.Verdict;
import tocsin.v1.Via;

/// Sends Tocsin one incident report over Kafka, waits for its verdict and prints that as one line of JSON.
///
/// Told by the environment: CLIENT_PROPERTIES, a file of properties with the broker, the registry and who comes in there;
/// AGENCY_SIGNING_KEY (may be absent). Exits 0 with the verdict, 1 without one after a minute.
public final class ReportClient {
    private static final String REPORTS = "tocsin.reports";
    private static final String VERDICTS = "tocsin.verdicts";
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private ReportClient() {}

    public static void main(String[] arguments) throws Exception {
        String file = System.getenv("CLIENT_PROPERTIES");
        if (file == null) {
            System.err.println("set CLIENT_PROPERTIES to the client.properties of Tocsin's data folder, or to yours");
            System.exit(2);
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file))) {
            properties.load(reader);
        }
        Map<String, Object> kafka = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> kafka.put(name, properties.getProperty(name)));
        Map<String, Object> reading = new HashMap<>(kafka);
        // Tocsin writes in transactions: what was aborted never counted.
        reading.put("isolation.level", "read_committed");
        // The schemas are Tocsin's own: a sender looks its schema up and registers none.
        Map<String, Object> serde = new HashMap<>(kafka);
        serde.put("auto.register.schemas", false);

        // The serializer comes before the first record: with it Avro learns that Tocsin's classes may be trusted.
        try (AvroRecordSerializer serializer = new AvroRecordSerializer();
                AvroRecordDeserializer<SpecificRecord> deserializer = new AvroRecordDeserializer<>();
                KafkaProducer<String, byte[]> producer = new KafkaProducer<>(kafka, new StringSerializer(),
                        new ByteArraySerializer());
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            serializer.configure(serde, false);
            deserializer.configure(serde, false);

            // Where the verdicts end is looked up before the report is sent: its own cannot be missed.
            List<TopicPartition> partitions = consumer.partitionsFor(VERDICTS).stream()
                    .map(partition -> new TopicPartition(VERDICTS, partition.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);

            IncidentReport report = report(Instant.now());
            byte[] value = serializer.serialize(REPORTS, report);
            ProducerRecord<String, byte[]> message = new ProducerRecord<>(REPORTS, report.getAgencyId(), value);
            prove(message);
            producer.send(message).get();
            System.err.println("reported " + report.getReportId());

            Verdict verdict = await(report, consumer, deserializer);
            if (verdict == null) {
                // A report that was refused gets no verdict: why stands in tocsin.rejected.
                System.err.println("no verdict within " + DEADLINE.toSeconds()
                        + " seconds; was the report refused? tocsin.rejected says why");
                System.exit(1);
            }
            System.out.println(verdict);
        }
    }

    private static Verdict await(IncidentReport report, KafkaConsumer<byte[], byte[]> consumer,
            AvroRecordDeserializer<SpecificRecord> deserializer) {
        long until = System.nanoTime() + DEADLINE.toNanos();
        while (System.nanoTime() < until) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                // A report's id is unique within its agency only.
                if (deserializer.deserialize(VERDICTS, record.value()) instanceof Verdict verdict
                        && verdict.getReportId().equals(report.getReportId())
                        && verdict.getAgencyId().equals(report.getAgencyId())) {
                    return verdict;
                }
            }
        }
        return null;
    }

    /// What is not set has its default, and null is "not known": never write 0 for it.
    private static IncidentReport report(Instant now) {
        return IncidentReport.newBuilder()
                .setReportId(UUID.randomUUID().toString())
                .setAgencyId("qingdao-fire")
                .setKind(ReportKind.FLASH)
                .setStatus(Status.ACTUAL)
                .setSource(ReportSource.PUBLIC)
                .setVia(Via.TOPIC)
                .setOccurredAt(now.minus(Duration.ofMinutes(10)))
                .setReceivedAt(now.minus(Duration.ofMinutes(5)))
                .setReportedAt(now)
                .setCategory(Category.ACCIDENT)
                .setType("fire")
                .setLocation(Location.newBuilder().setAreaCode("370213").setPlace("李沧区某仓库")
                        .setLatitude(36.17).setLongitude(120.42).build())
                .setCasualties(Casualties.newBuilder().setDead(3).setSeriouslyInjured(4).build())
                .setLossCny(new BigDecimal("1250000.00"))
                .setTitle("李沧区某仓库火灾，已致3人死亡")
                .setSummary("仓库起火，正在扑救。")
                .setUnit("某仓储公司")
                .setMeasures(List.of("扑救"))
                // SECRET, or nothing known, is refused.
                .setConfidentiality(Confidentiality.INTERNAL)
                .build();
    }

    /// Anybody can write qingdao-fire into a report. Without a proof it pages all the same, but carries the finding
    /// UNVERIFIED_SENDER and nobody is scored by it. Two things prove an agency: that only it may write to
    /// tocsin.reports.<agencyId> (an ACL of the broker; then send there what was serialised for tocsin.reports), or
    /// this signature, made with the key that stands as signing-key in tocsin.yaml. It covers the value exactly as
    /// sent, schema id included.
    private static void prove(ProducerRecord<String, byte[]> message) throws GeneralSecurityException {
        String key = System.getenv("AGENCY_SIGNING_KEY");
        if (key != null && !key.isEmpty()) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            message.headers().add("tocsin-signature",
                    HexFormat.of().formatHex(mac.doFinal(message.value())).getBytes(StandardCharsets.UTF_8));
        }
    }
}
