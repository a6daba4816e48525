package tocsin.schemas;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/// How much a strange schema asks of whoever reads with it.
///
/// A schema of a few lines can name ten types that each hold the next ten times: written out it fills any memory, and its
/// values may take no byte, so that a short record keeps a reader busy for hours. No schema of a report is like that.
final class SchemaExtent {
    /// Parts of a schema written out; the largest of ours has some 500.
    static final int MOST_PARTS = 10_000;
    /// Parts of one item of a list or map: a megabyte may hold a million items.
    static final int MOST_PARTS_OF_ITEM = 1_000;
    private static final int DEEPEST = 200;
    private static final int MOST_NESTED = 8;

    private final IdentityHashMap<Schema, Long> known = new IdentityHashMap<>();
    private Optional<String> objection = Optional.empty();

    private SchemaExtent() {}

    /// Why nobody reads with this schema; empty where it is an ordinary one.
    static Optional<String> objection(Schema schema) {
        SchemaExtent extent = new SchemaExtent();
        long parts = extent.parts(schema, 0);
        return extent.objection.or(() -> parts > MOST_PARTS
                ? Optional.of("has more than " + MOST_PARTS + " parts, written out")
                : Optional.empty());
    }

    private long parts(Schema schema, int depth) {
        Long before = known.get(schema);
        if (before != null) {
            return before;
        }
        if (depth > DEEPEST) {
            objection = Optional.of("is nested more than " + DEEPEST + " deep");
            return MOST_PARTS;
        }
        // A type within itself is one part more: it takes bytes, or can be read by nobody.
        known.put(schema, 1L);
        long parts = 1;
        for (Schema inner : within(schema)) {
            parts = Math.min(Integer.MAX_VALUE, parts + parts(inner, depth + 1));
        }
        if (schema.getType() == Schema.Type.ARRAY || schema.getType() == Schema.Type.MAP) {
            Schema item = within(schema).getFirst();
            if (parts > MOST_PARTS_OF_ITEM) {
                objection = Optional
                        .of("has a list or map whose items have more than " + MOST_PARTS_OF_ITEM + " parts");
            } else if (schema.getType() == Schema.Type.ARRAY && takesNothing(item, 0)) {
                objection = Optional.of("has a list of items that take no byte");
            }
        }
        known.put(schema, parts);
        return parts;
    }

    private static List<Schema> within(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> schema.getFields().stream().map(Schema.Field::schema).toList();
            case UNION -> schema.getTypes();
            case ARRAY -> List.of(schema.getElementType());
            case MAP -> List.of(schema.getValueType());
            default -> List.of();
        };
    }

    /// Whether a value takes no byte. Of records so deep that nobody looks to their end it is taken for so.
    private static boolean takesNothing(Schema schema, int depth) {
        return switch (schema.getType()) {
            case NULL -> true;
            case FIXED -> schema.getFixedSize() == 0;
            case RECORD -> depth > MOST_NESTED || schema.getFields().stream()
                    .allMatch(field -> takesNothing(field.schema(), depth + 1));
            default -> false;
        };
    }
}
