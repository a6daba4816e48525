package tocsin.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tocsin.rules.condition.Condition;
import tocsin.rules.condition.ReportConditions;
import tocsin.v1.Category;
import tocsin.v1.ReportKind;
import tocsin.yaml.Nearest;
import tocsin.yaml.YamlNode;

/// What the files of rules are made of: ids, sources, limits, conditions.
final class RuleParts {
    /// Rules of one file: some 3 s to compile at the first reading, and 25 ms if all of them applied to one report.
    private static final int MOST = 2_000;

    /// An id stands in notifications, logs and metrics: no character in it may be one that nobody sees.
    private static final Pattern ID = Pattern
            .compile("[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}]([ \\p{L}\\p{M}\\p{N}\\p{P}\\p{S}]{0,99})");

    /// Names told to somebody who wrote another.
    private static final int TOLD = 100;

    private final Map<String, EventType> types;
    private final ReportConditions conditions;
    private final Map<String, Condition> compiled = new HashMap<>();

    RuleParts(Map<String, EventType> types, ReportConditions conditions) {
        this.types = types;
        this.conditions = conditions;
    }

    /// The rules of a list, those that cannot be read left out; with a problem for an id that is none and for more
    /// rules than can be taken.
    <R> List<R> rules(YamlNode list, Function<YamlNode, Optional<R>> reader) {
        List<YamlNode> items = list.items();
        if (items.size() > MOST) {
            list.problem("holds " + items.size() + " rules; " + MOST + " are the most a pack may have");
            return List.of();
        }
        List<R> rules = new ArrayList<>();
        for (YamlNode item : items) {
            String id = item.required("id").textOr("");
            if (!ID.matcher(id).matches()) {
                item.optional("id").problem("is no id; write letters, digits and signs, such as T9-24H, 100 at most");
            }
            reader.apply(item).ifPresent(rules::add);
        }
        return List.copyOf(rules);
    }

    static Provenance provenance(YamlNode rule, String id) {
        return new Provenance(id, rule.required("basis").text(), rule.required("system").text());
    }

    /// The source of a rule that may be tried in the shadow first.
    static Provenance tried(YamlNode rule) {
        Provenance provenance = provenance(rule);
        return new Provenance(provenance.id(), provenance.basis(), provenance.system(),
                rule.optional("shadow").flag(false));
    }

    static Provenance provenance(YamlNode rule) {
        return provenance(rule, rule.required("id").text());
    }

    /// The condition at this place; empty where there is none, or none that can be used.
    Optional<Condition> condition(YamlNode node) {
        if (!node.isPresent()) {
            return Optional.empty();
        }
        Condition known = compiled.get(node.textOr(""));
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Condition> condition = conditions.compile(node);
        condition.ifPresent(read -> compiled.put(read.text(), read));
        return condition;
    }

    /// Which reports a rule applies to, by its keys `kinds`, `categories`, `types` and by its condition.
    Applies applies(YamlNode rule, Optional<Condition> when) {
        Map<Applies.Axis, Set<String>> only = new EnumMap<>(Applies.Axis.class);
        symbols(rule.optional("kinds"), ReportKind.class).ifPresent(kinds -> only.put(Applies.Axis.KIND, kinds));
        symbols(rule.optional("categories"), Category.class)
                .ifPresent(categories -> only.put(Applies.Axis.CATEGORY, categories));
        if (rule.optional("types").isPresent()) {
            only.put(Applies.Axis.TYPE, types(rule.optional("types")));
        }
        return Applies.of(only, when);
    }

    /// The types of a list, each one the pack knows.
    Set<String> types(YamlNode list) {
        return list.items().stream().map(type -> known(type, types.keySet())).collect(Collectors.toSet());
    }

    private static <E extends Enum<E>> Optional<Set<String>> symbols(YamlNode list, Class<E> type) {
        return list.isPresent()
                ? Optional.of(list.items().stream().flatMap(item -> item.symbol(type).stream()).map(Enum::name)
                        .collect(Collectors.toSet()))
                : Optional.empty();
    }

    static String known(YamlNode node, Collection<String> names) {
        String name = node.text();
        if (!names.contains(name)) {
            node.problem("\"" + name + "\" is not defined" + Nearest.hint(name, names) + "; defined are "
                    + names.stream().sorted().limit(TOLD).toList() + (names.size() > TOLD ? " and others" : ""));
        }
        return name;
    }

    static Words words(YamlNode node) {
        node.onlyKeys("zh", "en");
        return new Words(node.required("zh").text(), node.required("en").text());
    }
}
