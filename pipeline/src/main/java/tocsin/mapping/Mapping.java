package tocsin.mapping;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/// How the rows of a file become records.
///
/// @param name its name
/// @param record what a row is
/// @param format how the file is written
/// @param zone the zone of local times
/// @param times how times are written
/// @param arrivedAt when a row arrived, for a replay
/// @param fields the record's fields, by path such as `location.place`
public record Mapping(String name, Kind record, Format format, ZoneId zone, DateTimeFormatter times,
        Optional<FieldSource.Column> arrivedAt, Map<String, FieldSource> fields) {
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
        /// A GeoJSON FeatureCollection; properties are columns, and so are `geometry.longitude`, `geometry.latitude` and, for
        /// points that have one, the third coordinate as `geometry.third`.
        GEOJSON,
        /// A JSON array of objects, or one object; nested fields are columns such as `a.b`.
        JSON,
        /// A feed of news, RSS 2.0 or Atom: columns `id`, `title`, `summary`, `link`, `published`, and `point` (GeoRSS).
        FEED
    }
}
