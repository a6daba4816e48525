package tocsin.yaml;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// One value in a YAML file, and where it stands.
///
/// A reading that fails notes the problem and gives a harmless value (empty, zero), so that the reading goes on and
/// finds the next problem; whoever reads calls [Problems#refuseIfAny] before using anything.
///
/// A node can lie over another, the same place of a file that is built upon: see [#over].
public final class YamlNode {
    /// What names an entry of a list.
    private static final List<String> IDENTITIES = List.of("id", "code");

    /// How deep lists and mappings may stand in one another: reading them is recursive.
    private static final int DEEPEST = 50;
    /// No limit is longer, and instants with it stay within what can be reckoned with.
    private static final Duration LONGEST = Duration.ofDays(36_525);

    private final Source source;
    private final String path;
    private final @Nullable Node node;
    private final int line;
    private final int column;
    private final @Nullable YamlNode base;
    /// Known keys that are missing here, by what stands in their place and was probably meant to be them.
    private final Map<String, String> meant = new LinkedHashMap<>();

    /// The file a node stands in.
    private record Source(String file, List<String> lines, Problems problems) {}

    private YamlNode(Source source, String path, @Nullable Node node, int line, int column, @Nullable YamlNode base) {
        this.source = source;
        this.path = path;
        this.node = node;
        this.line = line;
        this.column = column;
        this.base = base;
    }

    /// The root of a document. Aliases are refused beyond 50, or where they make the document much larger; nesting beyond
    /// 50, size beyond 4 MiB. So is a key that stands twice in one mapping: of two values one would be lost.
    public static YamlNode parse(String file, String text, Problems problems) {
        YamlNode root = parseKept(file, text, problems);
        DoubledKeys.under(root.node).forEach(doubled -> problems.add(doubled.problem(file)));
        return root;
    }

    /// The root of a document that an earlier release took, like [#parse] but for keys that stand twice: of those the last
    /// counts, as it did then.
    public static YamlNode parseKept(String file, String text, Problems problems) {
        Source source = new Source(file, text.lines().toList(), problems);
        LoadSettings settings = LoadSettings.builder().setLabel(file).setMaxAliasesForCollections(50)
                .setCodePointLimit(4 * 1024 * 1024).setAllowDuplicateKeys(false).build();
        try {
            if (isShallow(file, text, settings, problems)) {
                Node root = new Compose(settings).composeString(text).orElse(null);
                Optional<String> objection = root == null ? Optional.empty() : Expansion.objection(root);
                if (objection.isEmpty()) {
                    return new YamlNode(source, "", root, 1, 1, null);
                }
                problems.add(new Problem(file, 1, 1, objection.get()));
            }
        } catch (ReaderException e) {
            String before = text.substring(0, Math.min(text.length(), text.offsetByCodePoints(0, e.getPosition())));
            problems.add(new Problem(file, (int) before.chars().filter(c -> c == '\n').count() + 1,
                    before.length() - before.lastIndexOf('\n'), "holds a character no text may hold: "
                            + "U+%04X".formatted(e.getCodePoint())));
        } catch (MarkedYamlEngineException e) {
            Mark mark = e.getProblemMark().orElse(null);
            problems.add(
                    new Problem(file, mark == null ? 1 : mark.getLine() + 1, mark == null ? 1 : mark.getColumn() + 1,
                            e.getProblem()));
        } catch (YamlEngineException e) {
            problems.add(new Problem(file, 1, 1, String.valueOf(e.getMessage())));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | IllegalStateException
                | NullPointerException e) {
            // What the library does with some tags, and with an escape of no number, such as "\\u}".
            problems.add(new Problem(file, 1, 1, "cannot be read as YAML: " + e.getMessage()
                    + "; a tag or an escape in quotes may be none"));
        }
        return new YamlNode(source, "", null, 1, 1, null);
    }

