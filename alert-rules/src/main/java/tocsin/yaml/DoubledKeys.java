package tocsin.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Keys that stand twice in one mapping. YAML forbids them, and most programs let the last one count without a word.
final class DoubledKeys {
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Doubled> found = new ArrayList<>();

    private DoubledKeys() {}

    /// A key that stood in the same mapping before.
    ///
    /// @param path where its value stands, such as `http.port`
    /// @param line its line, from 1
    /// @param column its column, from 1
    /// @param first the line it stood in before, from 1
    record Doubled(String path, int line, int column, int first) {
        Problem problem(String file) {
            return new Problem(file, line, column, path + ": stands twice, first in line " + first
                    + "; one of the two would be lost: put what both hold under one, or take one out");
        }
    }

    /// Every such key at and beneath this node, in the order of the text.
    static List<Doubled> under(@Nullable Node root) {
        DoubledKeys keys = new DoubledKeys();
        if (root != null) {
            keys.look("", root);
        }
        return List.copyOf(keys.found);
    }

    private void look(String path, Node node) {
        if (!seen.add(node)) {
            return;
        }
        switch (node) {
            case MappingNode mapping -> {
                Map<String, Integer> lines = new HashMap<>();
                for (NodeTuple tuple : mapping.getValue()) {
                    String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                    String at = path.isEmpty() ? key : path + "." + key;
                    Mark mark = tuple.getKeyNode().getStartMark().orElse(null);
                    int line = mark == null ? 1 : mark.getLine() + 1;
                    Integer first = lines.putIfAbsent(key, line);
                    if (first != null) {
                        found.add(new Doubled(at, line, mark == null ? 1 : mark.getColumn() + 1, first));
                    }
                    look(at, tuple.getValueNode());
                }
            }
            case SequenceNode sequence -> {
                for (int i = 0; i < sequence.getValue().size(); i++) {
                    look(path + "[" + i + "]", sequence.getValue().get(i));
                }
            }
            default -> {
                // A scalar has no keys.
            }
        }
    }
}
