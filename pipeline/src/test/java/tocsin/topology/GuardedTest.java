package tocsin.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.observe.Meters;
import tocsin.schemas.RegistryClient;
import tocsin.schemas.RegistryUnavailableException;
import tocsin.schemas.SchemaIds;
import tocsin.v1.Finding;
import tocsin.v1.Outcome;
import tocsin.v1.RejectReason;
import tocsin.v1.Rejected;
import tocsin.wire.PackLibrary;
import tocsin.wire.Quarantine;
import tocsin.wire.Rejections;
import tocsin.wire.Serdes;
import tocsin.wire.Topics;

/// Whatever one record does to a step, the next one is read.
class GuardedTest {
    private static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");
    private static final String IN = "in";

    @TempDir
    private Path stateDir;
    private final Topics topics = new Topics("tocsin.", 1);
    private final Quarantine quarantine = new Quarantine();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Serdes serdes = new Serdes(new SchemaIds(new RegistryClient("http://127.0.0.1:1", null), null, true),
            MemorySerde.class.getName(), Map.of(MemorySerde.REGISTRY, new MemorySerde.Registry()));
    private TopologyTestDriver driver;

    /// Puts a finding out and then does what the record says.
    private static final class Doing extends ContextualProcessor<String, String, String, SpecificRecord> {
        @Override
        public void init(ProcessorContext<String, SpecificRecord> context) {
            super.init(context);
            context.schedule(Duration.ofSeconds(1), PunctuationType.WALL_CLOCK_TIME, now -> {
                forward("time " + now, now);
                if (now % 2_000 == 0) {
                    throw new IllegalStateException("every other second");
                }
            });
        }

        private void forward(String detail, long at) {
            context().forward(new Record<>("k", new Finding("f", "X1", Outcome.UNKNOWN, null, null, null, List.of(),
                    detail, Map.of(), null, Instant.ofEpochMilli(at), null), at), "to-findings");
        }

        @Override
        public void process(Record<String, String> record) {
            forward(record.value(), record.timestamp());
            switch (record.value()) {
                case "throws" -> throw new IllegalArgumentException("unforeseen");
                case "overflows" -> throw new StackOverflowError();
                case "lacks" -> throw new NoClassDefFoundError("tocsin/Missing");
                case "asserts" -> throw new AssertionError("never");
                case "broker" -> throw new TimeoutException("away");
                case "registry" -> throw new RegistryUnavailableException("away");
                case "pack" -> throw new PackLibrary.PackNotHereException("0000");
                case "large" -> forward("x".repeat(Outputs.LARGEST), record.timestamp());
                default -> {
                }
            }
        }
    }

    @BeforeEach
    void start() {
        Topology topology = new Topology();
        topology.addSource(IN, new StringDeserializer(), new ByteArrayDeserializer(), IN);
        Outputs outputs = new Outputs(serdes).to("to-findings", topics.findings).rejectingTo("to-rejected",
                topics.rejected);
        topology.addProcessor("doing", () -> new Guarded<>(new Guarded.Step<String, String>("doing", (topic, value) -> {
            String text = new String(value, StandardCharsets.UTF_8);
            if (text.isEmpty() || text.equals("unreadable")) {
                throw new IllegalArgumentException("no text");
            }
            return text;
        }, new Doing(), () -> {}, false), outputs, new Guarded.Shared(quarantine, new Meters(meters))), IN);
        outputs.addTo(topology, "doing");
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "guarded");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        driver = new TopologyTestDriver(topology, properties, NOW);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    private void send(byte[] value) {
        driver.createInputTopic(IN, new StringSerializer(), new ByteArraySerializer()).pipeInput("k", value, NOW);
    }

    private void send(String value) {
        send(value.getBytes(StandardCharsets.UTF_8));
    }

    private List<Rejected> rejected() {
        return driver.createOutputTopic(topics.rejected.name(), new StringDeserializer(),
                serdes.of(topics.rejected).deserializer()).readValuesToList();
    }

    private List<String> found() {
        return driver.createOutputTopic(topics.findings.name(), new StringDeserializer(),
                serdes.of(topics.findings).deserializer()).readValuesToList().stream().map(Finding::getDetail)
                .toList();
    }

    private static RejectReason reason(Rejected rejected) {
        return rejected.getReasons().getFirst().getReason();
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws", "overflows", "lacks", "asserts", "large"})
    void aRecordOnWhichTheStepFailsIsRejectedWithWhatItHadPutOutAndTheNextGoesOn(String doing) {
        // When
        send("before");
        send(doing);
        send("after");

        // Then
        assertEquals(List.of("before", "after"), found());
        Rejected rejected = rejected().getFirst();
        assertEquals(RejectReason.DECISION_FAILED, reason(rejected));
        assertEquals(List.of(IN, 0, 1L),
                List.of(rejected.getSourceTopic(), rejected.getPartition(), rejected.getOffset()));
        assertEquals(doing, StandardCharsets.UTF_8.decode(rejected.getBytes()).toString());
        assertEquals(1, meters.get("tocsin.set.aside").tag("step", "doing").counter().count());
    }

    @Test
    void whatCannotBeReadIsRejectedAndSoIsARecordWithoutAValue() {
        // When
        send("unreadable");
        send((byte[]) null);
        send("after");

        // Then
        assertEquals(List.of(RejectReason.NOT_AVRO, RejectReason.EMPTY),
                rejected().stream().map(GuardedTest::reason).toList());
        assertEquals(List.of("after"), found());
    }

    @Test
    void whatIsTooLargeToKeepIsKnownByItsHashItsSizeAndItsSender() {
        // When
        Rejected kept = Rejections.of(new Rejections.Place(IN, 0, 7), "somebody", new byte[Rejections.KEPT], false,
                List.of(), NOW);
        Rejected tooLarge = Rejections.of(new Rejections.Place(IN, 0, 7), "somebody", new byte[Rejections.KEPT + 1],
                false, List.of(), NOW);

        // Then
        assertEquals(Rejections.KEPT, kept.getBytes().remaining());
        assertNull(tooLarge.getBytes());
        assertEquals(Rejections.KEPT + 1, tooLarge.getSizeBytes());
        assertEquals("somebody", tooLarge.getSender());
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker", "registry", "pack"})
    void forABrokerARegistryOrAPackThatIsAwayTheRecordWaits(String away) {
        assertThrows(StreamsException.class, () -> send(away));
        assertEquals(List.of(), rejected());
        assertEquals(List.of(), found());
    }

    @Test
    void aRecordThatLedThreeTimesToWhatNobodyCouldWriteIsRejectedUnseen() {
        // Given
        for (int attempt = 0; attempt < 3; attempt++) {
            quarantine.failed(IN, 0, 0, "for tocsin.incidents: RecordTooLargeException");
        }

        // When
        send("fine");
        send("fine too");

        // Then
        assertEquals(List.of("fine too"), found());
        assertEquals(RejectReason.DECISION_FAILED, reason(rejected().getFirst()));
    }

    @Test
    void whatPassesTimeGoesOnAfterItFailed() {
        // When
        for (int second = 0; second < 4; second++) {
            driver.advanceWallClockTime(Duration.ofSeconds(1));
        }

        // Then
        assertEquals(List.of("time " + NOW.plusSeconds(1).toEpochMilli(), "time " + NOW.plusSeconds(3).toEpochMilli()),
                found());
    }
}
