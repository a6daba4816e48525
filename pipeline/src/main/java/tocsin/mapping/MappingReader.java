package tocsin.mapping;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tocsin.rules.condition.PatternSize;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problem;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;

/// Reads mapping files.
public final class MappingReader {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final int LONGEST_PATTERN = 500;
    private static final int LARGEST_PATTERN = 1_000;

    private MappingReader() {}

    /// The mapping in this file. Throws [InvalidFileException] with every problem at once.
    public static Mapping read(Path file) {
        try {
            return read(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new InvalidFileException(List.of(new Problem(file.toString(), 1, 1,
                    "cannot be read; name the mapping with --mapping")));
        }
    }

    /// The mapping in this text, like [#read(Path)].
    ///
    /// @param file what a person calls it
    public static Mapping read(String file, String text) {
        Problems problems = new Problems();
        YamlNode root = YamlNode.parse(file, text, problems).onlyKeys("mapping", "record", "format", "zone",
                "time-format", "arrived-at", "fields");
        Map<String, FieldSource> fields = new LinkedHashMap<>();
        root.required("fields").mapping().forEach((path, node) -> fields.put(path, source(node)));
        Mapping mapping = new Mapping(root.required("mapping").text(),
                symbol(root.required("record"), Mapping.Kind.class, Mapping.Kind.REPORT),
                symbol(root.required("format"), Mapping.Format.class, Mapping.Format.CSV),
                root.optional("zone").isPresent()
                        ? root.required("zone").as("a time zone such as America/Los_Angeles", UTC, ZoneId::of)
                        : UTC,
                root.optional("time-format").isPresent()
                        ? root.required("time-format").as(
                                "a pattern such as yyyy-MM-dd HH:mm:ss, epoch-seconds or epoch-millis",
                                DateTimeFormatter.ISO_DATE_TIME, MappingReader::format)
                        : DateTimeFormatter.ISO_DATE_TIME,
                root.optional("arrived-at").isPresent()
                        ? Optional.of(column(root.required("arrived-at"), FieldSource.As.TIME))
                        : Optional.empty(),
                fields);
        problems.refuseIfAny();
        return mapping;
    }

    private static DateTimeFormatter format(String pattern) {
        return switch (pattern) {
            case "epoch-millis" -> new DateTimeFormatterBuilder()
                    .appendValue(ChronoField.INSTANT_SECONDS, 1, 15, SignStyle.NORMAL)
                    .appendValue(ChronoField.MILLI_OF_SECOND, 3).toFormatter(Locale.ROOT).withZone(UTC);
            case "epoch-seconds" -> new DateTimeFormatterBuilder()
                    .appendValue(ChronoField.INSTANT_SECONDS, 1, 15, SignStyle.NORMAL).toFormatter(Locale.ROOT)
                    .withZone(UTC);
            default -> pattern(pattern);
        };
    }

    private static DateTimeFormatter pattern(String pattern) {
        try {
            return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        } catch (ClassCastException e) {
            // What Java does with some patterns that pad, such as "ppHHmm".
            throw new IllegalArgumentException(pattern, e);
        }
    }

    private static <E extends Enum<E>> E symbol(YamlNode node, Class<E> type, E otherwise) {
        for (E symbol : type.getEnumConstants()) {
            if (node.isPresent() && symbol.name().equalsIgnoreCase(node.text())) {
                return symbol;
            }
        }
        if (node.isPresent()) {
            node.problem("\"" + node.text() + "\" is not one of "
                    + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT));
        }
        return otherwise;
    }

    private static FieldSource source(YamlNode node) {
        if (node.optional("column").isPresent()) {
            return column(node, as(node, FieldSource.As.TEXT));
        }
        if (node.optional("text").isPresent()) {
            return new FieldSource.Text(node.onlyKeys("text").required("text").text());
        }
        node.onlyKeys("value", "as");
        return new FieldSource.Value(node.required("value").text(), as(node, FieldSource.As.TEXT));
    }

    private static FieldSource.Column column(YamlNode node, FieldSource.As as) {
        node.onlyKeys("column", "pattern", "map", "otherwise", "as");
        Map<String, String> map = new LinkedHashMap<>();
        node.optional("map").mapping().forEach((from, to) -> map.put(from, to.text()));
        return new FieldSource.Column(node.required("column").text(), pattern(node.optional("pattern")), map,
                node.optional("otherwise").isPresent()
                        ? Optional.of(node.required("otherwise").text())
                        : Optional.empty(),
                as);
    }

    private static Optional<Pattern> pattern(YamlNode node) {
        if (!node.isPresent()) {
            return Optional.empty();
        }
        try {
            if (node.text().length() > LONGEST_PATTERN || PatternSize.of(node.text()) > LARGEST_PATTERN) {
                node.problem("is longer than " + LONGEST_PATTERN + " characters, or has more than " + LARGEST_PATTERN
                        + " steps, repetitions counted; make it simpler");
                return Optional.empty();
            }
            Pattern pattern = Pattern.compile(node.text());
            if (pattern.groupCount() < 1) {
                node.problem("needs a group in parentheses: it is the value");
            }
            return Optional.of(pattern);
        } catch (PatternSyntaxException e) {
            node.problem("is no regular expression: " + e.getDescription());
            return Optional.empty();
        }
    }

    private static FieldSource.As as(YamlNode node, FieldSource.As otherwise) {
        return node.optional("as").isPresent() ? symbol(node.required("as"), FieldSource.As.class, otherwise)
                : otherwise;
    }
}
