package tocsin.rules.condition;

import dev.cel.common.types.CelType;
import dev.cel.common.values.StructValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// What is known of a record's fields, as a condition reads it; a field that is not known makes its comparison not known.
@SuppressWarnings("Immutable") // it reads a record nobody changes while its conditions are asked
final class Known extends StructValue<String, Object> {
    /// A text longer than this is read no further: characters. What decides stands at the beginning.
    private static final int LONGEST_TEXT = 20_000;
    /// Items of a list that are read at most.
    private static final int LONGEST_LIST = 500;

    private final Places places;
    private final @Nullable SpecificRecord record;
    private final Map<?, ?> values;

    private Known(Places places, @Nullable SpecificRecord record, Map<?, ?> values) {
        this.places = places;
        this.record = record;
        this.values = values;
    }

    /// What this record holds; null is nothing known.
    static Known of(Places places, @Nullable SpecificRecord record) {
        return new Known(places, record, Map.of());
    }

    /// What this map holds by field.
    static Known of(Places places, Map<?, ?> values) {
        return new Known(places, null, values);
    }

    private @Nullable Object read(String name) {
        if (record == null) {
            return values.get(name);
        }
        var field = record.getSchema().getField(name);
        return field == null ? null : record.get(field.pos());
    }

    @Override
    public Object select(String field) {
        return select(field, read(field));
    }

    private Object select(String field, @Nullable Object value) {
        Places.Place place = places.places().get(field);
        if (place == null) {
            throw new IllegalArgumentException(places.path() + " has no field " + field);
        }
        Places within = place.within();
        if (within != null) {
            return inner(within, value);
        }
        Object converted = value == null ? null : converted(value);
        return converted != null ? converted : place.notKnown();
    }

    private static Known inner(Places within, @Nullable Object value) {
        return switch (value) {
            case null -> of(within, Map.of());
            case SpecificRecord inner -> of(within, inner);
            case Map<?, ?> map -> of(within, map);
            default -> throw new IllegalArgumentException(within.path() + " holds no record");
        };
    }

    @Override
    public Optional<Object> find(String field) {
        Object value = read(field);
        return value == null || saysNothing(value) ? Optional.empty() : Optional.of(select(field, value));
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
            case List<?> list -> items(list);
            default -> value;
        };
    }

    /// The items of a list, whose texts together are read as far as one text is: a pattern in a loop costs no more than one
    /// outside.
    private static List<Object> items(List<?> list) {
        List<Object> items = new ArrayList<>();
        int left = LONGEST_TEXT;
        for (Object item : list.subList(0, Math.min(list.size(), LONGEST_LIST))) {
            Object known = converted(item);
            if (known instanceof String text) {
                known = text.substring(0, Math.min(text.length(), left));
                left -= Math.min(text.length(), left);
            }
            if (known != null) {
                items.add(known);
            }
        }
        return Collections.unmodifiableList(items);
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
        return places.fields().type();
    }
}
