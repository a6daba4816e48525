package tocsin.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.schemas.AvroSafety;
import tocsin.v1.Action;
import tocsin.v1.Command;
import tocsin.v1.Confidentiality;
import tocsin.v1.IncidentReport;
import tocsin.v1.MediaSignal;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.v1.ReportKind;
import tocsin.v1.SensorReading;
import tocsin.v1.Status;

/// Every text, list and number of a foreign record has a bound, and the refusal names the field.
class RecordBoundsTest {
    static {
        AvroSafety.ensure();
    }

    private static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");
    /// Longer than any text may be.
    private static final String LONG = "x".repeat(100_001);

    static IncidentReport.Builder report() {
        return IncidentReport.newBuilder().setReportId("R-1").setAgencyId("sffd").setKind(ReportKind.FIRST)
                .setStatus(Status.ACTUAL).setReportedAt(NOON).setTitle("Fire").setSummary("A fire.")
                .setConfidentiality(Confidentiality.INTERNAL);
    }

    private static SensorReading reading() {
        return SensorReading.newBuilder().setSensorId("s").setMetric("rain_mm").setValue(1.0).setUnit("mm")
                .setObservedAt(NOON).setStatus(Status.ACTUAL).build();
    }

    private static MediaSignal signal() {
        return MediaSignal.newBuilder().setSignalId("p").setSource("weibo").setPublishedAt(NOON).setText("fire")
                .setStatus(Status.ACTUAL).build();
    }

    private static Command command() {
        return Command.newBuilder().setCommandId("c").setIncidentId("370200-20260301-0001").setAction(Action.NOTE)
                .setBy("duty-wang").setChannel("http").setAt(NOON).setNote("words").build();
    }

    private static List<Refusal> refusals(SpecificRecord record) {
        return switch (record) {
            case IncidentReport report -> ReportForm.refusals(report);
            case SensorReading reading -> ReportForm.refusals(reading);
            case MediaSignal signal -> ReportForm.refusals(signal);
            case Command command -> OrderForm.refusals(command, Role.DUTY_OFFICER);
            default -> throw new IllegalArgumentException(record.toString());
        };
    }

    static Stream<Arguments> everyField() {
        return Stream.of(report().build(), reading(), signal(), command()).flatMap(record -> record.getSchema()
                .getFields().stream().map(field -> Arguments.of(record.getSchema().getName(), field.name(), record)));
    }

    /// A value that no record may hold, or null where the type bounds it.
    private static Object tooMuch(Schema schema) {
        return switch (schema.getType()) {
            case UNION -> tooMuch(schema.getTypes().getLast());
            case STRING -> LONG;
            case ARRAY -> new ArrayList<>(Collections.nCopies(101, least(schema.getElementType())));
            case MAP -> {
                Map<String, Object> map = new HashMap<>();
                for (int i = 0; i <= 100; i++) {
                    map.put("k" + i, least(schema.getValueType()));
                }
                yield map;
            }
            case DOUBLE -> Double.NaN;
            case LONG -> schema.getLogicalType() == null ? null : Instant.parse("9999-01-01T00:00:00Z");
            case BYTES -> new BigDecimal(BigInteger.ONE.shiftLeft(8_000_000), 2);
            default -> null;
        };
    }

    private static Object least(Schema schema) {
        return switch (schema.getType()) {
            case STRING -> "x";
            case DOUBLE -> 1.0;
            case BYTES -> new BigDecimal("1.0000");
            case ENUM -> SpecificData.get().createEnum(schema.getEnumSymbols().getLast(), schema);
            case RECORD -> SpecificData.get().newRecord(null, schema);
            default -> throw new IllegalArgumentException(schema.toString());
        };
    }

    @ParameterizedTest(name = "{0}.{1}")
    @MethodSource("everyField")
    void everyFieldHasABoundAndTheRefusalNamesIt(String name, String field, SpecificRecord record) {
        // Given
        SpecificRecord strange = SpecificData.get().deepCopy(record.getSchema(), record);
        Schema.Field at = record.getSchema().getField(field);
        Object value = tooMuch(at.schema());
        if (value == null) {
            return;
        }
        strange.put(at.pos(), value);

        // When
        List<Refusal> refusals = refusals(strange);

        // Then
        assertTrue(refusals.stream().anyMatch(refusal -> String.valueOf(refusal.getField()).startsWith(field)),
                () -> name + "." + field + ": " + refusals);
        assertTrue(refusals.stream().allMatch(refusal -> refusal.getDetail().length() < 400), refusals::toString);
    }

    @Test
    void whatPeopleWriteFits() {
        IncidentReport report = report().setTitle("火".repeat(500)).setSummary("灾".repeat(100_000))
                .setMeasures(Collections.nCopies(100, "疏散".repeat(500))).setCause("x".repeat(10_000)).build();
        assertEquals(List.of(), ReportForm.refusals(report));
    }

    @Test
    void aTitleOfOneCharacterMoreIsRefusedWithReasonAndAdvice() {
        assertEquals(List.of(new Refusal(RejectReason.TOO_LARGE, "title",
                "has 501 characters, and may have 500; shorten it")),
                ReportForm.refusals(report().setTitle("x".repeat(501)).build()));
    }

    @Test
    void textsTogetherMayBeAMebibyte() {
        IncidentReport report = report().setSummary("灾".repeat(100_000))
                .setMeasures(Collections.nCopies(100, "疏".repeat(2_000)))
                .setRequests(Collections.nCopies(100, "疏".repeat(2_000))).build();
        assertEquals(RejectReason.TOO_LARGE, ReportForm.refusals(report).getFirst().getReason());
        assertTrue(ReportForm.refusals(report).getFirst().getDetail().contains("1 MiB"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "a\uD800b", "\uDC00"})
    void whatNoTextMayHoldIsRefusedByField(String text) {
        List<Refusal> refusals = ReportForm.refusals(report().setMeasures(List.of("ok", text)).build());
        assertEquals("measures[1]", refusals.getFirst().getField());
        assertEquals(RejectReason.INVALID_VALUE, refusals.getFirst().getReason());
    }

    @Test
    void refusalsDoNotGrowWithTheRecord() {
        IncidentReport report = report().setMeasures(Collections.nCopies(100, "a\0b")).build();
        assertEquals(20, ReportForm.refusals(report).size());
    }
}
