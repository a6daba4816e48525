package tocsin.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import tocsin.schemas.AvroSafety;
import tocsin.text.PlainText;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.yaml.Nearest;
import tocsin.yaml.Numbers;

/// Reads the JSON of a record strictly: every wrong, missing and unknown field is named at once.
public final class JsonReading {
    static {
        AvroSafety.ensure();
    }

    /// Refusals of one record that are told: whoever corrects these sends it again and is told of the next.
    private static final int MOST_REFUSALS = 50;

    private final List<Refusal> refusals = new ArrayList<>();

    private JsonReading() {}

    /// A record, or everything that keeps the JSON from being one; exactly one of the two.
    ///
    /// @param record the record, or null
    /// @param refusals why it is none; empty with a record
    public record Result<V>(@Nullable V record, List<Refusal> refusals) {}

    /// Reads this JSON as a record of this class.
    public static <V extends SpecificRecord> Result<V> read(JsonNode json, Class<V> type) {
        JsonReading reading = new JsonReading();
        Object record = reading.record(SpecificData.get().getSchema(type), json, "");
        return reading.refusals.isEmpty()
                ? new Result<>(type.cast(record), List.of())
                : new Result<>(null, List.copyOf(reading.refusals));
    }

    private @Nullable Object refuse(RejectReason reason, String field, String detail) {
        if (refusals.size() < MOST_REFUSALS) {
            refusals.add(new Refusal(reason, field.isEmpty() ? null : field, detail));
        }
        return null;
    }

    private @Nullable Object record(Schema schema, JsonNode json, String path) {
        if (!json.isObject()) {
            return refuse(RejectReason.WRONG_TYPE, path, "must be an object, and is " + kind(json));
        }
        List<String> known = schema.getFields().stream().map(Schema.Field::name).toList();
        json.fieldNames().forEachRemaining(name -> {
            if (refusals.size() < MOST_REFUSALS && !known.contains(name)) {
                refuse(RejectReason.UNKNOWN_FIELD, join(path, name), "is not a field of " + schema.getName()
                        + Nearest.hint(name, known) + "; remove it or correct its name");
            }
        });
        SpecificRecord record = (SpecificRecord) SpecificData.get().newRecord(null, schema);
        for (Schema.Field field : schema.getFields()) {
            String fieldPath = join(path, field.name());
            JsonNode value = json.get(field.name());
            if (value == null || value.isNull() && !isNullable(field.schema())) {
                if (!field.hasDefaultValue()) {
                    refuse(RejectReason.MISSING_FIELD, fieldPath, "is missing; every " + schema.getName()
                            + " needs it: " + field.doc());
                    continue;
                }
                record.put(field.pos(), SpecificData.get().getDefaultValue(field));
            } else {
                Object read = value(field.schema(), value, fieldPath);
                if (read != null || isNullable(field.schema())) {
                    record.put(field.pos(), read);
                }
            }
        }
        return record;
    }

    private @Nullable Object value(Schema schema, JsonNode json, String path) {
        LogicalType logical = schema.getLogicalType();
        if (logical instanceof LogicalTypes.TimestampMillis) {
            return time(json, path);
        }
        if (logical instanceof LogicalTypes.Decimal decimal) {
            return decimal(decimal, json, path);
        }
        return switch (schema.getType()) {
            case UNION -> json.isNull() ? null : value(nonNull(schema), json, path);
            case RECORD -> record(schema, json, path);
            case ENUM -> symbol(schema, json, path);
            case ARRAY -> array(schema, json, path);
            case MAP -> map(schema, json, path);
            case STRING -> text(json, path);
            case INT -> json.isIntegralNumber() && json.canConvertToInt()
                    ? (Object) json.intValue()
                    : wrong("a whole number", json, path);
            case LONG -> json.isIntegralNumber() && json.canConvertToLong()
                    ? (Object) json.longValue()
                    : wrong("a whole number", json, path);
            case DOUBLE -> json.isNumber() && Double.isFinite(json.doubleValue())
                    ? (Object) json.doubleValue()
                    : wrong("a number", json, path);
            case BOOLEAN -> json.isBoolean() ? (Object) json.booleanValue() : wrong("true or false", json, path);
            case BYTES -> bytes(json, path);
            case FLOAT, FIXED, NULL -> throw new IllegalArgumentException("no JSON reading for " + schema);
        };
    }

    private @Nullable Object text(JsonNode json, String path) {
        if (!json.isTextual()) {
            return wrong("a text", json, path);
        }
        return PlainText.isWhole(json.textValue()) ? json.textValue() : halved(path);
    }

    private @Nullable Object halved(String path) {
        return refuse(RejectReason.INVALID_VALUE, path,
                "holds half of a character (a lone surrogate), which UTF-8 has no bytes for; take it out");
    }

    private @Nullable Object wrong(String wanted, JsonNode json, String path) {
        return refuse(RejectReason.WRONG_TYPE, path, "must be " + wanted + ", and is " + kind(json));
    }

