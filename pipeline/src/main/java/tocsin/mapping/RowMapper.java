package tocsin.mapping;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tocsin.text.PlainText;
import tocsin.wire.RecordJson;
import tocsin.wire.Times;
import tocsin.yaml.Numbers;

/// Makes records of rows.
public final class RowMapper {
    private static final Pattern PLACE = Pattern.compile("\\{([^{}]+)}");

    private static final int LONGEST_QUOTE = 200;

    private final Mapping mapping;

    public RowMapper(Mapping mapping) {
        this.mapping = mapping;
    }

    /// What became of a row.
    ///
    /// @param line where it stands in its file
    /// @param record the record, as far as it could be made
    /// @param arrivedAt when it arrived; null where the mapping does not say or the row does not tell
    /// @param problems what is wrong, each with its field
    public record Mapped(long line, ObjectNode record, @Nullable Instant arrivedAt, List<String> problems) {}

    /// Makes the record of a row.
    public Mapped map(Row row) {
        List<String> problems = new ArrayList<>();
        ObjectNode record = RecordJson.MAPPER.createObjectNode();
        mapping.fields().forEach((path, source) -> value(path, source, row, problems)
                .ifPresent(text -> put(record, path, text, as(source), problems)));
        Instant arrivedAt = mapping.arrivedAt()
                .flatMap(column -> value("arrived-at", column, row, problems)
                        .flatMap(text -> time("arrived-at", text, problems)))
                .orElse(null);
        return new Mapped(row.line(), record, arrivedAt, problems);
    }

    private static FieldSource.As as(FieldSource source) {
        return switch (source) {
            case FieldSource.Column column -> column.as();
            case FieldSource.Value value -> value.as();
            case FieldSource.Text text -> FieldSource.As.TEXT;
        };
    }

    private static Optional<String> value(String path, FieldSource source, Row row, List<String> problems) {
        return switch (source) {
            case FieldSource.Value(String value, FieldSource.As as) -> Optional.of(value);
            case FieldSource.Text(String text) -> Optional.of(PLACE.matcher(text)
                    .replaceAll(place -> Matcher.quoteReplacement(
                            row.columns().getOrDefault(place.group(1), "")))
                    .strip());
            case FieldSource.Column column -> column(path, column, row, problems);
        };
    }

    private static Optional<String> column(String path, FieldSource.Column source, Row row, List<String> problems) {
        String text = row.columns().get(source.column());
        if (text == null) {
            return source.map().isEmpty() ? Optional.empty() : source.otherwise();
        }
        String found = text;
        if (source.pattern().isPresent()) {
            com.google.re2j.Matcher matcher = source.pattern().get().matcher(text);
            if (!matcher.find()) {
                problems.add(path + ": column " + source.column() + " does not have the form "
                        + source.pattern().get());
                return Optional.empty();
            }
            found = String.valueOf(matcher.group(1));
        }
        return Optional.of(source.map().getOrDefault(found, source.otherwise().orElse(found)));
    }

    private void put(ObjectNode record, String path, String text, FieldSource.As as, List<String> problems) {
        ObjectNode parent = record;
        String name = path;
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.')) {
            parent = parent.withObjectProperty(name.substring(0, dot));
            name = name.substring(dot + 1);
        }
        switch (as) {
            case TEXT -> parent.put(name, text);
            case LIST -> {
                ArrayNode list = parent.putArray(name);
                List.of(text.split(";", -1)).stream().map(String::strip).filter(part -> !part.isEmpty())
                        .forEach(list::add);
            }
            case NUMBER -> {
                try {
                    parent.put(name, Numbers.decimal(text.strip().replace(",", "")));
                } catch (NumberFormatException e) {
                    problems.add(path + ": \"" + quoted(text) + "\" is no number of at most " + Numbers.LONGEST
                            + " digits");
                }
            }
            case TIME -> {
                Optional<Instant> time = time(path, text, problems);
                if (time.isPresent()) {
                    parent.put(name, RecordJson.time(time.get()));
                }
            }
        }
    }

    /// A value as a problem shows it.
    private static String quoted(String text) {
        return PlainText.line(PlainText.shortened(text, LONGEST_QUOTE));
    }

    /// A local time that a clock set forward skips is taken as the moment after; one that comes twice as the first.
    private Optional<Instant> time(String path, String text, List<String> problems) {
        try {
            var parsed = mapping.times().parseBest(text.strip(), ZonedDateTime::from, LocalDateTime::from);
            Instant time = parsed instanceof ZonedDateTime zoned
                    ? zoned.toInstant()
                    : LocalDateTime.from(parsed).atZone(mapping.zone()).toInstant();
            if (Times.isSane(time)) {
                return Optional.of(time);
            }
            problems.add(path + ": \"" + quoted(text) + "\" " + Times.RANGE);
            return Optional.empty();
        } catch (DateTimeException | ArithmeticException e) {
            problems.add(path + ": \"" + quoted(text) + "\" is no time of the mapping's time-format");
            return Optional.empty();
        }
    }

    /// Every row of a file as a record, in the order of the file.
    public static List<Mapped> read(java.nio.file.Path file, Mapping mapping) {
        RowMapper mapper = new RowMapper(mapping);
        List<Mapped> mapped = new ArrayList<>();
        Rows.read(file, mapping.format(), row -> mapped.add(mapper.map(row)));
        return mapped;
    }
}
