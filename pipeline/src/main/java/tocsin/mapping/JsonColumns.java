package tocsin.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The columns of a JSON object: its fields with dots, `a.b`.
///
/// The items of a list of values are one column; those of a list of objects are columns by their number, `a.0.b`, and what
/// they say under one name is one column more, `a.b`.
///
/// @param columns filled with values by column, those of a list between semicolons
/// @param numbers filled with the columns that are numbers
/// @param lists filled with the columns that are lists
record JsonColumns(Map<String, String> columns, Set<String> numbers, Map<String, Optional<List<String>>> lists) {
    private static final int MOST_COLUMNS = 2_000;
    private static final int LONGEST_NAME = 1_000;
    /// Items after which a list of what objects say under one name takes no more, and characters of them: far more than a
    /// message names others.
    private static final int MOST_ITEMS = 1_000;
    private static final int LONGEST_LIST = 20_000;

    /// Takes the fields of this node. A name is as long as the names above it together, so that a deep object with long
    /// names would not fit in memory.
    void flatten(String path, JsonNode node) throws IOException {
        if (columns.size() > MOST_COLUMNS || path.length() > LONGEST_NAME) {
            throw new IOException("an object has more than " + MOST_COLUMNS + " fields, or one whose name with those"
                    + " above it has more than " + LONGEST_NAME + " characters; send less of it");
        }
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                flatten(join(path, field.getKey()), field.getValue());
            }
        } else if (node.isArray() && node.valueStream().anyMatch(JsonNode::isContainerNode)) {
            lists.put(path, Optional.empty());
            for (int i = 0; i < node.size(); i++) {
                flatten(join(path, Integer.toString(i)), node.get(i));
                // What the objects of a list say under one name is a list, too.
                for (Map.Entry<String, JsonNode> field : node.get(i).properties()) {
                    said(field.getValue()).ifPresent(text -> add(join(path, field.getKey()), text));
                }
            }
        } else if (node.isArray()) {
            List<String> items = node.valueStream().flatMap(item -> said(item).stream()).toList();
            if (!items.isEmpty()) {
                columns.put(path, String.join(";", items));
                lists.put(path, Optional.of(items));
            }
        } else {
            said(node).ifPresent(text -> columns.put(path, text));
            if (node.isNumber()) {
                numbers.add(path);
            }
        }
    }

    private void add(String path, String text) {
        List<String> items = lists.computeIfAbsent(path, name -> Optional.of(new ArrayList<>())).orElse(List.of());
        if (items.size() < MOST_ITEMS && columns.getOrDefault(path, "").length() <= LONGEST_LIST) {
            items.add(text);
            columns.merge(path, text, (some, more) -> some + ";" + more);
        }
    }

    /// The text of a value; empty where it says nothing.
    private static Optional<String> said(JsonNode value) {
        return value.isValueNode() && !value.isNull() && !value.asText().isEmpty()
                ? Optional.of(value.asText())
                : Optional.empty();
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
