package tocsin.rules.directory;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tocsin.yaml.YamlNode;

/// Reads one sensor of `directory/sensors.yaml`.
final class SensorReader {
    private SensorReader() {}

    static Sensor read(YamlNode node, String area) {
        node.onlyKeys("id", "area", "place", "latitude", "longitude", "metrics", "maintenance");
        Map<String, Measured> metrics = new LinkedHashMap<>();
        if (node.optional("metrics").isPresent()) {
            node.optional("metrics").mapping().forEach((name, metric) -> metrics.put(name, measured(name, metric)));
        }
        return new Sensor(node.required("id").text(), area, node.required("place").text(),
                node.required("latitude").decimal(BigDecimal.ZERO).doubleValue(),
                node.required("longitude").decimal(BigDecimal.ZERO).doubleValue(), metrics,
                node.optional("maintenance").items().stream().map(SensorReader::maintenance).toList());
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
