package tocsin.rules.condition;

import dev.cel.common.types.CelType;
import dev.cel.common.values.StructValue;
import dev.cel.runtime.AccumulatedUnknowns;
import dev.cel.runtime.CelAttribute;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// What is known of a record's fields, as a condition reads it; a field that is not known makes its comparison not known.
@SuppressWarnings("Immutable") // it reads a record nobody changes while its conditions are asked
final class Known extends StructValue<String, Object> {
    /// A text longer than this is read no further: characters. What decides stands at the beginning.
    private static final int LONGEST_TEXT = 20_000;
    /// Items of a list that are read at most.
    private static final int LONGEST_LIST = 500;

    private final Fields fields;
    private final String path;
    private final Function<String, @Nullable Object> read;

    private Known(Fields fields, String path, Function<String, @Nullable Object> read) {
        this.fields = fields;
        this.path = path;
        this.read = read;
    }

    /// What this record holds; null is nothing known.
    static Known of(Fields fields, String path, @Nullable SpecificRecord record) {
        return new Known(fields, path, record == null ? field -> null : field -> field(record, field));
    }

    /// What this map holds by field.
    static Known of(Fields fields, String path, Map<String, ?> values) {
        return new Known(fields, path, values::get);
    }

    private static @Nullable Object field(SpecificRecord record, String name) {
        var field = record.getSchema().getField(name);
        return field == null ? null : record.get(field.pos());
    }

    @Override
    public Object select(String field) {
        Object value = read.apply(field);
        Fields inner = fields.within().get(field);
        if (inner != null) {
            return inner(inner, field, value);
        }
        Object converted = value == null ? null : converted(value);
        return converted != null ? converted : notKnown(path + "." + field);
    }

    /// What stands for a value nobody knows.
    static Object notKnown(String path) {
        return AccumulatedUnknowns.create(List.of(), List.of(CelAttribute.fromQualifiedIdentifier(path)));
    }

    private Known inner(Fields inner, String field, @Nullable Object value) {
        String inside = path + "." + field;
        return switch (value) {
            case null -> of(inner, inside, Map.of());
            case SpecificRecord record -> of(inner, inside, record);
            case Map<?, ?> map -> new Known(inner, inside, map::get);
            default -> throw new IllegalArgumentException(inside + " holds no record");
        };
    }

    @Override
    public Optional<Object> find(String field) {
        Object value = read.apply(field);
        return value == null || saysNothing(value) ? Optional.empty() : Optional.of(select(field));
    }

    private static boolean saysNothing(Object value) {
        return switch (value) {
            case String text -> text.isBlank();
            case List<?> list -> list.isEmpty();
            case Enum<?> symbol -> symbol.name().equals("UNKNOWN");
            default -> false;
        };
    }

    /// The value in CEL's own types, or null where it says that it is not known.
    private static @Nullable Object converted(Object value) {
        return switch (value) {
            case String text -> text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
            case Integer number -> (long) number;
            case BigDecimal decimal -> decimal.doubleValue();
            case Enum<?> symbol -> symbol.name().equals("UNKNOWN") ? null : symbol.name();
            case List<?> list -> list.stream().limit(LONGEST_LIST).map(Known::converted)
                    .filter(java.util.Objects::nonNull).toList();
            default -> value;
        };
    }

    @Override
    public Object value() {
        return this;
    }

    @Override
    public boolean isZeroValue() {
        return false;
    }

    @Override
    public CelType celType() {
        return fields.type();
    }
}
