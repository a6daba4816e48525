package tocsin.rules;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tocsin.rules.WarningRule.Aggregate;
import tocsin.rules.WarningRule.Threshold;
import tocsin.v1.Category;
import tocsin.v1.WarningLevel;
import tocsin.yaml.YamlNode;

/// Reads `warnings.yaml`: published scales, and the rules that follow them.
final class WarningsReader {
    private static final List<WarningLevel> GRAVEST_FIRST = List.of(WarningLevel.RED, WarningLevel.ORANGE,
            WarningLevel.YELLOW, WarningLevel.BLUE);

    private final Map<String, EventType> types;
    private final Map<String, WarningTable> tables = new LinkedHashMap<>();

    WarningsReader(Map<String, EventType> types) {
        this.types = types;
    }

    List<WarningRule> read(YamlNode document) {
        document.onlyKeys("tables", "rules");
        document.optional("tables").items().forEach(this::table);
        return document.required("rules").items().stream().map(this::rule).toList();
    }

    private void table(YamlNode node) {
        node.onlyKeys("id", "issuer", "hazard", "edition", "colours");
        Set<WarningLevel> colours = EnumSet.noneOf(WarningLevel.class);
        node.required("colours").items()
                .forEach(colour -> colour.symbol(WarningLevel.class).ifPresent(colours::add));
        tables.put(node.required("id").text(), new WarningTable(node.required("issuer").text(),
                node.required("hazard").text(), node.required("edition").text(), colours));
    }

    private WarningRule rule(YamlNode rule) {
        rule.onlyKeys("id", "basis", "system", "table", "metric", "unit", "aggregate", "falling", "window", "type",
                "levels", "for", "hysteresis", "merge-gap");
        WarningTable table = rule.optional("table").isPresent()
                ? tables.get(RuleParts.known(rule.optional("table"), tables.keySet()))
                : null;
        Duration window = window(rule.optional("window"), Duration.ZERO);
        EventType type = types.get(rule.required("type").textOr(""));
        RuleParts.known(rule.required("type"), types.keySet());
        List<Threshold> thresholds = thresholds(rule.required("levels"), window, table);
        boolean windows = thresholds.stream().anyMatch(threshold -> !threshold.window().isZero());
        Aggregate aggregate = rule.optional("aggregate").symbol(Aggregate.class)
                .orElse(windows ? Aggregate.SUM : Aggregate.LATEST);
        if (windows == (aggregate == Aggregate.LATEST)) {
            rule.problem(windows ? "LATEST takes no window" : aggregate + " needs a window");
        }
        double hysteresis = rule.optional("hysteresis").decimal(BigDecimal.ZERO).doubleValue();
        if (hysteresis < 0 || hysteresis >= 1) {
            rule.optional("hysteresis").problem("must be a share of the limit, from 0 to less than 1, such as 0.1");
        }
        return new WarningRule(RuleParts.provenance(rule), table, rule.required("metric").text(),
                rule.required("unit").text(), aggregate, rule.optional("falling").flag(false),
                type == null ? Category.UNKNOWN : type.category(), rule.required("type").text(), thresholds,
                rule.optional("for").duration(Duration.ZERO), hysteresis,
                rule.optional("merge-gap").duration(Duration.ZERO));
    }

    /// A level is a limit alone, over the rule's window, or a limit with a window of its own.
    private static List<Threshold> thresholds(YamlNode levels, Duration window, @Nullable WarningTable table) {
        levels.onlyKeys(GRAVEST_FIRST.stream().map(Enum::name).toArray(String[]::new));
        List<Threshold> thresholds = new ArrayList<>();
        for (WarningLevel level : GRAVEST_FIRST) {
            YamlNode node = levels.optional(level.name());
            if (node.isPresent()) {
                if (table != null && !table.colours().contains(level)) {
                    node.problem("the table " + table.name() + " has no " + level + "; it has "
                            + table.colours().stream().sorted().toList());
                }
                thresholds.add(node.isMapping()
                        ? new Threshold(level,
                                node.onlyKeys("limit", "window").required("limit").decimal(BigDecimal.ZERO)
                                        .doubleValue(),
                                window(node.optional("window"), window))
                        : new Threshold(level, node.decimal(BigDecimal.ZERO).doubleValue(), window));
            }
        }
        if (thresholds.isEmpty()) {
            levels.problem("must name a level at least: " + GRAVEST_FIRST);
        }
        return thresholds;
    }

    private static Duration window(YamlNode node, Duration otherwise) {
        Duration window = node.duration(otherwise);
        if (window.compareTo(WarningRule.LONGEST) > 0) {
            node.problem("is longer than " + WarningRule.LONGEST + ", for which readings are kept");
        }
        return window;
    }
}
