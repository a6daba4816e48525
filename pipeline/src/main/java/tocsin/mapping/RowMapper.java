package tocsin.mapping;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import tocsin.text.PlainText;
import tocsin.wire.RecordJson;
import tocsin.wire.Times;

/// Makes records of rows.
public final class RowMapper {
    private static final int LONGEST_QUOTE = 200;

    private final Mapping mapping;

    public RowMapper(Mapping mapping) {
        this.mapping = mapping;
    }

    /// What became of a row.
    ///
    /// @param line where it stands in its file
    /// @param columns what stands there, by column
    /// @param record the record, as far as it could be made
    /// @param arrivedAt when it arrived; null where the mapping does not say or the row does not tell
    /// @param problems what is wrong, each with its field
    public record Mapped(long line, Map<String, String> columns, ObjectNode record, @Nullable Instant arrivedAt,
            List<String> problems) {}

    /// Whether a row is left out because it has no value in a column that it needs one in.
    public boolean isSkipped(Row row) {
        return row.problem() == null
                && mapping.skipWithout().stream().anyMatch(column -> text(row, column) == null);
    }

    /// Makes the record of a row.
    public Mapped map(Row row) {
        List<String> problems = new ArrayList<>();
        ObjectNode record = RecordJson.MAPPER.createObjectNode();
        if (row.problem() != null) {
            problems.add(row.problem());
        }
        mapping.fields().forEach((path, source) -> value(path, source, row, problems)
                .ifPresent(text -> put(record, path, text, source, row, problems)));
        Instant arrivedAt = mapping.arrivedAt()
                .flatMap(column -> value("arrived-at", column, row, problems)
                        .flatMap(text -> time("arrived-at", text, problems)))
                .orElse(null);
        return new Mapped(row.line(), row.columns(), record, arrivedAt, problems);
    }

    /// The value of a column; null where there is none, or one that the mapping says is missing.
    private @Nullable String text(Row row, String column) {
        String text = row.columns().get(mapping.name(column));
        return text == null || text.isBlank() || isMissing(text.strip()) ? null : text;
    }

    /// Whether the mapping says that this value means none; of numbers -999 and -999.0 are the same.
    private boolean isMissing(String text) {
        if (mapping.values().missing().contains(text)) {
            return true;
        }
        return mapping.values().missing().stream().anyMatch(missing -> number(missing).flatMap(none -> number(text)
                .map(found -> found.compareTo(none) == 0)).orElse(false));
    }

