package tocsin.rules;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import tocsin.rules.condition.Condition;
import tocsin.v1.Casualties;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Outcome;
import tocsin.v1.ReportKind;
import tocsin.yaml.Nearest;
import tocsin.yaml.YamlNode;

/// Reads `accuracy.yaml`.
final class AccuracyReader {
    /// What 0.2.0 took, where a pack says nothing.
    private static final Map<Outcome, Integer> COST = Map.of(Outcome.INCOMPLETE, 5, Outcome.GRADE_MISMATCH, 15,
            Outcome.CONFLICT, 10, Outcome.IMPLAUSIBLE, 20, Outcome.CONTRADICTION, 20);
    private static final List<String> NEVER_FALL = List.of("dead", "seriouslyInjured");

    private static final Pattern PLACE = Pattern.compile("\\{([^}]*)}");

    private final RuleParts parts;

    AccuracyReader(RuleParts parts) {
        this.parts = parts;
    }

    Accuracy read(YamlNode document) {
        document.onlyKeys("A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "cost", "rules",
                "confidence");
        YamlNode elements = document.required("A1").onlyKeys("basis", "system", "required");
        YamlNode sanity = document.required("A2").onlyKeys("basis", "system", "clock-tolerance");
        YamlNode repeats = document.required("A6").onlyKeys("basis", "system", "near");
        return new Accuracy(RuleParts.provenance(elements, "A1"), required(elements.required("required")),
                RuleParts.provenance(sanity, "A2"), sanity.required("clock-tolerance").duration(Duration.ofMinutes(2)),
                plain(document.required("A3"), "A3"), chain(document.required("A4")), sources(document.required("A5")),
                RuleParts.provenance(repeats, "A6"), near(repeats.optional("near")), optional(document, "A7"),
                optional(document, "A8"), message(document.optional("A9")), optional(document, "A10"),
                cost(document.optional("cost")),
                new RuleIndex<>(parts.rules(document.optional("rules"), this::rule), ReportRule::applies),
                Credence.read(document.optional("confidence")));
    }

    private static Provenance plain(YamlNode node, String id) {
        return RuleParts.provenance(node.onlyKeys("basis", "system"), id);
    }

    private static Optional<Provenance> optional(YamlNode document, String id) {
        YamlNode node = document.optional(id);
        return node.isPresent() ? Optional.of(plain(node, id)) : Optional.empty();
    }

    private static Map<ReportKind, List<String>> required(YamlNode node) {
        Map<ReportKind, List<String>> required = new EnumMap<>(ReportKind.class);
        List<String> kinds = java.util.Arrays.stream(ReportKind.values()).filter(kind -> kind != ReportKind.UNKNOWN)
                .map(Enum::name).toList();
        node.mapping().forEach((name, fields) -> {
            if (kinds.contains(name)) {
                required.put(ReportKind.valueOf(name), fields.items().stream().map(AccuracyReader::path).toList());
            } else {
                fields.problem("is not a kind of report" + Nearest.hint(name, kinds) + "; kinds are " + kinds);
            }
        });
        return required;
    }

    /// A path of the report's fields; a problem with the nearest known name where there is no such field.
    private static String path(YamlNode node) {
        Schema schema = IncidentReport.getClassSchema();
        for (String step : node.text().split("\\.", -1)) {
            Schema record = record(schema);
            List<String> names = record == null
                    ? List.of()
                    : record.getFields().stream().map(Schema.Field::name).toList();
            if (record == null || !names.contains(step)) {
                node.problem("\"" + node.text() + "\" is no field of a report: it has no " + step
                        + Nearest.hint(step, names));
                return node.text();
            }
            schema = record.getField(step).schema();
        }
        return node.text();
    }

    private static @org.jspecify.annotations.Nullable Schema record(Schema schema) {
        return schema.getType() == Schema.Type.RECORD
                ? schema
                : schema.getType() == Schema.Type.UNION
                        ? schema.getTypes().stream().filter(type -> type.getType() == Schema.Type.RECORD).findFirst()
                                .orElse(null)
                        : null;
    }

