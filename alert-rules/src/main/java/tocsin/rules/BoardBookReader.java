package tocsin.rules;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tocsin.v1.Grade;
import tocsin.yaml.YamlNode;

/// Reads `boards.yaml`.
final class BoardBookReader {
    private final Map<String, Audience> audiences;
    private final Map<String, EventType> types;

    BoardBookReader(Map<String, Audience> audiences, Map<String, EventType> types) {
        this.audiences = audiences;
        this.types = types;
    }

    BoardBook read(YamlNode document) {
        document.onlyKeys("ask", "rules", "templates");
        Map<String, BoardTemplate> templates = new LinkedHashMap<>();
        document.required("templates").mapping().forEach((id, node) -> templates.put(id, template(id, node)));
        return new BoardBook(
                document.required("ask").items().stream().map(name -> RuleParts.known(name, audiences.keySet()))
                        .toList(),
                document.optional("rules").items().stream().map(node -> rule(node, templates)).toList(),
                java.util.Collections.unmodifiableMap(templates));
    }

    private static BoardTemplate template(String id, YamlNode node) {
        node.onlyKeys("parameters", "priority", "shown-for", "zh", "en");
        Set<String> parameters = node.required("parameters").items().stream()
                .map(name -> RuleParts.known(name, BoardTemplate.ALLOWED)).collect(Collectors.toSet());
        int priority = node.required("priority").integer(100);
        if (priority < 1 || priority > 255) {
            node.required("priority").problem("must be 1 to 255");
        }
        Duration shownFor = node.required("shown-for").duration(Duration.ofHours(1));
        if (shownFor.isZero() || shownFor.isNegative()) {
            node.required("shown-for").problem("must be longer than nothing: old news on a board is false news");
        }
        Map<String, List<String>> pages = new LinkedHashMap<>();
        for (String language : List.of("zh", "en")) {
            if (node.optional(language).isPresent()) {
                pages.put(language, node.required(language).items().stream().map(line -> line(line, parameters))
                        .toList());
            }
        }
        if (pages.isEmpty()) {
            node.problem("has no words: give zh, en or both");
        }
        return new BoardTemplate(id, parameters, priority, shownFor, pages);
    }

    private static String line(YamlNode node, Set<String> parameters) {
        for (String place : Template.places(node.text())) {
            if (!parameters.contains(place)) {
                node.problem("{" + place + "} is not listed in parameters; listed are " + new TreeSet<>(parameters));
            }
        }
        return node.text();
    }

    private BoardRule rule(YamlNode node, Map<String, BoardTemplate> templates) {
        node.onlyKeys("id", "basis", "system", "template", "types", "grade-at-least", "boards", "without-approval");
        String reach = node.optional("boards").textOr("area");
        if (!Set.of("area", "desk").contains(reach)) {
            node.optional("boards").problem("\"" + reach + "\" is not one of [area, desk]");
        }
        return new BoardRule(
                new Provenance(node.required("id").text(), node.required("basis").text(),
                        node.required("system").text()),
                RuleParts.known(node.required("template"), templates.keySet()),
                node.required("types").items().stream().map(type -> RuleParts.known(type, types.keySet()))
                        .collect(Collectors.toSet()),
                node.required("grade-at-least").symbol(Grade.class).orElse(Grade.I), reach.equals("area"),
                node.optional("without-approval").items().stream().map(YamlNode::text).collect(Collectors.toSet()));
    }
}
