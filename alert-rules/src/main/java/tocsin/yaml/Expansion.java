package tocsin.yaml;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// How many values a document comes to when each alias stands for what it names: fifty aliases can make a page of text more
/// than any memory holds, and one that names what it stands in never ends.
final class Expansion {
    /// Values beyond those that are written.
    private static final long MOST_MORE = 100_000;
    private static final long ENDLESS = -1;

    private final IdentityHashMap<Node, Long> known = new IdentityHashMap<>();
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

    private Expansion() {}

    /// What is wrong with the aliases beneath this node; empty if nothing is.
    static Optional<String> objection(Node root) {
        Expansion expansion = new Expansion();
        long whole = expansion.size(root);
        if (whole == ENDLESS) {
            return Optional.of("has an alias that names what it stands in; write it out");
        }
        return whole - expansion.known.size() > MOST_MORE
                ? Optional.of("has aliases that stand for more than " + MOST_MORE + " values; write them out")
                : Optional.empty();
    }

    /// Values at and beneath this node; no more than can be counted.
    private long size(Node node) {
        Long before = known.get(node);
        if (before != null) {
            return before;
        }
        if (!open.add(node)) {
            return ENDLESS;
        }
        long size = 1;
        for (Node child : (Iterable<Node>) children(node)::iterator) {
            long inner = size(child);
            if (inner == ENDLESS) {
                return ENDLESS;
            }
            size = Math.min(Long.MAX_VALUE / 4, size + inner);
        }
        open.remove(node);
        known.put(node, size);
        return size;
    }

    private static Stream<Node> children(Node node) {
        return switch (node) {
            case MappingNode mapping -> mapping.getValue().stream()
                    .flatMap(tuple -> Stream.of(tuple.getKeyNode(), tuple.getValueNode()));
            case SequenceNode sequence -> sequence.getValue().stream();
            default -> Stream.of();
        };
    }
}
