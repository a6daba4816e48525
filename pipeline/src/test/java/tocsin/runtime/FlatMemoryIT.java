package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.embedded.EmbeddedPair;
import tocsin.schemas.RegistryClient;
import tocsin.schemas.SchemaIds;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.MediaSignal;
import tocsin.v1.SensorReading;
import tocsin.v1.Status;
import tocsin.wire.Serdes;
import tocsin.wire.Topic;
import tocsin.wire.Topics;

/// An hour of readings and posts by their own times, and a report a minute, as fast as a whole Tocsin takes them: it keeps
/// no more after the last quarter than after the second. Of reports the read model keeps what it shows, up to its bounds.
@Tag("soak")
class FlatMemoryIT {
    private static final int PARTITIONS = 3;
    private static final int SENSORS = 60;
    private static final Duration BETWEEN_READINGS = Duration.ofSeconds(2);
    private static final Duration QUARTER = Duration.ofMinutes(15);
    /// A fault that keeps 100 bytes of each reading of two quarters keeps more than that.
    private static final long ALLOWED = 5_000_000;

    @TempDir
    private Path folder;
    private EmbeddedPair pair;
    private Tocsin tocsin;
    private final Topics topics = new Topics("tocsin.", PARTITIONS);
    private Serdes serdes;
    private int sent;

    @BeforeEach
    void start() throws Exception {
        pair = EmbeddedPair.start(new EmbeddedPair.Wanted(true, 0, true, 0, null), folder.resolve("pair"),
                System.out::println);
        tocsin = new Tocsin(new TocsinSettings(Map.of("bootstrap.servers", pair.brokerAddress()),
                new TocsinSettings.Registry(pair.registryUrl(), null), "", "tocsin.", PARTITIONS, 1,
                folder.resolve("data"),
                new TocsinSettings.Http("127.0.0.1", 0), Path.of("unused"), ChannelSettings.OUTBOX, List.of(), null,
                Map.of(), Duration.ofMillis(100), new TocsinSettings.EmbeddedPorts(0, 0)),
                FixedPacks.rainGauges(SENSORS), Clock.systemUTC(),
                System.out::println);
        tocsin.start();
        assertTrue(tocsin.awaitReady(Duration.ofMinutes(4)), "not ready");
        serdes = new Serdes(new SchemaIds(new RegistryClient(pair.registryUrl(), null), null, true), null, Map.of());
    }

    @AfterEach
    void stop() {
        tocsin.close();
        pair.close();
    }

    @Test
    void anHourOfReadingsPostsAndReportsIsNotKept() throws Exception {
        Instant hourAgo = Instant.now().minus(Duration.ofHours(1)).minusSeconds(60);
        List<Long> used = new ArrayList<>();
        int readings = 0;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", pair.brokerAddress()))) {
            for (int quarter = 0; quarter < 4; quarter++) {
                readings += send(hourAgo.plus(QUARTER.multipliedBy(quarter)));
                int expected = readings;
                TocsinProcess.await("sensing to have read " + expected + " readings", Duration.ofMinutes(3),
                        () -> end(admin, topics.readings) >= expected
                                && isRead(admin, "evidence", topics.readings, topics.posts)
                                && isRead(admin, "desk", topics.inbox));
                used.add(usedHeap());
            }
            assertEquals(0, end(admin, topics.rejected), "rejected");
        }
        System.out.println("bytes in use after each quarter: " + used);
        assertTrue(used.get(3) - used.get(1) < ALLOWED, () -> "bytes in use after each quarter: " + used);
    }

    private int send(Instant from) {
        int readings = 0;
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", pair.brokerAddress(), "linger.ms", 20), new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (Instant at = from; at.isBefore(from.plus(QUARTER)); at = at.plus(BETWEEN_READINGS)) {
                for (int sensor = 0; sensor < SENSORS; sensor++, readings++) {
                    send(producer, topics.sensors, "rain-" + sensor,
                            SensorReading.newBuilder().setSensorId("rain-" + sensor).setMetric("rain_mm").setValue(0.01)
                                    .setUnit("mm").setObservedAt(at).setStatus(Status.ACTUAL)
                                    .setReadingId("r" + sent).build());
                }
                send(producer, topics.media, "370213", new MediaSignal("p" + sent, "weibo", at,
                        "今天第" + sent + "次路过商场，" + (sent % 20 == 0 ? "好像有地方起火了" : "排队买奶茶"), null, null,
                        new Location("370213", null, null, null, null), null, null, Status.ACTUAL));
                if (Duration.between(from, at).toSeconds() % 60 == 0) {
                    send(producer, topics.reports, "qingdao-fire", report());
                }
            }
        }
        return readings;
    }

    /// One report more of the same fire.
    private IncidentReport report() {
        return Reports.fire("R" + sent, Instant.now()).setIncidentRef("F1").build();
    }

    private <T extends SpecificRecord> void send(KafkaProducer<byte[], byte[]> producer, Topic<T> topic, String key,
            T value) {
        sent++;
        producer.send(new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8),
                serdes.of(topic).serializer().serialize(topic.name(), value)));
    }

    private static long end(Admin admin, Topic<?> topic) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        of(admin.describeTopics(List.of(topic.name())).allTopicNames()).get(topic.name()).partitions().forEach(
                one -> wanted.put(new TopicPartition(topic.name(), one.partition()), OffsetSpec.latest()));
        return of(admin.listOffsets(wanted).all()).values().stream()
                .mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset).sum();
    }

    /// Whether an application has read these topics; the marker of a last transaction need not be.
    private boolean isRead(Admin admin, String application, Topic<?>... topics) {
        long read = of(admin.listConsumerGroupOffsets(this.topics.applicationId(application))
                .partitionsToOffsetAndMetadata()).values().stream().mapToLong(OffsetAndMetadata::offset).sum();
        return read + PARTITIONS * topics.length >= Stream.of(topics).mapToLong(topic -> end(admin, topic)).sum();
    }

    private static <T> T of(KafkaFuture<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private static long usedHeap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