    private Optional<BigDecimal> number(String text) {
        try {
            return text.chars().anyMatch(c -> c >= '0' && c <= '9')
                    ? Optional.of(mapping.values().numbers().number(text))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Optional<String> value(String path, FieldSource source, Row row, List<String> problems) {
        return switch (source) {
            case FieldSource.Value(String value, FieldSource.As as) -> Optional.of(value);
            case FieldSource.Text(String text, FieldSource.Reading reading) ->
                read(path, filled(text, row), "the text", reading, problems);
            case FieldSource.Column(String column, boolean optional, FieldSource.Reading reading) -> {
                if (row.lists().getOrDefault(column, Optional.of(List.of())).isEmpty()) {
                    problems.add(path + ": column " + column + " holds lists or objects among its values; name what is"
                            + " meant by number, such as " + column + ".0");
                    yield Optional.empty();
                }
                yield read(path, text(row, column), "column " + column, reading, problems);
            }
        };
    }

    /// A text with its columns; null where the row has none of them.
    private @Nullable String filled(String text, Row row) {
        boolean[] any = new boolean[1];
        String filled = Mapping.PLACE.matcher(text).replaceAll(place -> {
            String value = text(row, place.group(1));
            any[0] |= value != null;
            return Matcher.quoteReplacement(value == null ? "" : value);
        }).strip();
        return !filled.isEmpty() && (any[0] || !Mapping.PLACE.matcher(text).find()) ? filled : null;
    }

    private static Optional<String> read(String path, @Nullable String text, String what, FieldSource.Reading reading,
            List<String> problems) {
        if (text == null) {
            return reading.map().isEmpty() ? Optional.empty() : reading.otherwise();
        }
        String found = text;
        if (reading.pattern().isPresent()) {
            com.google.re2j.Matcher matcher = reading.pattern().get().matcher(text);
            String group = matcher.find() ? matcher.group(1) : null;
            if (group == null) {
                problems.add(path + ": " + what + " does not have the form " + reading.pattern().get());
                return Optional.empty();
            }
            found = group;
        }
        String mapped = reading.map().getOrDefault(found, reading.otherwise().orElse(found));
        return mapped.isEmpty() && !reading.map().isEmpty() ? Optional.empty() : Optional.of(mapped);
    }

    private static FieldSource.As as(FieldSource source) {
        return switch (source) {
            case FieldSource.Column column -> column.reading().as();
            case FieldSource.Value value -> value.as();
            case FieldSource.Text text -> text.reading().as();
        };
    }

    /// Whether a value is written as JSON and mappings write numbers, and not as the file does.
    private static boolean isPlainNumber(FieldSource source, Row row) {
        return switch (source) {
            case FieldSource.Value value -> true;
            case FieldSource.Column column -> row.numbers().contains(column.column());
            case FieldSource.Text text -> false;
        };
    }

    private void put(ObjectNode record, String path, String text, FieldSource source, Row row, List<String> problems) {
        ObjectNode parent = record;
        String name = path;
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.')) {
            parent = parent.withObjectProperty(name.substring(0, dot));
            name = name.substring(dot + 1);
        }
        switch (as(source)) {
            case TEXT -> parent.put(name, text);
            case LIST -> {
                ArrayNode list = parent.putArray(name);
                if (source instanceof FieldSource.Column column && isListItself(column, row)) {
                    row.lists().getOrDefault(column.column(), Optional.empty())
                            .ifPresent(items -> items.forEach(list::add));
                    return;
                }
                List.of(text.split("[;；]", -1)).stream().map(String::strip).filter(part -> !part.isEmpty())
                        .forEach(list::add);
            }
            case NUMBER -> {
                try {
                    NumberForm form = isPlainNumber(source, row) ? NumberForm.PLAIN : mapping.values().numbers();
                    BigDecimal number = form.number(text);
                    degrees(path, number).ifPresent(problems::add);
                    putNumber(parent, name, number);
                } catch (NumberFormatException e) {
                    problems.add(path + ": \"" + quoted(text) + "\" is no number: " + e.getMessage());
                }
            }
            case TIME -> {
                Optional<Instant> time = time(path, text, problems);
                if (time.isPresent()) {
                    parent.put(name, RecordJson.time(time.get()));
                }
            }
            case BOOLEAN -> {
                String flag = text.strip().toLowerCase(Locale.ROOT);
                if (flag.equals("true") || flag.equals("false")) {
                    parent.put(name, flag.equals("true"));
                } else {
                    problems.add(
                            path + ": \"" + quoted(text) + "\" is neither true nor false; say with map what it is");
                }
            }
        }
    }

    /// Whether a column is a list of JSON that no pattern and no map makes something else of.
    private static boolean isListItself(FieldSource.Column column, Row row) {
        return row.lists().containsKey(column.column()) && column.reading().pattern().isEmpty()
                && column.reading().map().isEmpty();
    }

    /// Why a number is no latitude or longitude in degrees; empty where it is, or is something else.
    private static Optional<String> degrees(String path, BigDecimal number) {
        if (!path.endsWith("latitude") && !path.endsWith("longitude")) {
            return Optional.empty();
        }
        int most = path.endsWith("latitude") ? 90 : 180;
        return number.abs().compareTo(BigDecimal.valueOf(most)) > 0
                ? Optional.of(path + ": " + quoted(number.toPlainString()) + " is more than " + most
                        + " degrees; a file in other coordinates must be converted, and the two may be swapped")
                : Optional.empty();
    }

    /// A whole number as one, also where the file writes 3.0, so that it fills fields that count.
    private static void putNumber(ObjectNode parent, String name, BigDecimal number) {
        BigDecimal plain = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        if (plain.scale() <= 0 && plain.precision() - plain.scale() < 19) {
            parent.put(name, plain.longValueExact());
        } else {
            parent.put(name, number);
        }
    }

    /// A value as a problem shows it.
    private static String quoted(String text) {
        return PlainText.line(PlainText.shortened(text, LONGEST_QUOTE));
    }

    private Optional<Instant> time(String path, String text, List<String> problems) {
        try {
            Instant time = mapping.values().times().instant(text);
            if (Times.isSane(time)) {
                return Optional.of(time);
            }
            problems.add(path + ": \"" + quoted(text) + "\" " + Times.RANGE);
        } catch (DateTimeException | ArithmeticException e) {
            problems.add(path + ": \"" + quoted(text) + "\" is no time that can be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    /// Every row of a file as a record, in the order of the file.
    public static List<Mapped> read(Path file, Mapping mapping) {
        return MappedFile.read(file, mapping).rows();
    }
}
