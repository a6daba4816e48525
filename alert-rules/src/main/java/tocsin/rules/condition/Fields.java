package tocsin.rules.condition;

import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/// A record as conditions see it: the names of its fields, the type of each, and the symbols a field may have.
///
/// @param type the record's type
/// @param symbols the symbols of fields that are enumerations, `UNKNOWN` left out
/// @param within the records its fields hold
@SuppressWarnings("Immutable") // the maps its look-ups close over are filled before and never changed
record Fields(StructType type, Map<String, List<String>> symbols, Map<String, Fields> within) {
    /// A record with fields of these types.
    static Fields of(String name, Map<String, CelType> types, Map<String, Fields> within) {
        return new Fields(StructType.create(name, ImmutableSet.copyOf(types.keySet()),
                field -> Optional.ofNullable(types.get(field))), Map.of(), within);
    }

    /// The record of this schema.
    ///
    /// @param facts what stands for a map of facts
    static Fields of(Schema schema, Fields facts) {
        Map<String, CelType> types = new LinkedHashMap<>();
        Map<String, List<String>> symbols = new LinkedHashMap<>();
        Map<String, Fields> within = new LinkedHashMap<>();
        for (Schema.Field field : schema.getFields()) {
            Schema plain = plain(field.schema());
            Fields inner = isFacts(plain) ? facts : plain.getType() == Schema.Type.RECORD ? of(plain, facts) : null;
            CelType type = inner != null ? inner.type() : type(plain, facts);
            if (type != null) {
                types.put(field.name(), type);
                if (inner != null) {
                    within.put(field.name(), inner);
                }
                symbols(plain).ifPresent(known -> symbols.put(field.name(), known));
            }
        }
        return new Fields(StructType.create(schema.getFullName(), ImmutableSet.copyOf(types.keySet()),
                field -> Optional.ofNullable(types.get(field))), Map.copyOf(symbols), Map.copyOf(within));
    }

    /// A schema without null.
    static Schema plain(Schema schema) {
        return schema.getType() != Schema.Type.UNION
                ? schema
                : schema.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("a union of nothing but null"));
    }

    /// Whether this is a map of figures by registered key.
    static boolean isFacts(Schema schema) {
        return schema.getType() == Schema.Type.MAP
                && schema.getValueType().getLogicalType() instanceof LogicalTypes.Decimal;
    }

    private static @Nullable CelType type(Schema schema, Fields facts) {
        if (schema.getLogicalType() instanceof LogicalTypes.TimestampMillis) {
            return SimpleType.TIMESTAMP;
        }
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal) {
            return SimpleType.DOUBLE;
        }
        return switch (schema.getType()) {
            case STRING, ENUM -> SimpleType.STRING;
            case INT, LONG -> SimpleType.INT;
            case DOUBLE, FLOAT -> SimpleType.DOUBLE;
            case BOOLEAN -> SimpleType.BOOL;
            case RECORD -> of(schema, facts).type();
            case ARRAY -> {
                CelType element = type(plain(schema.getElementType()), facts);
                yield element == null ? null : ListType.create(element);
            }
            case MAP -> {
                CelType value = type(plain(schema.getValueType()), facts);
                yield value == null ? null : MapType.create(SimpleType.STRING, value);
            }
            case BYTES, FIXED, NULL, UNION -> null;
        };
    }

    private static Optional<List<String>> symbols(Schema schema) {
        Schema one = schema.getType() == Schema.Type.ARRAY ? plain(schema.getElementType()) : schema;
        return one.getType() == Schema.Type.ENUM
                ? Optional.of(one.getEnumSymbols().stream().filter(symbol -> !symbol.equals("UNKNOWN")).toList())
                : Optional.empty();
    }
}
