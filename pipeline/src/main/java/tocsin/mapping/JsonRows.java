package tocsin.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tocsin.text.PlainText;
import tocsin.wire.RecordJson;

/// Rows of JSON: objects of an array or of lines, and the features of GeoJSON.
final class JsonRows {
    private static final int MOST_COLUMNS = 2_000;
    private static final int LONGEST_NAME = 1_000;
    /// Characters after which a list of what objects say under one name takes no more: far more than a message names others.
    private static final int LONGEST_LIST = 20_000;
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
        } catch (IOException e) {
            return Row.refused(line, Map.of(KEPT, shortened(text)), "is no JSON");
        }
    }

    static void geojson(BufferedReader text, Consumer<Row> rows) throws IOException {
        JsonNode collection = tree(text);
        if (!collection.path("features").isArray()) {
            throw new IOException("it is no GeoJSON FeatureCollection: it has no features");
        }
        long number = 0;
        for (JsonNode feature : collection.path("features")) {
            number++;
            Map<String, String> columns = new LinkedHashMap<>();
            Set<String> numbers = new HashSet<>();
            flatten("", feature.path("properties"), columns, numbers);
            JsonNode id = feature.path("id");
            if (!id.isMissingNode() && !id.isNull()) {
                columns.putIfAbsent("id", id.asText());
            }
            String problem = GeometryPlace.columns(feature.path("geometry"), columns);
            numbers.addAll(Set.of("geometry.longitude", "geometry.latitude", "geometry.third", "geometry.radius"));
            rows.accept(new Row(number, columns, numbers, problem));
        }
    }

    private static JsonNode tree(BufferedReader text) throws IOException {
        JsonNode json = RecordJson.MAPPER.readTree(text);
        return json == null ? RecordJson.MAPPER.nullNode() : json;
    }

    private static Row row(long number, JsonNode object) throws IOException {
        if (!object.isObject()) {
            return Row.refused(number, Map.of(KEPT, shortened(object.toString())), "is no JSON object");
        }
        Map<String, String> columns = new LinkedHashMap<>();
        Set<String> numbers = new HashSet<>();
        flatten("", object, columns, numbers);
        return new Row(number, columns, numbers, null);
    }

    /// A name is as long as the names above it together, so that a deep object with long names would not fit in memory.
    ///
    /// The items of a list of values are one column; those of a list of objects are columns by
    /// their number, `a.0.b`, and what they say under one name is one column more, `a.b`.
    private static void flatten(String path, JsonNode node, Map<String, String> columns, Set<String> numbers)
            throws IOException {
        if (columns.size() > MOST_COLUMNS || path.length() > LONGEST_NAME) {
            throw new IOException("an object has more than " + MOST_COLUMNS + " fields, or one whose name with those"
                    + " above it has more than " + LONGEST_NAME + " characters; send less of it");
        }
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                flatten(join(path, field.getKey()), field.getValue(), columns, numbers);
            }
        } else if (node.isArray() && node.valueStream().anyMatch(JsonNode::isContainerNode)) {
            for (int i = 0; i < node.size(); i++) {
                flatten(join(path, Integer.toString(i)), node.get(i), columns, numbers);
                // What the objects of a list say under one name is a list, too.
                for (Map.Entry<String, JsonNode> field : node.get(i).properties()) {
                    String text = field.getValue().asText();
                    if (field.getValue().isValueNode() && !text.isEmpty() && !field.getValue().isNull()) {
                        columns.merge(join(path, field.getKey()), text,
                                (some, more) -> some.length() > LONGEST_LIST ? some : some + ";" + more);
                    }
                }
            }
        } else if (node.isArray()) {
            String list = String.join(";", node.valueStream().map(JsonNode::asText).toList());
            if (!list.isEmpty()) {
                columns.put(path, list);
            }
        } else if (!node.isNull() && !node.isMissingNode() && !node.asText().isEmpty()) {
            columns.put(path, node.asText());
            if (node.isNumber()) {
                numbers.add(path);
            }
        }
    }

    private static String shortened(String text) {
        return PlainText.shortened(text, LONGEST_KEPT);
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
