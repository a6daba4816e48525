package tocsin.rules;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;

/// The schemas by which an editor helps who writes a pack.
final class EditorSchemas {
    static final Path HOME = Path.of(System.getProperty("tocsin.home"), "alert-rules/editor");
    private static final String BASE = "https://editor.invalid/";

    private final Map<String, String> texts = new TreeMap<>();
    private final SchemaRegistry registry;

    EditorSchemas() {
        try (Stream<Path> files = Files.walk(HOME)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                texts.put(HOME.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(texts.entrySet().stream()
                        .collect(Collectors.toMap(text -> BASE + text.getKey(), Map.Entry::getValue))));
    }

    /// Which schema is meant for a file of a pack.
    static String nameFor(String packFile) {
        return packFile.startsWith("templates/")
                ? "templates.schema.json"
                : packFile.replaceFirst("\\.yaml$", ".schema.json");
    }

    /// What is wrong with a pack's file by its schema.
    List<String> problems(String packFile, String yaml) {
        return registry.getSchema(SchemaLocation.of(BASE + nameFor(packFile)))
                .validate(json(plain(packFile, yaml)), InputFormat.JSON).stream().map(Object::toString).toList();
    }

    static Object plain(String file, String yaml) {
        Problems problems = new Problems();
        Object plain = YamlNode.parse(file, yaml, problems).plain();
        problems.refuseIfAny();
        return plain == null ? Map.of() : plain;
    }

    /// Every value as JSON, which is YAML too.
    static String json(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map -> map.entrySet().stream().map(entry -> json(entry.getKey()) + ": "
                    + json(entry.getValue())).collect(Collectors.joining(", ", "{", "}"));
            case List<?> list -> list.stream().map(EditorSchemas::json).collect(Collectors.joining(", ", "[", "]"));
            case String text -> "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
            default -> value.toString();
        };
    }

    /// A part of a schema, once: `timeliness.schema.json#/properties/rules/items`.
    ///
    /// @param keywords its own keywords
    record Part(String at, Map<?, ?> keywords) {
        /// The symbols it allows; empty where it allows any.
        List<String> symbols() {
            return keywords.get("enum") instanceof List<?> symbols
                    ? symbols.stream().map(Object::toString).toList()
                    : List.of();
        }

        /// The keys it allows; empty where it allows any.
        List<String> keys() {
            return keywords.get("properties") instanceof Map<?, ?> properties
                    && Boolean.FALSE.equals(keywords.get("additionalProperties"))
                            ? properties.keySet().stream().map(Object::toString).toList()
                            : List.of();
        }
    }

    /// The whole schema of a file of a pack.
    Part root(String packFile) {
        return part(nameFor(packFile) + "#");
    }

    private Part part(String at) {
        int hash = at.indexOf('#');
        Object value = plain(at.substring(0, hash), texts.get(at.substring(0, hash)));
        for (String step : at.substring(hash + 1).split("/")) {
            value = step.isEmpty() ? value : ((Map<?, ?>) value).get(step);
        }
        return new Part(at, (Map<?, ?>) java.util.Objects.requireNonNull(value, at));
    }

    /// The part, or the one it refers to where that is where its keywords stand.
    private Part referred(Part part) {
        if (!(part.keywords().get("$ref") instanceof String reference)) {
            return part;
        }
        String file = part.at().substring(0, part.at().indexOf('#'));
        String target = reference.startsWith("#")
                ? file + reference
                : Path.of(file).resolveSibling(reference.substring(0, reference.indexOf('#'))).normalize()
                        + reference.substring(reference.indexOf('#'));
        return referred(part(target));
    }

    /// Every part that has been reached by any value of this document, with the path of the value.
    void walk(Part part, @Nullable Object value, List<Object> path, BiConsumer<Part, List<Object>> visitor) {
        Part meant = referred(part);
        visitor.accept(meant, path);
        children(meant).forEach((step, child) -> {
            if (step.equals("*") && value instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                    walk(child, list.get(i), with(path, i), visitor);
                }
            } else if (value instanceof Map<?, ?> map) {
                map.forEach((key, inner) -> {
                    boolean own = meant.keywords().get("properties") instanceof Map<?, ?> known
                            && known.containsKey(key);
                    if (key.equals(step) || step.equals("?") && !own) {
                        walk(child, inner, with(path, key), visitor);
                    }
                });
            }
        });
    }

    /// Every part there is, whether or not a document reaches it.
    void parts(Part part, BiConsumer<String, Part> visitor) {
        Part meant = referred(part);
        visitor.accept(meant.at(), meant);
        children(meant).values().forEach(child -> parts(child, visitor));
    }

    private static Map<String, Part> children(Part part) {
        Map<String, Part> children = new LinkedHashMap<>();
        if (part.keywords().get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((key, child) -> children.put(key.toString(),
                    new Part(part.at() + "/properties/" + key, (Map<?, ?>) child)));
        }
        if (part.keywords().get("additionalProperties") instanceof Map<?, ?> others) {
            children.put("?", new Part(part.at() + "/additionalProperties", others));
        }
        if (part.keywords().get("items") instanceof Map<?, ?> items) {
            children.put("*", new Part(part.at() + "/items", items));
        }
        return children;
    }

    private static List<Object> with(List<Object> path, Object step) {
        return Stream.concat(path.stream(), Stream.of(step)).toList();
    }
}
