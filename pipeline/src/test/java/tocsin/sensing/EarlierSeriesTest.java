package tocsin.sensing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;
import tocsin.internal.v1.InterruptionKind;
import tocsin.internal.v1.SensorSeries;
import tocsin.internal.v1.SensorValue;
import tocsin.schemas.AvroSafety;
import tocsin.schemas.FingerprintedSerde;
import tocsin.v1.WarningLevel;

/// What sensing kept before it counted values and looked for interruptions is read and goes on.
class EarlierSeriesTest {
    static {
        AvroSafety.ensure();
    }

    private static Schema earlier(Class<?> type) throws IOException {
        try (InputStream file = FingerprintedSerde.class
                .getResourceAsStream("released/0.3.0-dev/" + type.getName() + ".avsc")) {
            return new Schema.Parser()
                    .parse(new String(assertNotNullThat(file).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static InputStream assertNotNullThat(InputStream file) {
        assertNotNull(file);
        return file;
    }

    private static byte[] bytes(GenericRecord record) throws IOException {
        var buffer = new BinaryMessageEncoder<GenericRecord>(GenericData.get(), record.getSchema()).encode(record);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    @Test
    void aSeriesOfBeforeIsReadAndItsLevelStandsOn() throws IOException {
        // Given: a value at nine, red, as it was kept then
        Gauge gauge = new Gauge("level_m", "m", """
                rules:
                  - {id: W, basis: test, system: test, metric: level_m, unit: m, type: 11B03, levels: {RED: 8}, hysteresis: 0.2}
                """, "metrics: {level_m: {unit: m, every: PT10M}}");
        Gauge now = gauge.tells(9, Duration.ZERO);
        SensorValue today = now.series.between(Gauge.BEGIN.minusMillis(1), Gauge.BEGIN).getFirst().value();
        Schema valueSchema = earlier(SensorValue.class);
        Schema watchSchema = valueSchema.getField("watches").schema().getValueType();
        GenericRecord watch = new GenericData.Record(watchSchema);
        watch.put("sums", List.of(9_000_000L));
        watch.put("counts", List.of(1));
        watch.put("reachedSince", List.of(Gauge.BEGIN.toEpochMilli()));
        watch.put("level", new GenericData.EnumSymbol(watchSchema.getField("level").schema().getTypes().get(1), "RED"));
        GenericRecord value = new GenericData.Record(valueSchema);
        value.put("millionths", 9_000_000L);
        value.put("adds", 9_000_000L);
        value.put("watches", Map.of(today.getWatches().keySet().iterator().next(), watch));
        Schema wholeSchema = earlier(SensorSeries.class);
        GenericRecord whole = new GenericData.Record(wholeSchema);
        for (String time : List.of("newestAt", "oldestAt", "arrivedAt", "sameSince")) {
            whole.put(time, Gauge.BEGIN.toEpochMilli());
        }
        whole.put("levels", Map.of("W", new GenericData.EnumSymbol(
                wholeSchema.getField("levels").schema().getValueType(), "RED")));
        whole.put("stuck", false);
        whole.put("silent", false);

        // When
        now.series.put(Gauge.BEGIN, FingerprintedSerde.of(SensorValue.class).decode(bytes(value)));
        now.series.keep(FingerprintedSerde.of(SensorSeries.class).decode(bytes(whole)));
        now.changes.clear();
        now.looks(Duration.ofMinutes(16)).tells(7, Duration.ofMinutes(20));

        // Then: interrupted, and red by the level of then
        assertEquals(List.of(InterruptionKind.INTERRUPTED, InterruptionKind.RESUMED), now.interrupted());
        assertEquals(List.of(), now.changes);
        SensorSeries known = now.series.whole();
        assertEquals(Map.of("W", WarningLevel.RED), known.getLevels());
        assertNull(known.getForgottenUntil());
        assertEquals(Instant.parse("2026-07-01T00:20:00Z"), known.getNewestAt());
        assertEquals("-", now.tells(1, Duration.ofMinutes(30)).told());
    }
}