    private @Nullable Object time(JsonNode json, String path) {
        if (!json.isTextual()) {
            return wrong("a time with offset such as 2026-03-01T08:30:00+08:00", json, path);
        }
        try {
            Instant time = Times.read(json.textValue());
            return Times.isSane(time)
                    ? time.truncatedTo(ChronoUnit.MILLIS)
                    : refuse(RejectReason.INVALID_VALUE, path, Times.RANGE);
        } catch (DateTimeException e) {
            return refuse(RejectReason.INVALID_VALUE, path, "\"" + shortened(json.textValue())
                    + "\" is not a time with offset; write it like 2026-03-01T08:30:00+08:00");
        }
    }

    private @Nullable Object decimal(LogicalTypes.Decimal decimal, JsonNode json, String path) {
        try {
            if (!json.isNumber() && !json.isTextual()) {
                return wrong("a number", json, path);
            }
            // The length of a text first: reading a megabyte of digits takes half a minute.
            if (json.isTextual() && json.textValue().length() > Numbers.LONGEST
                    || json.isNumber() && !Numbers.isPlain(json.decimalValue())) {
                return refuse(RejectReason.INVALID_VALUE, path, "has more than " + Numbers.LONGEST
                        + " digits; give at most " + (decimal.getPrecision() - decimal.getScale())
                        + " before the point and " + decimal.getScale() + " after it");
            }
            BigDecimal value = json.isNumber() ? json.decimalValue() : Numbers.decimal(json.textValue());
            // Precision first: scaling 1e999999999 would ask for all memory.
            if (value.precision() - (long) value.scale() > decimal.getPrecision() - decimal.getScale()) {
                return refuse(RejectReason.INVALID_VALUE, path, "is too large: at most "
                        + (decimal.getPrecision() - decimal.getScale()) + " digits before the point");
            }
            BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
            if (stripped.scale() > decimal.getScale()) {
                return refuse(RejectReason.INVALID_VALUE, path,
                        "has more than " + decimal.getScale() + " digits after the point");
            }
            return stripped.setScale(decimal.getScale());
        } catch (NumberFormatException e) {
            return wrong("a number", json, path);
        }
    }

    private @Nullable Object symbol(Schema schema, JsonNode json, String path) {
        List<String> symbols = schema.getEnumSymbols().stream().filter(symbol -> !symbol.equals("UNKNOWN")).toList();
        if (!json.isTextual()) {
            return wrong("one of " + symbols, json, path);
        }
        String text = json.textValue();
        if (!symbols.contains(text) && !(text.equals("UNKNOWN") && schema.getEnumDefault() != null
                && isUnknownTelling(schema))) {
            return refuse(RejectReason.INVALID_VALUE, path, "\"" + shortened(text) + "\" is not one of " + symbols
                    + Nearest.hint(text, symbols));
        }
        return SpecificData.get().createEnum(text, schema);
    }

    /// Whether a sender may say that it does not know: of the source and the way a report came, and of nothing else.
    private static boolean isUnknownTelling(Schema schema) {
        return schema.getName().equals("ReportSource") || schema.getName().equals("Via");
    }

    private @Nullable Object array(Schema schema, JsonNode json, String path) {
        if (!json.isArray()) {
            return wrong("a list", json, path);
        }
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            Object item = value(schema.getElementType(), json.get(i), path + "[" + i + "]");
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    private @Nullable Object map(Schema schema, JsonNode json, String path) {
        if (!json.isObject()) {
            return wrong("an object", json, path);
        }
        Map<String, Object> entries = new HashMap<>();
        json.properties().forEach(entry -> {
            if (!PlainText.isWhole(entry.getKey())) {
                halved(path);
                return;
            }
            Object value = value(schema.getValueType(), entry.getValue(), join(path, entry.getKey()));
            if (value != null) {
                entries.put(entry.getKey(), value);
            }
        });
        return entries;
    }

    private @Nullable Object bytes(JsonNode json, String path) {
        try {
            return json.isTextual()
                    ? ByteBuffer.wrap(Base64.getDecoder().decode(json.textValue()))
                    : wrong("a base64 text", json, path);
        } catch (IllegalArgumentException e) {
            return refuse(RejectReason.INVALID_VALUE, path, "is not base64");
        }
    }

    private static Schema nonNull(Schema union) {
        return union.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a union of nothing but null"));
    }

    private static boolean isNullable(Schema schema) {
        return schema.isNullable();
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? shortened(name) : path + "." + shortened(name);
    }

    private static String shortened(String text) {
        return PlainText.line(PlainText.shortened(text, 60));
    }

    private static String kind(JsonNode json) {
        return switch (json.getNodeType()) {
            case ARRAY -> "a list";
            case BINARY, POJO, MISSING -> "nothing";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            case NUMBER -> "the number " + shortened(json.asText());
            case OBJECT -> "an object";
            case STRING -> "the text \"" + shortened(json.asText()) + "\"";
        };
    }
}
