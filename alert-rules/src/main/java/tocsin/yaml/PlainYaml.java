package tocsin.yaml;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// YAML values as plain maps, lists, texts, numbers, flags and null, as YAML's core schema has them.
final class PlainYaml {
    /// Every whole number of so many digits fits.
    private static final int LONG_DIGITS = 18;

    private PlainYaml() {}

    static @Nullable Object of(@Nullable Node value) {
        return switch (value) {
            case null -> null;
            case MappingNode mapping -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                mapping.getValue().forEach(tuple -> map.put(
                        tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?",
                        of(tuple.getValueNode())));
                yield map;
            }
            case SequenceNode sequence -> sequence.getValue().stream().map(PlainYaml::of).toList();
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new IllegalArgumentException("no value for " + value.getNodeType());
        };
    }

    private static @Nullable Object scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (tag.equals(Tag.BOOL)) {
            return Boolean.valueOf(text);
        }
        return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? number(text) : text;
    }

    /// A whole number that fits, another number that can be reckoned with, or the text as it stands: whoever needs a number
    /// then says that it is none.
    private static Object number(String text) {
        try {
            BigDecimal value = Numbers.decimal(text);
            return value.scale() == 0 && value.precision() <= LONG_DIGITS ? (Object) value.longValueExact() : value;
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
