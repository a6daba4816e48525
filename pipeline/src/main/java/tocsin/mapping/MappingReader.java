package tocsin.mapping;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import tocsin.rules.condition.PatternSize;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Nearest;
import tocsin.yaml.Problem;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;

/// Reads mapping files.
public final class MappingReader {
    private static final ZoneId UTC = ZoneId.of("UTC");
    /// What stands between groups of digits somewhere in the world.
    private static final String THOUSANDS = ",. '";
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
        YamlNode root = YamlNode.parse(file, text, problems).onlyKeys("mapping", "record", "format", "encoding",
                "separator", "zone", "time-format", "decimal-mark", "thousands-mark", "missing", "skip-without",
                "arrived-at", "fields");
        Mapping.Kind kind = symbol(root.required("record"), Mapping.Kind.class, Mapping.Kind.REPORT);
        Map<String, FieldSource> fields = new LinkedHashMap<>();
        root.required("fields").mapping().forEach((path, node) -> fields.put(path,
                source(node, RecordFields.field(RecordFields.of(kind), path, node))));
        Mapping.Format format = symbol(root.required("format"), Mapping.Format.class, Mapping.Format.CSV);
        Optional<ZoneId> zone = root.optional("zone").isPresent()
                ? Optional.of(root.required("zone").as("a time zone such as America/Los_Angeles", UTC, ZoneId::of))
                : Optional.empty();
        TimeForm times = times(root.optional("time-format"), zone, format);
        Mapping mapping = new Mapping(root.required("mapping").text(), kind,
                new FileForm(format, encoding(root.optional("encoding")), separator(root.optional("separator"), format),
                        zone, times.formats().isEmpty()),
                new ValueForm(times, numbers(root.optional("decimal-mark"), root.optional("thousands-mark")),
                        Set.copyOf(texts(root.optional("missing")))),
                root.optional("arrived-at").isPresent()
                        ? Optional.of(column(root.required("arrived-at"), FieldSource.As.TIME))
                        : Optional.empty(),
                fields, List.copyOf(new LinkedHashSet<>(texts(root.optional("skip-without")))));
        problems.refuseIfAny();
        return mapping;
    }

    private static List<String> texts(YamlNode list) {
        return list.isPresent() ? list.items().stream().map(YamlNode::text).map(String::strip).toList() : List.of();
    }

    private static FileEncoding encoding(YamlNode node) {
        return node.isPresent() ? FileEncoding.of(node.text()).orElseGet(() -> {
            node.problem("\"" + node.text() + "\" is not one of " + FileEncoding.keys());
            return FileEncoding.UTF_8;
        }) : FileEncoding.UTF_8;
    }

    private static char separator(YamlNode node, Mapping.Format format) {
        if (!node.isPresent()) {
            return ',';
        }
        String text = node.text().equals("tab") || node.text().equals("\\t") ? "\t" : node.text();
        if (format != Mapping.Format.CSV) {
            node.problem("goes with format: csv");
        } else if (text.length() != 1 || Character.isLetterOrDigit(text.charAt(0)) || "\"\r\n".contains(text)) {
            node.problem("must be one sign that stands between cells, such as \";\", or \"\\t\" for tabs");
            return ',';
        }
        return text.isEmpty() ? ',' : text.charAt(0);
    }

    private static NumberForm numbers(YamlNode decimal, YamlNode thousands) {
        String point = decimal.textOr(".");
        String groups = thousands.textOr("");
        if (!point.equals(".") && !point.equals(",")) {
            decimal.problem("must be \".\" or \",\"");
            point = ".";
        }
        if (thousands.isPresent() && (groups.length() != 1 || !THOUSANDS.contains(groups) || groups.equals(point))) {
            thousands.problem("must be one of \",\", \".\", \" \" and \"'\", and not the decimal-mark");
            groups = "";
        }
        return new NumberForm(point.charAt(0), groups.isEmpty() ? Optional.empty() : Optional.of(groups.charAt(0)));
    }

    private static TimeForm times(YamlNode pattern, Optional<ZoneId> zone, Mapping.Format format) {
        List<DateTimeFormatter> formats = pattern.isPresent()
                ? pattern.as("a pattern such as yyyy-MM-dd HH:mm:ss, epoch-seconds or epoch-millis",
                        List.<DateTimeFormatter>of(), MappingReader::formats)
                : List.of();
        if (!formats.isEmpty()) {
            TimePattern.fault(pattern.text(), formats).ifPresent(pattern::problem);
        }
        return new TimeForm(pattern.textOr(""), formats, zone, format != Mapping.Format.FEED);
    }

    private static List<DateTimeFormatter> formats(String pattern) {
        return switch (pattern) {
            case TimeForm.EPOCH_MILLIS -> List.of(new DateTimeFormatterBuilder()
                    .appendValue(ChronoField.INSTANT_SECONDS, 1, 15, SignStyle.NORMAL)
                    .appendValue(ChronoField.MILLI_OF_SECOND, 3).toFormatter(Locale.ROOT).withZone(UTC));
            case TimeForm.EPOCH_SECONDS -> List.of(new DateTimeFormatterBuilder()
                    .appendValue(ChronoField.INSTANT_SECONDS, 1, 15, SignStyle.NORMAL).toFormatter(Locale.ROOT)
                    .withZone(UTC));
            default -> List.of(pattern(pattern, Locale.ENGLISH), pattern(pattern, Locale.SIMPLIFIED_CHINESE));
        };
    }

    /// A pattern read strictly: the 30th of February is no day, and not the 28th.
    private static DateTimeFormatter pattern(String pattern, Locale locale) {
        try {
            return new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(pattern)
                    .parseDefaulting(ChronoField.ERA, 1).toFormatter(locale).withResolverStyle(ResolverStyle.STRICT);
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

    private static FieldSource source(YamlNode node, Optional<Schema> field) {
        FieldSource.As otherwise = field.map(RecordFields::as).orElse(FieldSource.As.TEXT);
        FieldSource.As as = as(node, otherwise);
        field.flatMap(schema -> RecordFields.objection(schema, as)).ifPresent(node::problem);
        if (node.optional("column").isPresent()) {
            FieldSource.Column column = column(node, as);
            field.ifPresent(schema -> symbols(schema, node));
            return column;
        }
        if (node.optional("text").isPresent()) {
            node.onlyKeys("text", "pattern", "map", "otherwise", "as");
            field.ifPresent(schema -> symbols(schema, node));
            return new FieldSource.Text(node.required("text").text(), reading(node, as));
        }
        node.onlyKeys("value", "as");
        field.ifPresent(schema -> symbols(schema, node));
        return new FieldSource.Value(node.required("value").text(), as);
    }

    /// What a mapping writes itself into a field of few values must be one of these: found here, and not once a row.
    private static void symbols(Schema field, YamlNode node) {
        if (field.getType() != Schema.Type.ENUM) {
            return;
        }
        List<YamlNode> written = new ArrayList<>(node.optional("map").mapping().values());
        written.add(node.optional("otherwise"));
        written.add(node.optional("value"));
        for (YamlNode one : written) {
            String symbol = one.textOr("");
            if (!symbol.isEmpty() && !field.getEnumSymbols().contains(symbol)) {
                one.problem("\"" + symbol + "\" is not one of " + field.getEnumSymbols()
                        + Nearest.hint(symbol, field.getEnumSymbols()));
            }
        }
    }

    private static FieldSource.Column column(YamlNode node, FieldSource.As as) {
        node.onlyKeys("column", "optional", "pattern", "map", "otherwise", "as");
        return new FieldSource.Column(node.required("column").text(),
                node.optional("optional").isPresent() && node.required("optional").flag(false), reading(node, as));
    }

    private static FieldSource.Reading reading(YamlNode node, FieldSource.As as) {
        Map<String, String> map = new LinkedHashMap<>();
        node.optional("map").mapping().forEach((from, to) -> map.put(from, to.text()));
        YamlNode otherwise = node.optional("otherwise");
        if (otherwise.isPresent() && map.isEmpty()) {
            otherwise.problem("goes with map: without it every value would become this one");
        }
        return new FieldSource.Reading(pattern(node.optional("pattern")), map,
                otherwise.isPresent() ? Optional.of(otherwise.text()) : Optional.empty(), as);
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
