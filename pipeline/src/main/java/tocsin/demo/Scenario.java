package tocsin.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tocsin.text.FileTrouble;
import tocsin.wire.RecordJson;
import tocsin.wire.RelativeJson;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problem;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;

/// A story: who sends what, and when.
///
/// @param title what it is about
/// @param steps what happens, in order of time
public record Scenario(String title, List<Step> steps) {
    private static final String RUN = "{run}";

    /// One thing that happens.
    ///
    /// @param after the time since the story began
    /// @param by the agency or person who does it
    /// @param way how: report, sensor, media, or an action on an incident
    /// @param of for an action, the report whose incident it is about; empty otherwise
    /// @param says what it tells the audience
    /// @param body what is sent, with times such as `now-PT10M` and ids such as `fire-{run}`
    public record Step(Duration after, String by, Way way, String of, String says, JsonNode body) {
        /// The body as it is sent at an instant, in one run of the story.
        public JsonNode bodyAt(Instant now, String run) {
            return RelativeJson.resolved(named(body, run), now);
        }

        /// The report this step's action is about, in one run of the story.
        public String of(String run) {
            return of.replace(RUN, run);
        }
    }

    /// How something is sent.
    public enum Way {
        REPORT, SENSOR, MEDIA, COMMAND
    }

    /// Everybody who sends reports in the story.
    public Set<String> agencies() {
        Set<String> agencies = new TreeSet<>();
        steps.stream().filter(step -> step.way() != Way.COMMAND).forEach(step -> agencies.add(step.by()));
        return agencies;
    }

    /// Everybody who gives orders in the story.
    public Set<String> officials() {
        Set<String> officials = new TreeSet<>();
        steps.stream().filter(step -> step.way() == Way.COMMAND).forEach(step -> officials.add(step.by()));
        return officials;
    }

    /// Reads a story. Throws [InvalidFileException] with every problem at once.
    public static Scenario read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new InvalidFileException(
                    List.of(new Problem(file.toString(), 1, 1, "cannot be read: " + FileTrouble.of(e))));
        }
        Problems problems = new Problems();
        YamlNode root = YamlNode.parse(file.toString(), text, problems).onlyKeys("title", "steps");
        List<Step> steps = new ArrayList<>();
        for (YamlNode node : root.required("steps").items()) {
            node.onlyKeys("after", "by", "way", "of", "says", "body");
            JsonNode body = RecordJson.MAPPER.valueToTree(node.required("body").plain());
            steps.add(new Step(node.required("after").duration(Duration.ZERO), node.required("by").text(),
                    node.required("way").symbol(Way.class).orElse(Way.REPORT), node.optional("of").textOr(""),
                    node.optional("says").textOr(""), body));
        }
        Scenario scenario = new Scenario(root.required("title").text(), List.copyOf(steps));
        if (steps.isEmpty() && problems.all().isEmpty()) {
            problems.add(new Problem(file.toString(), 1, 1, "tells no story; write its title and its steps"));
        }
        problems.refuseIfAny();
        return scenario;
    }

    private static JsonNode named(JsonNode node, String run) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (node.isTextual()) {
            return json.textNode(node.textValue().replace(RUN, run));
        }
        if (node.isArray()) {
            ArrayNode array = json.arrayNode();
            node.forEach(item -> array.add(named(item, run)));
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = json.objectNode();
            node.properties().forEach(field -> object.set(field.getKey(), named(field.getValue(), run)));
            return object;
        }
        return node;
    }
}
