package tocsin.intake;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import tocsin.text.PlainText;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.wire.Times;
import tocsin.yaml.Numbers;

/// How long the texts and lists of a foreign record may be, and which numbers, times and characters it may hold: one table
/// for every field, the same at every way in.
///
/// The bounds are far above what anybody writes. What a desk makes of a record must fit in a record itself.
final class RecordBounds {
    /// The texts of one record together, in UTF-8.
    static final int LARGEST = 1024 * 1024;
    /// A text that is not in the table: a name, a code or a word.
    static final int LONGEST_TEXT = 500;
    /// Items of a list or map that is not in the table.
    static final int MOST_ITEMS = 100;
    private static final int LONGEST_KEY = 100;
    /// Refusals of one record that are told.
    private static final int MOST_REFUSALS = 20;

    /// Characters of a text, by record and path.
    private static final Map<String, Integer> LONGEST = Map.ofEntries(Map.entry("IncidentReport.summary", 100_000),
            Map.entry("IncidentReport.cause", 10_000), Map.entry("IncidentReport.trend", 10_000),
            Map.entry("IncidentReport.measures", 2_000), Map.entry("IncidentReport.requests", 2_000),
            Map.entry("IncidentReport.attachments.url", 2_000), Map.entry("MediaSignal.text", 20_000),
            Map.entry("MediaSignal.url", 2_000), Map.entry("Command.note", 10_000),
            Map.entry("Command.arguments", 20_000));
    /// Items of a list or map, by record and path.
    private static final Map<String, Integer> MOST = Map.of("IncidentReport.sensitivity", 10,
            "IncidentReport.attachments", 50, "Command.arguments", 50);

    private final String name;
    private final List<Refusal> refusals = new ArrayList<>();
    private long bytes;

    private RecordBounds(String name) {
        this.name = name;
    }

    /// Why this record is out of bounds, each reason with its field; empty if it is not.
    static List<Refusal> refusals(SpecificRecord record) {
        RecordBounds bounds = new RecordBounds(record.getSchema().getName());
        bounds.record(record, "", "");
        if (bounds.bytes > LARGEST) {
            bounds.refuse(RejectReason.TOO_LARGE, null, "all its texts together are " + bounds.bytes
                    + " bytes, and may be 1 MiB; put documents elsewhere and name them");
        }
        return List.copyOf(bounds.refusals);
    }

    private void refuse(RejectReason reason, @Nullable String field, String detail) {
        if (refusals.size() < MOST_REFUSALS) {
            refusals.add(new Refusal(reason, field, detail));
        }
    }

    /// @param place the path without numbers and keys, by which the tables are kept
    private void record(SpecificRecord record, String path, String place) {
        for (Schema.Field field : record.getSchema().getFields()) {
            value(record.get(field.pos()), field.schema(), join(path, field.name()), join(place, field.name()));
        }
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private void value(@Nullable Object value, Schema schema, String path, String place) {
        switch (value) {
            case null -> {
            }
            case SpecificRecord inner -> record(inner, path, place);
            case CharSequence text ->
                text(text.toString(), path, LONGEST.getOrDefault(name + "." + place, LONGEST_TEXT));
            case Instant time -> {
                if (!Times.isSane(time)) {
                    refuse(RejectReason.INVALID_VALUE, path, Times.RANGE);
                }
            }
            case Double number -> {
                if (!Double.isFinite(number)) {
                    refuse(RejectReason.INVALID_VALUE, path, "must be a finite number");
                }
            }
            case BigDecimal number -> decimal(number, schema, path);
            case List<?> list -> {
                Schema items = of(schema, Schema.Type.ARRAY).getElementType();
                if (few(list.size(), path, place)) {
                    for (int i = 0; i < list.size(); i++) {
                        value(list.get(i), items, path + "[" + i + "]", place);
                    }
                }
            }
            case Map<?, ?> map -> {
                Schema values = of(schema, Schema.Type.MAP).getValueType();
                if (few(map.size(), path, place)) {
                    map.forEach((key, item) -> {
                        String words = String.valueOf(key);
                        text(words, path + "." + shown(words), LONGEST_KEY);
                        value(item, values, path + "." + shown(words), place);
                    });
                }
            }
            default -> {
                // Whole numbers, flags and symbols are bounded by their types.
            }
        }
    }

    private static String shown(String key) {
        return PlainText.line(PlainText.shortened(key, 60));
    }

    private boolean few(int items, String path, String place) {
        int most = MOST.getOrDefault(name + "." + place, MOST_ITEMS);
        if (items > most) {
            refuse(RejectReason.TOO_LARGE, path, "has " + items + " items, and may have " + most
                    + "; send those that matter most");
        }
        return items <= most;
    }

    private void text(String text, String path, int longest) {
        if (text.length() > longest) {
            refuse(RejectReason.TOO_LARGE, path, "has " + text.length() + " characters, and may have " + longest
                    + "; shorten it");
            return;
        }
        bytes += text.getBytes(StandardCharsets.UTF_8).length;
        if (!PlainText.isWhole(text)) {
            refuse(RejectReason.INVALID_VALUE, path,
                    "holds half of a character (a lone surrogate), which UTF-8 has no bytes for; take it out");
        }
        if (text.indexOf('\0') >= 0) {
            refuse(RejectReason.INVALID_VALUE, path, "holds the character U+0000; take it out");
        }
    }

    private void decimal(BigDecimal number, Schema schema, String path) {
        boolean fits = Numbers.isPlain(number)
                && (!(nonNull(schema).getLogicalType() instanceof LogicalTypes.Decimal kind)
                        || number.precision() <= kind.getPrecision());
        if (!fits) {
            refuse(RejectReason.INVALID_VALUE, path, "has more digits than such a number may have");
        }
    }

    private static Schema of(Schema schema, Schema.Type type) {
        Schema plain = nonNull(schema);
        if (plain.getType() != type) {
            throw new IllegalArgumentException("a value that is no " + type);
        }
        return plain;
    }

    private static Schema nonNull(Schema schema) {
        return schema.isUnion()
                ? schema.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).findFirst()
                        .orElse(schema)
                : schema;
    }
}