    private static Accuracy.Chain chain(YamlNode node) {
        node.onlyKeys("basis", "system", "figures", "place-metres", "types");
        List<String> counts = Casualties.getClassSchema().getFields().stream().map(Schema.Field::name).toList();
        List<String> figures = node.optional("figures").isPresent()
                ? node.optional("figures").items().stream().map(figure -> RuleParts.known(figure, counts)).toList()
                : NEVER_FALL;
        return new Accuracy.Chain(RuleParts.provenance(node, "A4"), figures, node.optional("place-metres").integer(0),
                node.optional("types").flag(false));
    }

    private static Accuracy.Sources sources(YamlNode node) {
        node.onlyKeys("basis", "system", "within", "tolerance", "tolerance-percent", "unconfirmed-from");
        return new Accuracy.Sources(RuleParts.provenance(node, "A5"),
                node.optional("within").duration(Duration.ofMinutes(30)), node.optional("tolerance").integer(0),
                node.optional("tolerance-percent").integer(0), node.optional("unconfirmed-from").symbol(Grade.class));
    }

    private static Optional<Accuracy.Near> near(YamlNode node) {
        node.onlyKeys("within", "bits");
        return node.isPresent()
                ? Optional.of(new Accuracy.Near(node.required("within").duration(Duration.ofHours(2)),
                        node.required("bits").integer(6)))
                : Optional.empty();
    }

    private static Optional<Accuracy.MessageRule> message(YamlNode node) {
        node.onlyKeys("basis", "system", "guidance", "lawful");
        if (!node.isPresent()) {
            return Optional.empty();
        }
        Map<String, Set<String>> guidance = new HashMap<>();
        node.required("guidance").mapping().forEach((language, words) -> guidance.put(language,
                words.items().stream().map(YamlNode::text).collect(Collectors.toSet())));
        return Optional.of(new Accuracy.MessageRule(RuleParts.provenance(node, "A9"), Map.copyOf(guidance),
                node.optional("lawful").flag(false)));
    }

    private static Map<Outcome, Integer> cost(YamlNode node) {
        Map<Outcome, Integer> cost = new EnumMap<>(COST);
        node.mapping().forEach((name, points) -> {
            List<String> names = java.util.Arrays.stream(Outcome.values()).map(Enum::name).toList();
            if (names.contains(name)) {
                cost.put(Outcome.valueOf(name), points.integer(0));
            } else {
                points.problem("is no outcome" + Nearest.hint(name, names));
            }
        });
        return java.util.Collections.unmodifiableMap(cost);
    }

    /// Whether words can be filled from this path: a field of the report, or another variable of conditions.
    private static boolean isPlace(String path) {
        int dot = path.indexOf('.');
        String variable = dot < 0 ? path : path.substring(0, dot);
        if (!variable.equals("report") || dot < 0) {
            return List.of("arrivedAt", "grade", "incident", "before", "day").contains(variable);
        }
        Schema schema = IncidentReport.getClassSchema();
        for (String step : path.substring(dot + 1).split("\\.", -1)) {
            Schema record = record(schema);
            if (record == null || record.getField(step) == null) {
                return path.startsWith("report.facts.");
            }
            schema = record.getField(step).schema();
        }
        return true;
    }

    private Optional<ReportRule> rule(YamlNode rule) {
        rule.onlyKeys("id", "basis", "system", "kinds", "categories", "types", "when", "outcome", "fields", "zh", "en",
                "shadow");
        Optional<Condition> when = parts.condition(rule.required("when"));
        Words words = new Words(rule.required("zh").text(), rule.required("en").text());
        for (String language : List.of("zh", "en")) {
            PLACE.matcher(rule.optional(language).textOr("")).results().map(place -> place.group(1))
                    .filter(place -> !isPlace(place))
                    .forEach(place -> rule.optional(language).problem("{" + place
                            + "} is nothing that can be filled in; name a field such as {report.unit}"));
        }
        Provenance provenance = RuleParts.tried(rule);
        Outcome outcome = rule.required("outcome").symbol(Outcome.class).orElse(Outcome.UNKNOWN);
        List<String> fields = rule.optional("fields").items().stream().map(AccuracyReader::path).toList();
        Applies applies = parts.applies(rule, when);
        return when.map(condition -> new ReportRule(provenance, applies, condition, outcome, fields, words));
    }
}