    /// Whether nothing stands deeper than may be; a problem otherwise.
    private static boolean isShallow(String file, String text, LoadSettings settings, Problems problems) {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            depth += switch (event.getEventId()) {
                case MappingStart, SequenceStart -> 1;
                case MappingEnd, SequenceEnd -> -1;
                default -> 0;
            };
            if (depth > DEEPEST) {
                Mark mark = event.getStartMark().orElse(null);
                problems.add(new Problem(file, mark == null ? 1 : mark.getLine() + 1,
                        mark == null ? 1 : mark.getColumn() + 1,
                        "stands more than " + DEEPEST + " lists and mappings deep"));
                return false;
            }
        }
        return true;
    }

    /// Notes a problem for each `id` (or `code`) that stands twice in one list, at any depth.
    public void identitiesOnce() {
        identitiesOnce(this, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static void identitiesOnce(YamlNode at, Set<Node> seen) {
        if (at.node == null || !seen.add(at.node)) {
            return;
        }
        if (at.node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                identitiesOnce(at.at(at.join(key), tuple.getValueNode()), seen);
            }
        } else if (at.node instanceof SequenceNode sequence) {
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < sequence.getValue().size(); i++) {
                YamlNode child = at.at(at.path + "[" + i + "]", sequence.getValue().get(i));
                identity(sequence.getValue().get(i)).filter(id -> !ids.add(id))
                        .ifPresent(id -> child.problem("id \"" + id + "\" stands twice"));
                identitiesOnce(child, seen);
            }
        }
    }

    /// This node over the same place of a file that it builds upon: mappings are joined key by key, lists of entries with
    /// an `id` (or `code`) entry by entry, and of everything else this node's value counts where it has one. An entry
    /// with `off: true` takes the one beneath away.
    public YamlNode over(YamlNode beneath) {
        if (!isPresent()) {
            return beneath;
        }
        boolean joins = beneath.isPresent() && (isMapping() && beneath.isMapping()
                || isIdentifiedList() && beneath.isIdentifiedList());
        return joins ? new YamlNode(source, path, node, line, column, beneath) : this;
    }

    private boolean isIdentifiedList() {
        return node instanceof SequenceNode sequence && !sequence.getValue().isEmpty()
                && sequence.getValue().stream().allMatch(item -> identity(item).isPresent());
    }

    private static Optional<String> identity(Node item) {
        if (item instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key && IDENTITIES.contains(key.getValue())
                        && tuple.getValueNode() instanceof ScalarNode value) {
                    return Optional.of(value.getValue());
                }
            }
        }
        return Optional.empty();
    }

    /// Where this value stands in its document, such as `rules[2].limit`.
    public String path() {
        return path;
    }

    /// The line it stands in, from 1.
    public int line() {
        return line;
    }

    /// The place it stands at, as `file:line:column`.
    public String place() {
        return source.file() + ":" + line + ":" + column;
    }

    /// Notes a problem at this place.
    public void problem(String message) {
        source.problems().add(new Problem(source.file(), line, column, (path.isEmpty() ? "" : path + ": ") + message));
    }

    /// Notes a problem at a place inside the text of this scalar.
    ///
    /// @param textLine line of the text, from 1
    /// @param textColumn column of the text, from 0
    public void problemInText(int textLine, int textColumn, String message) {
        int at = line;
        int from = column;
        if (node instanceof ScalarNode scalar) {
            switch (scalar.getScalarStyle()) {
                case LITERAL, FOLDED -> {
                    at = line + textLine;
                    String written = at <= source.lines().size() ? source.lines().get(at - 1) : "";
                    from = written.length() - written.stripLeading().length() + 1;
                }
                case SINGLE_QUOTED, DOUBLE_QUOTED -> from = column + 1;
                default -> {
                    // A plain scalar begins where it stands.
                }
            }
        }
        source.problems().add(new Problem(source.file(), at, from + textColumn, path + ": " + message));
    }

    /// Whether there is anything here.
    public boolean isPresent() {
        return node != null && !Tag.NULL.equals(node.getTag());
    }

    /// Whether this is a list.
    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /// Whether this is a mapping.
    public boolean isMapping() {
        return node instanceof MappingNode;
    }

    /// The value under this key; a problem if there is none.
    public YamlNode required(String key) {
        YamlNode child = optional(key);
        if (!child.isPresent() && node != null) {
            child.problem("is missing; every " + (path.isEmpty() ? "document" : "entry") + " here needs it");
        }
        return child;
    }

    /// The value under this key, present or not. A value whose key is misspelt is read too, so that one reading finds what
    /// is wrong with it.
    public YamlNode optional(String key) {
        Map<String, YamlNode> children = mapping();
        YamlNode child = children.get(children.containsKey(key) ? key : meant.getOrDefault(key, key));
        return child != null ? child : new YamlNode(source, join(key), null, line, column, null);
    }

    /// The values of a mapping by key, in order; a problem if this is something else.
    public Map<String, YamlNode> mapping() {
        Map<String, YamlNode> children = base == null ? new LinkedHashMap<>() : base.mapping();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                YamlNode child = at(join(key), tuple.getValueNode());
                YamlNode beneath = children.get(key);
                children.put(key, beneath == null ? child : child.over(beneath));
            }
        } else if (isPresent()) {
            problem("must be a mapping of names to values");
        }
        return children;
    }

    /// The values of a list, in order; empty where there is nothing, a problem if this is something else.
    public List<YamlNode> items() {
        if (node instanceof SequenceNode sequence) {
            List<Node> values = sequence.getValue();
            List<YamlNode> own = java.util.stream.IntStream.range(0, values.size())
                    .mapToObj(i -> at(path + "[" + i + "]", values.get(i))).toList();
            return (base == null ? own : joined(base.items(), own)).stream().filter(YamlNode::isOn).toList();
        }
        if (isPresent()) {
            problem("must be a list");
        }
        return List.of();
    }

    private static List<YamlNode> joined(List<YamlNode> beneath, List<YamlNode> own) {
        Map<String, YamlNode> items = new LinkedHashMap<>();
        beneath.forEach(item -> items.put(item.identity(), item));
        own.forEach(item -> {
            YamlNode before = items.get(item.identity());
            items.put(item.identity(), before == null ? item : item.over(before));
        });
        return List.copyOf(items.values());
    }

    private String identity() {
        return node == null ? "" : identity(node).orElse("");
    }

    private boolean isOn() {
        return !(node instanceof MappingNode) || !optional("off").flag(false);
    }

    /// Notes a problem for each key that is not one of these, with the nearest that is.
    public YamlNode onlyKeys(String... known) {
        List<String> names = Arrays.asList(known);
        mapping().forEach((key, child) -> {
            if (!names.contains(key) && !key.equals("off")) {
                child.problem("is not a known key" + Nearest.hint(key, names) + "; known are " + names);
                Nearest.to(key, names).ifPresent(name -> meant.putIfAbsent(name, key));
            }
        });
        return this;
    }

    /// The text of a scalar; a problem and empty if this is something else.
    public String text() {
        if (node instanceof ScalarNode scalar && isPresent()) {
            return scalar.getValue();
        }
        if (node != null) {
            problem("must be a text");
        }
        return "";
    }

    /// The text, or this where there is none.
    public String textOr(String otherwise) {
        return isPresent() ? text() : otherwise;
    }

    /// The text read by this reader, whose exceptions become problems.
    public <T> T as(String what, T otherwise, Function<String, T> reader) {
        if (!isPresent()) {
            return otherwise;
        }
        String text = text();
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            problem("\"" + text + "\" is not " + what);
            return otherwise;
        }
    }

    /// A whole number that is not negative.
    public int integer(int otherwise) {
        int value = as("a whole number", otherwise, Integer::valueOf);
        if (value < 0) {
            problem("must not be negative");
        }
        return value;
    }

    /// A decimal number of at most 40 digits, before and after the point.
    public BigDecimal decimal(BigDecimal otherwise) {
        return as("a number of at most " + Numbers.LONGEST + " digits", otherwise, Numbers::decimal);
    }

    /// A duration of at most a hundred years that is not negative, ISO-8601.
    public Duration duration(Duration otherwise) {
        Duration value = as("a duration such as PT30M", otherwise, Duration::parse);
        if (value.isNegative()) {
            problem("must not be negative");
        } else if (value.compareTo(LONGEST) > 0) {
            problem("must not be longer than a hundred years");
            return otherwise;
        }
        return value;
    }

    /// `true` or `false`.
    public boolean flag(boolean otherwise) {
        return as("true or false", otherwise, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    /// One symbol of an enumeration; `UNKNOWN` is never one a person may write.
    public <E extends Enum<E>> Optional<E> symbol(Class<E> type) {
        if (!isPresent()) {
            return Optional.empty();
        }
        String text = text();
        List<String> names = Arrays.stream(type.getEnumConstants()).map(Enum::name)
                .filter(name -> !name.equals("UNKNOWN")).toList();
        if (!names.contains(text)) {
            problem("\"" + text + "\" is not one of " + names + Nearest.hint(text, names));
            return Optional.empty();
        }
        return Optional.of(Enum.valueOf(type, text));
    }

    /// The value as plain maps, lists, texts, numbers, flags and null, as YAML's core schema has them.
    public @Nullable Object plain() {
        return PlainYaml.of(node);
    }

    private YamlNode at(String childPath, Node child) {
        Mark mark = child.getStartMark().orElse(null);
        return new YamlNode(source, childPath, child, mark == null ? line : mark.getLine() + 1,
                mark == null ? column : mark.getColumn() + 1, null);
    }

    private String join(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
