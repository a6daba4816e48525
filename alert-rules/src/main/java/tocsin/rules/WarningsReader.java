package tocsin.rules;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
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

    /// What the file holds.
    record Warnings(List<WarningRule> rules, List<QuakeRule> quakes, List<UnusualRule> unusual,
            List<ArealRule> areal) {}

    Warnings read(YamlNode document) {
        document.onlyKeys("tables", "rules", "earthquakes", "unusual", "areal");
        document.optional("tables").items().forEach(this::table);
        List<WarningRule> rules = document.required("rules").items().stream().map(this::rule).toList();
        return new Warnings(rules,
                document.optional("earthquakes").items().stream().map(this::quake).toList(),
                document.optional("unusual").items().stream().map(this::unusual).toList(),
                document.optional("areal").items().stream().map(node -> areal(node, rules)).toList());
    }

    private static ArealRule areal(YamlNode node, List<WarningRule> rules) {
        node.onlyKeys("id", "basis", "system", "rule", "least", "stations", "over", "level");
        int stations = node.required("stations").integer(2);
        if (stations < 2) {
            node.optional("stations").problem("must be at least 2; one station is a rule of its own");
        }
        return new ArealRule(RuleParts.provenance(node),
                RuleParts.known(node.required("rule"), rules.stream().map(rule -> rule.provenance().id()).toList()),
                node.required("least").symbol(WarningLevel.class).orElse(WarningLevel.BLUE), stations,
                node.optional("over").symbol(ArealRule.Over.class).orElse(ArealRule.Over.COUNTY),
                node.required("level").symbol(WarningLevel.class).orElse(WarningLevel.BLUE));
    }

    private UnusualRule unusual(YamlNode rule) {
        rule.onlyKeys("id", "basis", "system", "metric", "type", "level", "days", "seasonal", "overall", "within",
                "merge-gap");
        EventType type = types.get(rule.required("type").textOr(""));
        RuleParts.known(rule.required("type"), types.keySet());
        int days = rule.optional("days").integer(14);
        if (days < 3 || days > 60) {
            rule.optional("days").problem("must be from 3 to 60");
        }
        Duration within = rule.optional("within").duration(Duration.ofHours(1));
        if (within.isZero() || within.compareTo(Duration.ofHours(6)) > 0) {
            rule.optional("within").problem("must be above zero and at most PT6H");
        }
        return new UnusualRule(RuleParts.provenance(rule), rule.required("metric").text(),
                type == null ? Category.UNKNOWN : type.category(), rule.required("type").text(),
                rule.optional("level").symbol(WarningLevel.class).orElse(WarningLevel.BLUE), days,
                deviations(rule.optional("seasonal"), 7), deviations(rule.optional("overall"), 3), within,
                rule.optional("merge-gap").duration(Duration.ofHours(6)));
    }

    private static double deviations(YamlNode node, double otherwise) {
        double deviations = node.isPresent() ? node.decimal(BigDecimal.valueOf(otherwise)).doubleValue() : otherwise;
        if (deviations < 1) {
            node.problem("must be at least 1");
        }
        return deviations;
    }

    private QuakeRule quake(YamlNode rule) {
        rule.onlyKeys("id", "basis", "system", "metric", "kinds", "type", "attenuation", "levels");
        EventType type = types.get(rule.required("type").textOr(""));
        RuleParts.known(rule.required("type"), types.keySet());
        YamlNode attenuation = rule.optional("attenuation");
        List<QuakeRule.Level> levels = new ArrayList<>();
        YamlNode limits = rule.required("levels").onlyKeys(names());
        for (WarningLevel level : GRAVEST_FIRST) {
            YamlNode node = limits.optional(level.name());
            if (node.isPresent()) {
                node.onlyKeys("magnitude", "intensity");
                levels.add(new QuakeRule.Level(level, number(node.optional("magnitude")),
                        number(node.optional("intensity"))));
                if (node.optional("intensity").isPresent() && !attenuation.isPresent()) {
                    node.problem("asks for an intensity; say under attenuation how shaking lessens with distance");
                }
            }
        }
        Set<String> kinds = rule.optional("kinds").items().stream().map(YamlNode::text)
                .collect(Collectors.toSet());
        return new QuakeRule(RuleParts.provenance(rule), rule.required("metric").text(),
                kinds.isEmpty() ? Set.of("earthquake") : kinds,
                type == null ? Category.UNKNOWN : type.category(), rule.required("type").text(),
                attenuation.isPresent() ? Optional.of(attenuation(attenuation)) : Optional.empty(), levels);
    }

    private static QuakeRule.Attenuation attenuation(YamlNode node) {
        node.onlyKeys("constant", "per-magnitude", "per-log-distance", "near-km");
        return new QuakeRule.Attenuation(node.required("constant").decimal(BigDecimal.ZERO).doubleValue(),
                node.required("per-magnitude").decimal(BigDecimal.ZERO).doubleValue(),
                node.required("per-log-distance").decimal(BigDecimal.ZERO).doubleValue(),
                node.required("near-km").decimal(BigDecimal.ONE).doubleValue());
    }

    private static OptionalDouble number(YamlNode node) {
        return node.isPresent() ? OptionalDouble.of(node.decimal(BigDecimal.ZERO).doubleValue())
                : OptionalDouble.empty();
    }

    private static String[] names() {
        return GRAVEST_FIRST.stream().map(Enum::name).toArray(String[]::new);
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
                "levels", "least-values", "for", "hysteresis", "merge-gap", "no-data");
        WarningTable table = rule.optional("table").isPresent()
                ? tables.get(RuleParts.known(rule.optional("table"), tables.keySet()))
                : null;
        Duration window = window(rule.optional("window"), Duration.ZERO);
        EventType type = types.get(rule.required("type").textOr(""));
        RuleParts.known(rule.required("type"), types.keySet());
        // A rule without limits is for sensors that have limits of their own.
        List<Threshold> thresholds = rule.optional("levels").isPresent()
                ? thresholds(rule.optional("levels"), window, table)
                : List.of();
        boolean windows = thresholds.isEmpty()
                ? !window.isZero()
                : thresholds.stream().anyMatch(threshold -> !threshold.window().isZero());
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
                type == null ? Category.UNKNOWN : type.category(), rule.required("type").text(), window, thresholds,
                Math.max(1, rule.optional("least-values").integer(1)), rule.optional("for").duration(Duration.ZERO),
                hysteresis,
                rule.optional("merge-gap").duration(Duration.ZERO), noData(rule.optional("no-data")));
    }

    private static Optional<Duration> noData(YamlNode node) {
        if (!node.isPresent()) {
            return Optional.empty();
        }
        Duration kept = node.duration(Duration.ZERO);
        if (kept.isZero()) {
            node.problem("must be longer than nothing, such as PT6H: so long a level is kept whose data have stopped");
        }
        return Optional.of(kept);
    }

    /// A level is a limit alone, over the rule's window, or a limit with a window of its own.
    private static List<Threshold> thresholds(YamlNode levels, Duration window, @Nullable WarningTable table) {
        levels.onlyKeys(names());
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
