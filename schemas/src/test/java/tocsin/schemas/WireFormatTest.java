package tocsin.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tocsin.schemas.UndecodableException.Cause;
import tocsin.v1.Category;
import tocsin.v1.Evidence;
import tocsin.v1.EvidenceKind;
import tocsin.v1.Finding;
import tocsin.v1.Location;
import tocsin.v1.Outcome;
import tocsin.v1.SensorReading;
import tocsin.v1.Status;

class WireFormatTest {
    static {
        AvroSafety.ensure();
    }

    private static final SensorReading READING = new SensorReading("r-1", "rain-01", "rain_mm", 12.5, "mm",
            Instant.parse("2026-03-01T00:00:00Z"), "PT1H", new Location("370213", "雨量站", 36.16, 120.43, null), null,
            Status.ACTUAL, null, null, Map.of());

    private FakeRegistry registry;
    private RegistryClient client;

    @BeforeEach
    void start() throws Exception {
        registry = new FakeRegistry();
        client = new RegistryClient(registry.url(), "reader:secret");
    }

    @AfterEach
    void stop() {
        client.close();
        registry.close();
    }

    private byte[] write(SpecificRecord record) {
        return new AvroRecordSerializer(new SchemaIds(client, null, true)).serialize("tocsin.sensors", record);
    }

    private SensorReading read(SchemaIds ids, byte[] bytes) {
        return new AvroRecordDeserializer<>(ids, SensorReading.class).deserialize("tocsin.sensors", bytes);
    }

    private Cause refusal(byte[] bytes) {
        return assertThrows(UndecodableException.class, () -> read(new SchemaIds(client, null, true), bytes)).reason();
    }

    @Test
    void aRecordIsWrittenAsZeroAFourByteIdAndTheAvroBody() {
        // When
        byte[] bytes = write(READING);

        // Then: golden bytes, to which a later release may add at the end and nothing else
        assertEquals(String.join("", "00", "00000001", "02", "06722d31", "0e7261696e2d3031", "0e7261696e5f6d6d",
                "0000000000002940", "046d6d", "80f08eeb9467", "02", "0850543148", "02", "020c333730323133",
                "0212e99ba8e9878fe7ab99", "0214ae47e17a144240", "02ec51b81e851b5e40", "00", "00", "02", "00", "00",
                "00"),
                HexFormat.of().formatHex(bytes));
    }

    @Test
    void whatIsWrittenIsReadAgainWithItsEnumsAndNestedRecords() {
        assertEquals(READING, read(new SchemaIds(client, null, true), write(READING)));
    }

    @Test
    void theRegistryIsAskedOncePerSchemaAndWithTheCredentials() {
        // Given
        SchemaIds ids = new SchemaIds(client, null, true);
        AvroRecordSerializer serializer = new AvroRecordSerializer(ids);

        // When
        for (int i = 0; i < 100; i++) {
            read(ids, serializer.serialize("tocsin.sensors", READING));
        }

        // Then
        assertEquals(2, registry.requests.size(), registry.requests::toString);
        assertEquals("Basic cmVhZGVyOnNlY3JldA==", registry.authorization);
    }

    @Test
    void aKnownSchemaNeedsNoRegistryEvenAfterARestart(@TempDir Path folder) {
        // Given
        byte[] bytes = new AvroRecordSerializer(new SchemaIds(client, folder, true)).serialize("tocsin.sensors",
                READING);
        read(new SchemaIds(client, folder, true), bytes);
        registry.close();

        // When
        SchemaIds afterRestart = new SchemaIds(client, folder, true);

        // Then
        assertEquals(READING, read(afterRestart, bytes));
        assertEquals(1, afterRestart.id("tocsin.sensors-value", READING.getSchema()));
    }

    @Test
    void aRegistryThatIsAwayIsToldFromBytesThatAreWrong() {
        // Given
        byte[] bytes = write(READING);
        registry.close();

        // Then
        assertThrows(RegistryUnavailableException.class, () -> read(new SchemaIds(client, null, true), bytes));
    }

