package tocsin.rules.directory;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tocsin.rules.WarningRule;
import tocsin.v1.WarningLevel;
import tocsin.yaml.Nearest;
import tocsin.yaml.YamlNode;

/// Reads one sensor of `directory/sensors.yaml`.
final class SensorReader {
    private SensorReader() {}

    /// @param table limits by sensor, from the table of the directory
    /// @param agencies the ids of all agencies
    static Sensor read(YamlNode node, String area, SensorLevelsTable table, Set<String> agencies) {
        node.onlyKeys("id", "area", "place", "latitude", "longitude", "metrics", "maintenance", "levels",
                "agency");
        Map<String, Measured> metrics = new LinkedHashMap<>();
        if (node.optional("metrics").isPresent()) {
            node.optional("metrics").mapping().forEach((name, metric) -> metrics.put(name, measured(name, metric)));
        }
        return new Sensor(node.required("id").text(), area, node.required("place").text(),
                node.required("latitude").decimal(BigDecimal.ZERO).doubleValue(),
                node.required("longitude").decimal(BigDecimal.ZERO).doubleValue(), metrics,
                node.optional("maintenance").items().stream().map(SensorReader::maintenance).toList(),
                agency(node.optional("agency"), agencies), levels(node, table));
    }

    private static @Nullable String agency(YamlNode node, Set<String> agencies) {
        if (!node.isPresent()) {
            return null;
        }
        String agency = node.text();
        if (!agencies.contains(agency)) {
            node.problem("\"" + agency + "\" is no agency of agencies.yaml" + Nearest.hint(agency, agencies));
        }
        return agency;
    }

    /// Limits of its own by rule: those of its entry and those of the table.
    private static Map<String, List<OwnLevel>> levels(YamlNode node, SensorLevelsTable table) {
        Map<String, List<OwnLevel>> levels = new LinkedHashMap<>(table.of(node.required("id").text()));
        if (node.optional("levels").isPresent()) {
            node.optional("levels").mapping().forEach((rule, limits) -> {
                if (levels.put(rule, own(limits)) != null) {
                    limits.problem("stands in " + SensorLevelsTable.FILE + ", too; leave it in one of the two");
                }
            });
        }
        return levels;
    }

    private static List<OwnLevel> own(YamlNode limits) {
        limits.onlyKeys(SensorLevelsTable.GRAVEST_FIRST.stream().map(Enum::name).toArray(String[]::new));
        List<OwnLevel> own = new ArrayList<>();
        for (WarningLevel level : SensorLevelsTable.GRAVEST_FIRST) {
            YamlNode limit = limits.optional(level.name());
            if (limit.isPresent()) {
                own.add(limit.isMapping()
                        ? new OwnLevel(level,
                                limit.onlyKeys("limit", "window").required("limit").decimal(BigDecimal.ZERO)
                                        .doubleValue(),
                                window(limit.optional("window")))
                        : new OwnLevel(level, limit.decimal(BigDecimal.ZERO).doubleValue(), Optional.empty()));
            }
        }
        if (own.isEmpty()) {
            limits.problem("must name a level at least: " + SensorLevelsTable.GRAVEST_FIRST);
        }
        return List.copyOf(own);
    }

    private static Optional<Duration> window(YamlNode node) {
        if (!node.isPresent()) {
            return Optional.empty();
        }
        Duration window = node.duration(Duration.ZERO);
        if (window.compareTo(WarningRule.LONGEST) > 0) {
            node.problem("is longer than " + WarningRule.LONGEST + ", for which readings are kept");
        }
        return Optional.of(window);
    }

    private static Measured measured(String name, YamlNode node) {
        node.onlyKeys("unit", "kind", "least", "most", "change-per-hour", "stuck-after", "every", "silent-after");
        return new Measured(name, node.required("unit").text(),
                node.optional("kind").symbol(Measured.Kind.class).orElse(Measured.Kind.INSTANT),
                number(node.optional("least")), number(node.optional("most")),
                number(node.optional("change-per-hour")), duration(node.optional("stuck-after")),
                duration(node.optional("every")), duration(node.optional("silent-after")));
    }

    private static OptionalDouble number(YamlNode node) {
        return node.isPresent() ? OptionalDouble.of(node.decimal(BigDecimal.ZERO).doubleValue())
                : OptionalDouble.empty();
    }

    private static Optional<Duration> duration(YamlNode node) {
        if (!node.isPresent()) {
            return Optional.empty();
        }
        Duration duration = node.duration(Duration.ZERO);
        if (duration.isZero()) {
            node.problem("must be longer than nothing, such as PT10M");
        }
        return Optional.of(duration);
    }

    private static Maintenance maintenance(YamlNode node) {
        node.onlyKeys("from", "until");
        Instant from = instant(node.required("from"));
        Instant until = instant(node.required("until"));
        if (!from.isBefore(until)) {
            node.problem("must end after it begins");
        }
        return new Maintenance(from, until);
    }

    private static Instant instant(YamlNode node) {
        return node.as("a time with offset, such as \"2026-03-01T08:00:00+08:00\"", Instant.EPOCH,
                text -> OffsetDateTime.parse(text).toInstant());
    }
}
