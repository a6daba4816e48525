package tocsin.rules;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tocsin.rules.condition.Condition;
import tocsin.rules.condition.TollConditions;
import tocsin.v1.Category;
import tocsin.v1.Grade;
import tocsin.yaml.YamlNode;

/// Reads `grading.yaml`.
final class GradingReader {
    private final RuleParts parts;
    private final ZoneId zone;

    GradingReader(RuleParts parts, ZoneId zone) {
        this.parts = parts;
        this.zone = zone;
    }

    /// The registered figures of a document, by key.
    static Map<String, Words> facts(YamlNode document) {
        Map<String, Words> facts = new LinkedHashMap<>();
        document.optional("facts").mapping().forEach((key, words) -> {
            if (!key.matches("[a-z][a-z0-9_]*")) {
                words.problem("must be lower-case letters, digits and underscores, such as burnt_ha");
            }
            facts.put(key, RuleParts.words(words));
        });
        return java.util.Collections.unmodifiableMap(facts);
    }

    Grading read(YamlNode document, Map<String, Words> facts) {
        document.onlyKeys("facts", "base", "base-editions", "scales");
        TollConditions conditions = new TollConditions(facts.keySet());
        List<Scale> scales = new ArrayList<>();
        YamlNode base = document.required("base");
        scales.add(scale(base, facts, conditions));
        for (YamlNode edition : document.optional("base-editions").items()) {
            scales.add(scale(edition, facts, conditions));
        }
        List<String> baseIds = scales.stream().map(scale -> scale.provenance().id()).toList();
        scales.addAll(parts.rules(document.optional("scales"),
                node -> Optional.of(scale(node, facts, conditions))));
        return new Grading(List.copyOf(scales), baseIds, facts, conditions, zone);
    }

    private Scale scale(YamlNode node, Map<String, Words> facts, TollConditions conditions) {
        node.onlyKeys("id", "basis", "system", "categories", "types", "from", "until", "alone", "dead", "rows");
        Set<Category> categories = node.optional("categories").items().stream()
                .flatMap(category -> category.symbol(Category.class).stream()).collect(Collectors.toUnmodifiableSet());
        String dead = node.optional("dead").textOr("with-missing");
        if (!Set.of("with-missing", "alone").contains(dead)) {
            node.optional("dead").problem("\"" + dead + "\" is not one of [with-missing, alone]");
        }
        List<Scale.Row> rows = node.required("rows").items().stream().map(row -> row(row, facts, conditions)).toList();
        ordered(node, rows);
        return new Scale(RuleParts.provenance(node), categories, Set.copyOf(parts.types(node.optional("types"))),
                date(node.optional("from")), date(node.optional("until")), node.optional("alone").flag(false),
                dead.equals("with-missing"), rows);
    }

    private static Optional<LocalDate> date(YamlNode node) {
        return node.isPresent()
                ? Optional.of(node.as("a date such as 2007-06-01", LocalDate.EPOCH, LocalDate::parse))
                : Optional.empty();
    }

    private static Scale.Row row(YamlNode row, Map<String, Words> facts, TollConditions conditions) {
        row.onlyKeys("grade", "dead", "seriously-injured", "at-risk", "evacuated", "trapped", "loss-cny", "facts",
                "when");
        Map<Scale.Figure, Integer> people = new EnumMap<>(Scale.Figure.class);
        for (Scale.Figure figure : Scale.Figure.values()) {
            if (row.optional(figure.key()).isPresent()) {
                people.put(figure, row.optional(figure.key()).integer(0));
            }
        }
        Map<String, BigDecimal> least = new LinkedHashMap<>();
        row.optional("facts").mapping().forEach((key, value) -> {
            if (!facts.containsKey(key)) {
                value.problem("is no registered figure" + tocsin.yaml.Nearest.hint(key, facts.keySet())
                        + "; register it under facts");
            }
            least.put(key, value.decimal(BigDecimal.ZERO));
        });
        List<Condition> when = row.optional("when").items().stream()
                .flatMap(condition -> conditions.compile(condition).stream()).toList();
        if (row.optional("loss-cny").decimal(BigDecimal.ZERO).signum() < 0) {
            row.optional("loss-cny").problem("must not be negative");
        }
        return new Scale.Row(row.required("grade").symbol(Grade.class).orElse(Grade.UNKNOWN), people,
                row.optional("loss-cny").isPresent() ? row.optional("loss-cny").decimal(BigDecimal.ZERO) : null, least,
                when);
    }

    private static void ordered(YamlNode scale, List<Scale.Row> rows) {
        for (int i = 1; i < rows.size(); i++) {
            Integer graver = rows.get(i - 1).people().get(Scale.Figure.DEAD);
            Integer lighter = rows.get(i).people().get(Scale.Figure.DEAD);
            if (graver != null && lighter != null && lighter > graver
                    || rows.get(i).grade().compareTo(rows.get(i - 1).grade()) < 0) {
                scale.problem("rows must go from the gravest to the least: row " + (i + 1)
                        + " is graver than row " + i);
            }
        }
    }
}
