package tocsin.mapping;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tocsin.text.PlainText;
import tocsin.wire.JsonFault;

/// Rows of JSON: objects of an array or of lines, and the features of GeoJSON.
final class JsonRows {
    /// Lines at the beginning that may be no JSON before the file is none.
    private static final int REFUSED_BEFORE = 1_000;

    /// The column that a row that is none is kept in, and characters of it.
    private static final String KEPT = "(the row)";
    private static final int LONGEST_KEPT = 2_000;

    private JsonRows() {}

    static void json(BufferedReader text, Predicate<Row> rows) throws IOException {
        try (JsonValues json = new JsonValues(text)) {
            JsonToken begin = json.nextToken();
            if (begin == JsonToken.START_OBJECT) {
                JsonNode object = json.value();
                json.end();
                boolean _ = rows.test(row(1, object));
            } else if (begin == JsonToken.START_ARRAY) {
                long number = 0;
                while (json.nextItem()) {
                    number++;
                    if (!rows.test(row(number, json.value()))) {
                        return;
                    }
                }
                json.end();
            } else {
                throw new IOException("it is neither a JSON object nor an array of objects");
            }
        } catch (JacksonException e) {
            throw noJson(e);
        }
    }

    /// A line that is no JSON is refused alone; where no line is any, this is no file of JSON lines.
    static void ndjson(BufferedReader text, Predicate<Row> rows) throws IOException {
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
                if (!refused.stream().allMatch(rows)) {
                    return;
                }
            }
            if (!rows.test(row)) {
                return;
            }
        }
        if (!read && !refused.isEmpty()) {
            throw new IOException("line " + refused.getFirst().line() + " " + refused.getFirst().problem()
                    + ", and no line after it is any");
        }
    }

    private static Row line(long line, String text) {
        try (JsonValues json = new JsonValues(new StringReader(text))) {
            json.nextItem();
            JsonNode value = json.value();
            json.end();
            return row(line, value);
        } catch (JacksonException e) {
            return Row.refused(line, Map.of(KEPT, shortened(text)), "is no JSON: " + JsonFault.of(e));
        } catch (IOException e) {
            return Row.refused(line, Map.of(KEPT, shortened(text)), "is no row: " + e.getMessage());
        }
    }

    /// The features, read one at a time. What stands behind them is read too: the crs may stand there.
    static void geojson(BufferedReader text, Predicate<Row> rows) throws IOException {
        try (JsonValues json = new JsonValues(text)) {
            boolean any = false;
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    boolean isList = json.nextToken() == JsonToken.START_ARRAY;
                    if (name.equals("features") && isList) {
                        any = true;
                        features(json, rows);
                    } else if (name.equals("crs")) {
                        crs(json.value());
                    } else {
                        json.pass();
                    }
                }
                json.end();
            }
            if (!any) {
                throw new IOException("it is no GeoJSON FeatureCollection: it has no features");
            }
        } catch (JacksonException e) {
            throw noJson(e);
        }
    }

    private static void crs(JsonNode crs) throws IOException {
        String name = crs.path("properties").path("name").asText("");
        if (!name.isEmpty() && !name.matches("(?i).*(CRS84h?|EPSG:{1,2}[0-9.]*:?4326)")) {
            throw new IOException("its crs is " + PlainText.line(shortened(name))
                    + ", and GeoJSON has longitude and latitude (WGS 84); convert it");
        }
    }

    private static void features(JsonValues json, Predicate<Row> rows) throws IOException {
        boolean wanted = true;
        long number = 0;
        while (json.nextItem()) {
            number++;
            if (wanted) {
                wanted = rows.test(feature(number, json.value()));
            } else {
                json.pass();
            }
        }
    }

    private static Row feature(long number, JsonNode feature) throws IOException {
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
        return new Row(number, columns, numbers, lists, problem);
    }

    private static IOException noJson(JacksonException e) {
        return new IOException("it is no JSON: " + JsonFault.of(e), e);
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
