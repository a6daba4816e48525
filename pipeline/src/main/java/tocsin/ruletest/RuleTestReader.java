package tocsin.ruletest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tocsin.ruletest.RuleTest.Aspect;
import tocsin.ruletest.RuleTest.Way;
import tocsin.text.FileTrouble;
import tocsin.wire.RecordJson;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Nearest;
import tocsin.yaml.Problem;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;

/// Reads the tests of a pack: `tests/*.yaml` beside its rules.
public final class RuleTestReader {
    private static final List<String> ASPECTS = Arrays.stream(Aspect.values()).map(Aspect::key).toList();

    private final Problems problems = new Problems();

    private RuleTestReader() {}

    /// The tests of the pack in this folder, in the order of files and lines; none where it has no tests.
    ///
    /// Throws [InvalidFileException] with every problem in any of them.
    public static List<RuleTest> read(Path pack) {
        RuleTestReader reader = new RuleTestReader();
        List<RuleTest> tests = new ArrayList<>();
        Path folder = pack.resolve("tests");
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(path -> !isHidden(path)).sorted().toList()) {
                    reader.tests(file, tests);
                }
            } catch (IOException e) {
                throw new InvalidFileException(
                        List.of(new Problem(folder.toString(), 1, 1, "cannot be read: " + FileTrouble.of(e))));
            }
        }
        reader.problems.refuseIfAny();
        return List.copyOf(tests);
    }

    private static boolean isHidden(Path file) {
        return String.valueOf(file.getFileName()).startsWith(".");
    }

    /// A file that is not looked at would be a test that never fails.
    private void tests(Path file, List<RuleTest> tests) {
        String name = "tests/" + file.getFileName();
        if (name.endsWith(".yml") || Files.isDirectory(file)) {
            problems.add(new Problem(name, 1, 1, Files.isDirectory(file)
                    ? "is a folder; tests are files tests/*.yaml"
                    : "is not read; call it .yaml"));
        } else if (name.endsWith(".yaml")) {
            try {
                tests.addAll(tests(name, Files.readString(file)));
            } catch (IOException e) {
                problems.add(new Problem(name, 1, 1, "cannot be read: " + FileTrouble.of(e)));
            }
        }
    }

    private List<RuleTest> tests(String file, String text) {
        YamlNode root = YamlNode.parse(file, text, problems).onlyKeys("report", "tests");
        JsonNode usual = json(root.optional("report"));
        YamlNode list = root.required("tests");
        if (list.isPresent() && list.items().isEmpty()) {
            list.problem("holds no test; write one, or take the file out");
        }
        return list.items().stream().map(node -> test(file, node, usual)).toList();
    }

    private static RuleTest test(String file, YamlNode node, JsonNode usual) {
        node.onlyKeys("test", "at", "steps");
        Instant at = node.required("at").as("a time with offset such as 2026-03-02T03:00:00+08:00", Instant.EPOCH,
                text -> OffsetDateTime.parse(text).toInstant());
        List<RuleTest.Step> steps = node.required("steps").items().stream().map(step -> step(file, step, usual))
                .toList();
        if (!steps.isEmpty() && steps.stream().allMatch(step -> step.expected().isEmpty())) {
            node.problem("expects nothing, so it cannot fail; give a step expect");
        }
        return new RuleTest(node.required("test").text(), file + ":" + node.line(), at, steps);
    }

    private static RuleTest.Step step(String file, YamlNode node, JsonNode usual) {
        node.onlyKeys("after", "report", "command", "level", "burst", "expect");
        Way way = Way.NOTHING;
        JsonNode body = JsonNodeFactory.instance.objectNode();
        for (Way known : Way.values()) {
            YamlNode given = node.optional(known.name().toLowerCase(Locale.ROOT));
            if (known != Way.NOTHING && given.isPresent()) {
                if (way != Way.NOTHING) {
                    given.problem("stands beside another record; give each a step of its own");
                }
                way = known;
                body = known == Way.REPORT ? over(usual, json(given)) : json(given);
            }
        }
        Map<Aspect, List<String>> expected = new EnumMap<>(Aspect.class);
        node.optional("expect").mapping().forEach((key, value) -> Aspect.of(key).ifPresentOrElse(
                aspect -> expected.put(aspect, words(value)),
                () -> value.problem("is nothing that is looked at" + Nearest.hint(key, ASPECTS) + "; known are "
                        + ASPECTS)));
        return new RuleTest.Step(file + ":" + node.line(), node.optional("after").duration(Duration.ZERO), way, body,
                expected);
    }

    private static List<String> words(YamlNode node) {
        Object plain = node.plain();
        return plain instanceof List<?> ? node.items().stream().map(YamlNode::text).toList() : List.of(node.text());
    }

    private static JsonNode json(YamlNode node) {
        return node.isPresent()
                ? RecordJson.MAPPER.valueToTree(node.plain())
                : JsonNodeFactory.instance.objectNode();
    }

    /// A report with what the file says of all its reports where it is silent itself; null takes something out.
    private static JsonNode over(JsonNode usual, JsonNode own) {
        ObjectNode both = usual.deepCopy();
        own.properties().forEach(field -> both.set(field.getKey(), field.getValue()));
        return both;
    }
}
