package tocsin.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How the rows of a file become records.
///
/// @param name its name
/// @param record what a row is
/// @param file how the file is written
/// @param values how its values are written
/// @param arrivedAt when a row arrived, for a replay
/// @param fields the record's fields, by path such as `location.place`
/// @param skipWithout columns a row must have a value in to be a record; without it is left out and counted
public record Mapping(String name, Kind record, FileForm file, ValueForm values,
        Optional<FieldSource.Column> arrivedAt, Map<String, FieldSource> fields, List<String> skipWithout) {
    /// A column in the text of a field.
    static final Pattern PLACE = Pattern.compile("\\{([^{}]+)}");

    /// What a row is.
    public enum Kind {
        /// An incident report.
        REPORT,
        /// A sensor's reading.
        SENSOR,
        /// A public post.
        MEDIA
    }

    /// How a file is written.
    public enum Format {
        /// Comma-separated values with a header line (RFC 4180).
        CSV,
        /// One JSON object a line; nested fields are columns such as `a.b`.
        NDJSON,
        /// A GeoJSON FeatureCollection; properties are columns, and so are `geometry.longitude` and `geometry.latitude`, for
        /// points the third coordinate as `geometry.third`, for lines and polygons a point on or inside them, and
        /// `geometry.radius`, how far they reach from it in metres.
        GEOJSON,
        /// A JSON array of objects, or one object; nested fields are columns such as `a.b`.
        JSON,
        /// A feed of news, RSS 2.0 or Atom: columns `id`, `title`, `summary`, `link`, `published`, and `point` (GeoRSS).
        FEED;

        /// Where a row stands, to be put behind the name of its file.
        public String place(long line) {
            return switch (this) {
                case CSV, NDJSON, FEED -> ":" + line;
                case GEOJSON -> " feature " + line;
                case JSON -> " object " + line;
            };
        }
    }

    /// The file's format.
    public Format format() {
        return file.format();
    }

    /// A column as rows of this format call it: the names of a header have no blanks around them.
    String name(String column) {
        return format() == Format.CSV ? column.strip() : column;
    }

    /// The columns that this mapping names and that must be in a file, each with the field it is for.
    Map<String, String> requiredColumns() {
        Map<String, String> columns = new LinkedHashMap<>();
        arrivedAt.ifPresent(column -> columns.put(name(column.column()), "arrived-at"));
        skipWithout.forEach(column -> columns.putIfAbsent(name(column), "skip-without"));
        fields.forEach((path, source) -> {
            switch (source) {
                case FieldSource.Column column when !column.optional() ->
                    columns.putIfAbsent(name(column.column()), path);
                case FieldSource.Text(String text, FieldSource.Reading reading) -> {
                    for (Matcher place = PLACE.matcher(text); place.find();) {
                        columns.putIfAbsent(name(place.group(1)), path);
                    }
                }
                case FieldSource.Column optional -> {
                }
                case FieldSource.Value value -> {
                }
            }
        });
        return columns;
    }

    /// Whether a field is made of this column.
    boolean isUsed(String column) {
        return requiredColumns().containsKey(column) || fields.values().stream()
                .anyMatch(source -> source instanceof FieldSource.Column one && name(one.column()).equals(column));
    }
}
