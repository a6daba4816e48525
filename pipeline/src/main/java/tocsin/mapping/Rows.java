package tocsin.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;
import tocsin.wire.RecordJson;

/// The rows of a file, one after the other.
public final class Rows {
    private static final int MOST_COLUMNS = 2_000;
    private static final int LONGEST_NAME = 1_000;

    private Rows() {}

    /// Gives every row to a taker. Throws [UncheckedIOException] naming the line where the file is not what the format
    /// says.
    public static void read(Path file, Mapping.Format format, Consumer<Row> taker) {
        try (InputStream in = Files.newInputStream(file)) {
            read(file.toString(), in, format, taker);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// Gives every row of what is read to a taker, like [#read(Path, Mapping.Format, Consumer)].
    ///
    /// @param name what it is called where something is wrong
    public static void read(String name, InputStream in, Mapping.Format format, Consumer<Row> taker) {
        try {
            switch (format) {
                case CSV -> csv(in, taker);
                case NDJSON -> ndjson(in, taker);
                case GEOJSON -> geojson(in, taker);
                case JSON -> json(in, taker);
                case FEED -> FeedRows.read(in, taker);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static BufferedReader text(InputStream in) {
        // Bytes that are no UTF-8 are refused, not replaced.
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
    }

    private static void json(InputStream in, Consumer<Row> taker) throws IOException {
        JsonNode json = tree(in);
        long number = 0;
        for (JsonNode one : json.isArray() ? json : List.of(json)) {
            number++;
            taker.accept(new Row(number, columns(one)));
        }
    }

    private static void csv(InputStream in, Consumer<Row> taker) throws IOException {
        CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).setIgnoreEmptyLines(true)
                .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW).get();
        try (BufferedReader reader = unmarked(text(in))) {
            try (CSVParser parser = format.parse(reader)) {
                for (CSVRecord record : parser) {
                    Map<String, String> columns = new LinkedHashMap<>();
                    record.toMap().forEach((name, value) -> {
                        if (value != null && !value.isEmpty()) {
                            columns.put(name, value);
                        }
                    });
                    taker.accept(new Row(record.getRecordNumber() + 1, columns));
                }
            } catch (IllegalArgumentException | UncheckedIOException e) {
                throw new IOException("it is no CSV with one header line and columns named once: " + e.getMessage(), e);
            }
        }
    }

    private static void ndjson(InputStream in, Consumer<Row> taker) throws IOException {
        try (BufferedReader reader = unmarked(text(in))) {
            long line = 0;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                if (!text.isBlank()) {
                    taker.accept(new Row(line, columns(json(text, line))));
                }
            }
        }
    }

    private static JsonNode tree(InputStream in) throws IOException {
        JsonNode json = RecordJson.MAPPER.readTree(unmarked(text(in)));
        return json == null ? RecordJson.MAPPER.nullNode() : json;
    }

    /// Without the byte-order mark that some programs write first.
    private static BufferedReader unmarked(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
        return reader;
    }

    private static JsonNode json(String text, long line) throws IOException {
        try {
            return RecordJson.MAPPER.readTree(text);
        } catch (IOException e) {
            throw new IOException("line " + line + " is no JSON", e);
        }
    }

    private static void geojson(InputStream in, Consumer<Row> taker) throws IOException {
        JsonNode collection = tree(in);
        if (!collection.path("features").isArray()) {
            throw new IOException("it is no GeoJSON FeatureCollection: it has no features");
        }
        long number = 0;
        for (JsonNode feature : collection.path("features")) {
            number++;
            Map<String, String> columns = columns(feature.path("properties"));
            JsonNode id = feature.path("id");
            if (!id.isMissingNode() && !id.isNull()) {
                columns.putIfAbsent("id", id.asText());
            }
            JsonNode coordinates = feature.path("geometry").path("coordinates");
            if (coordinates.isArray() && coordinates.size() >= 2 && coordinates.get(0).isNumber()) {
                columns.put("geometry.longitude", coordinates.get(0).asText());
                columns.put("geometry.latitude", coordinates.get(1).asText());
                if (coordinates.size() > 2 && coordinates.get(2).isNumber()) {
                    columns.put("geometry.third", coordinates.get(2).asText());
                }
            }
            taker.accept(new Row(number, columns));
        }
    }

    private static Map<String, String> columns(JsonNode object) throws IOException {
        Map<String, String> columns = new LinkedHashMap<>();
        flatten("", object, columns);
        return columns;
    }

    /// A name is as long as the names above it together, so that a deep object with long names would not fit in memory.
    private static void flatten(String path, JsonNode node, Map<String, String> columns) throws IOException {
        if (columns.size() > MOST_COLUMNS || path.length() > LONGEST_NAME) {
            throw new IOException("an object has more than " + MOST_COLUMNS + " fields, or one whose name with those"
                    + " above it has more than " + LONGEST_NAME + " characters; send less of it");
        }
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                flatten(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), columns);
            }
        } else if (node.isArray() && !node.isEmpty() && node.get(0).isObject()) {
            // What objects of one list say under one name is a list, too.
            for (JsonNode one : node) {
                Map<String, String> parts = new LinkedHashMap<>();
                flatten(path, one, parts);
                parts.forEach((name, value) -> columns.merge(name, value, (some, more) -> some + ";" + more));
            }
        } else if (node.isArray()) {
            columns.put(path, String.join(";", node.valueStream().map(JsonNode::asText).toList()));
        } else if (!node.isNull() && !node.isMissingNode()) {
            columns.put(path, node.asText());
        }
    }
}