    @Test
    void bytesThatAreNotTheRecordAreRefusedWithTheReason() {
        byte[] good = write(READING);
        byte[] unknownId = good.clone();
        ByteBuffer.wrap(unknownId).putInt(1, 99);
        byte[] trailing = Arrays.copyOf(good, good.length + 3);
        byte[] cut = Arrays.copyOf(good, good.length - 4);
        byte[] other = write(new Evidence(EvidenceKind.REPORT, "a/b", "a", Instant.EPOCH, java.util.List.of()));

        assertEquals(Cause.NOT_AVRO, refusal(new byte[]{1, 2, 3}));
        assertEquals(Cause.NOT_AVRO, refusal("{\"sensorId\":\"x\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertEquals(Cause.UNKNOWN_SCHEMA, refusal(unknownId));
        assertEquals(Cause.NOT_AVRO, refusal(trailing));
        assertEquals(Cause.NOT_AVRO, refusal(cut));
        assertEquals(Cause.WRONG_SCHEMA, refusal(other));
    }

    @Test
    void bytesOfARecordThatCannotSayHowConfidentialItIsAreMarked() {
        // Given: a report in the place of a reading, and a report with something behind it
        byte[] report = write(tocsin.v1.IncidentReport.newBuilder().setReportId("r").setAgencyId("a")
                .setKind(tocsin.v1.ReportKind.FLASH).setStatus(Status.ACTUAL).setReportedAt(Instant.EPOCH).setTitle("t")
                .setSummary("s").setConfidentiality(tocsin.v1.Confidentiality.SECRET).build());
        var reports = new AvroRecordDeserializer<>(new SchemaIds(client, null, true), tocsin.v1.IncidentReport.class);

        // Then
        assertTrue(assertThrows(UndecodableException.class, () -> read(new SchemaIds(client, null, true), report))
                .isMaybeConfidential());
        assertTrue(assertThrows(UndecodableException.class,
                () -> reports.deserialize("tocsin.reports", Arrays.copyOf(report, report.length + 1)))
                .isMaybeConfidential());
        assertTrue(!assertThrows(UndecodableException.class,
                () -> reports.deserialize("tocsin.reports", new byte[]{7, 7})).isMaybeConfidential());
    }

    @Test
    void aLengthThatPromisesGigabytesIsRefusedAndNotBelieved() {
        // Given: an id and a text that says it is 2^31 - 9 bytes long
        byte[] good = write(READING);
        ByteBuffer bomb = ByteBuffer.allocate(12).put(Arrays.copyOf(good, 5)).put((byte) 2)
                .put(HexFormat.of().parseHex("eeffffff0f"));

        // Then
        assertEquals(Cause.NOT_AVRO, refusal(Arrays.copyOf(bomb.array(), 11)));
    }

    @Test
    void confluentsOwnSettingNamesConfigureTheSerde() {
        // Given
        AvroRecordSerde serde = new AvroRecordSerde();

        // When
        serde.configure(Map.of("schema.registry.url", registry.url(), "basic.auth.credentials.source", "USER_INFO",
                "basic.auth.user.info", "a:b"), false);

        // Then
        byte[] bytes = serde.serializer().serialize("tocsin.sensors", READING);
        assertEquals(READING, serde.deserializer().deserialize("tocsin.sensors", bytes));
        assertEquals("POST /subjects/tocsin.sensors-value/versions", registry.requests.getFirst());
        assertEquals("Basic YTpi", registry.authorization);
    }

    @Test
    void aSchemaThatMustNotBeRegisteredIsOnlyLookedUp() {
        // Given
        SchemaIds ids = new SchemaIds(client, null, false);

        // Then
        RegistryRefusedException refused = assertThrows(RegistryRefusedException.class,
                () -> ids.id("tocsin.sensors-value", READING.getSchema()));
        assertEquals(40403, refused.errorCode());
    }

    @Test
    void whatStaysInsideNeedsNoRegistryAndRefusesForeignBytes() {
        // Given
        FingerprintedSerde<Finding> serde = FingerprintedSerde.of(Finding.class);
        Finding finding = new Finding("f", "T1", Outcome.LATE, "a", null, null, java.util.List.of("x"), "late",
                java.util.Map.of("zh", "迟报"), null,
                Instant.EPOCH, "370203");

        // Then
        assertEquals(finding, serde.decode(serde.encode(finding)));
        assertThrows(UndecodableException.class, () -> serde.decode(new byte[]{1, 2, 3}));
        assertEquals(Category.UNKNOWN.name(), Category.getClassSchema().getEnumDefault());
    }
}
