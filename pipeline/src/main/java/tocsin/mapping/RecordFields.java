package tocsin.mapping;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import tocsin.v1.IncidentReport;
import tocsin.v1.MediaSignal;
import tocsin.v1.SensorReading;
import tocsin.yaml.Nearest;
import tocsin.yaml.YamlNode;

/// The fields a mapping can fill, by path, and what their values are.
final class RecordFields {
    private RecordFields() {}

    /// The schema of what a row becomes.
    static Schema of(Mapping.Kind kind) {
        return switch (kind) {
            case REPORT -> IncidentReport.getClassSchema();
            case SENSOR -> SensorReading.getClassSchema();
            case MEDIA -> MediaSignal.getClassSchema();
        };
    }

    /// The schema of the field at this path; empty once a problem is noted.
    static Optional<Schema> field(Schema root, String path, YamlNode at) {
        Schema schema = root;
        StringBuilder above = new StringBuilder();
        for (String name : path.split("\\.", -1)) {
            if (schema.getType() == Schema.Type.MAP) {
                schema = valueOf(schema.getValueType());
            } else if (schema.getType() != Schema.Type.RECORD) {
                at.problem(above + " has no fields within it; write the mapping for " + above);
                return Optional.empty();
            } else {
                Schema.Field field = schema.getField(name);
                if (field == null) {
                    List<String> known = schema.getFields().stream().map(Schema.Field::name).toList();
                    at.problem("\"" + name + "\" is not a field of " + schema.getName() + Nearest.hint(name, known)
                            + "; remove it or correct its name");
                    return Optional.empty();
                }
                schema = valueOf(field.schema());
            }
            above.append(above.isEmpty() ? "" : ".").append(name);
        }
        if (schema.getType() == Schema.Type.RECORD || schema.getType() == Schema.Type.MAP) {
            at.problem(path + " holds fields of its own; write the mapping for one of them, such as " + path + "."
                    + (schema.getType() == Schema.Type.MAP ? "NAME" : schema.getFields().getFirst().name()));
            return Optional.empty();
        }
        if (schema.getType() == Schema.Type.ARRAY && schema.getElementType().getType() == Schema.Type.RECORD) {
            at.problem(path + " is a list of objects, which no mapping fills; leave it out");
            return Optional.empty();
        }
        return Optional.of(schema);
    }

    private static Schema valueOf(Schema schema) {
        return schema.getType() == Schema.Type.UNION
                ? schema.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).findFirst()
                        .orElse(schema)
                : schema;
    }

    /// What a value of this field is where the mapping does not say.
    static FieldSource.As as(Schema field) {
        if (isNumber(field)) {
            return FieldSource.As.NUMBER;
        }
        return switch (field.getType()) {
            case ARRAY -> FieldSource.As.LIST;
            case BOOLEAN -> FieldSource.As.BOOLEAN;
            default -> FieldSource.As.TEXT;
        };
    }

    /// What is wrong with filling this field so; empty where nothing is.
    static Optional<String> objection(Schema field, FieldSource.As as) {
        boolean fits = switch (as) {
            case NUMBER -> isNumber(field);
            case LIST -> field.getType() == Schema.Type.ARRAY;
            case BOOLEAN -> field.getType() == Schema.Type.BOOLEAN;
            case TIME -> field.getType() == Schema.Type.STRING || isTime(field);
            case TEXT -> field.getType() == Schema.Type.STRING || field.getType() == Schema.Type.ENUM || isTime(field)
                    || field.getLogicalType() instanceof LogicalTypes.Decimal;
        };
        return fits ? Optional.empty()
                : Optional.of("is " + said(field) + "; write as: "
                        + (isTime(field) ? "time" : as(field).name().toLowerCase(Locale.ROOT)));
    }

    private static String said(Schema field) {
        if (isTime(field)) {
            return "a time";
        }
        return isNumber(field) ? "a number" : switch (field.getType()) {
            case ARRAY -> "a list";
            case BOOLEAN -> "true or false";
            default -> "a text";
        };
    }

    private static boolean isTime(Schema field) {
        return field.getLogicalType() instanceof LogicalTypes.TimestampMillis;
    }

    private static boolean isNumber(Schema field) {
        return switch (field.getType()) {
            case INT, DOUBLE, FLOAT -> true;
            case LONG -> !isTime(field);
            default -> field.getLogicalType() instanceof LogicalTypes.Decimal;
        };
    }
}
