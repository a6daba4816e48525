package tocsin.mapping;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tocsin.text.PlainText;
import tocsin.wire.JsonFault;
import tocsin.wire.RecordJson;

/// Rows of JSON: objects of an array or of lines, and the features of GeoJSON.
final class JsonRows {
    /// Lines at the beginning that may be no JSON before the file is none.
    private static final int REFUSED_BEFORE = 1_000;

    /// The column that a row that is none is kept in, and characters of it.
    private static final String KEPT = "(the row)";
    private static final int LONGEST_KEPT = 2_000;

    private JsonRows() {}

    static void json(BufferedReader text, Consumer<Row> rows) throws IOException {
        JsonNode json = tree(text);
        if (!json.isArray() && !json.isObject()) {
            throw new IOException("it is neither a JSON object nor an array of objects");
        }
        long number = 0;
        for (JsonNode one : json.isArray() ? json : List.of(json)) {
            number++;
            rows.accept(row(number, one));
        }
    }

    /// A line that is no JSON is refused alone; where no line is any, this is no file of JSON lines.
    static void ndjson(BufferedReader text, Consumer<Row> rows) throws IOException {
        List<Row> refused = new ArrayList<>();
        boolean read = false;
        long line = 0;
        for (String written = text.readLine(); written != null; written = text.readLine()) {
            line++;
            if (written.isBlank()) {
                continue;
            }
            Row row = line(line, written);
            if (!read && row.problem() != null) {
                refused.add(row);
                if (refused.size() == REFUSED_BEFORE) {
                    break;
                }
                continue;
            }
            if (!read) {
                read = true;
                refused.forEach(rows);
            }
            rows.accept(row);
        }
        if (!read && !refused.isEmpty()) {
            throw new IOException("line " + refused.getFirst().line() + " " + refused.getFirst().problem()
                    + ", and no line after it is any");
        }
    }

    private static Row line(long line, String text) {
        try {
            return row(line, RecordJson.MAPPER.readTree(text));
        } catch (JacksonException e) {
            return Row.refused(line, Map.of(KEPT, shortened(text)), "is no JSON: " + JsonFault.of(e));
        } catch (IOException e) {
            return Row.refused(line, Map.of(KEPT, shortened(text)), "is no JSON");
        }
    }

    static void geojson(BufferedReader text, Consumer<Row> rows) throws IOException {
        JsonNode collection = tree(text);
        String crs = collection.path("crs").path("properties").path("name").asText("");
        if (!crs.isEmpty() && !crs.matches("(?i).*(CRS84h?|EPSG:{1,2}[0-9.]*:?4326)")) {
            throw new IOException("its crs is " + PlainText.line(shortened(crs))
                    + ", and GeoJSON has longitude and latitude (WGS 84); convert it");
        }
        if (!collection.path("features").isArray()) {
            throw new IOException("it is no GeoJSON FeatureCollection: it has no features");
        }
        long number = 0;
        for (JsonNode feature : collection.path("features")) {
            number++;
            Map<String, String> columns = new LinkedHashMap<>();
            Set<String> numbers = new HashSet<>();
            Map<String, Optional<List<String>>> lists = new HashMap<>();
            new JsonColumns(columns, numbers, lists).flatten("", feature.path("properties"));
            JsonNode id = feature.path("id");
            if (!id.isMissingNode() && !id.isNull()) {
                columns.putIfAbsent("id", id.asText());
            }
            String problem = GeometryPlace.columns(feature.path("geometry"), columns);
            numbers.addAll(Set.of("geometry.longitude", "geometry.latitude", "geometry.third", "geometry.radius"));
            rows.accept(new Row(number, columns, numbers, lists, problem));
        }
    }

    private static JsonNode tree(BufferedReader text) throws IOException {
        try {
            JsonNode json = RecordJson.MAPPER.readTree(text);
            return json == null ? RecordJson.MAPPER.nullNode() : json;
        } catch (JacksonException e) {
            throw new IOException("it is no JSON: " + JsonFault.of(e), e);
        }
    }

    private static Row row(long number, JsonNode object) throws IOException {
        if (!object.isObject()) {
            return Row.refused(number, Map.of(KEPT, shortened(object.toString())), "is no JSON object");
        }
        Map<String, String> columns = new LinkedHashMap<>();
        Set<String> numbers = new HashSet<>();
        Map<String, Optional<List<String>>> lists = new HashMap<>();
        new JsonColumns(columns, numbers, lists).flatten("", object);
        return new Row(number, columns, numbers, lists, null);
    }

    private static String shortened(String text) {
        return PlainText.shortened(text, LONGEST_KEPT);
    }
}
