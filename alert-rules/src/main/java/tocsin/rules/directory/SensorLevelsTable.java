package tocsin.rules.directory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import tocsin.rules.PackFiles;
import tocsin.v1.WarningLevel;
import tocsin.yaml.Nearest;
import tocsin.yaml.Problem;
import tocsin.yaml.Problems;

/// Limits of single sensors as a table, `directory/levels.csv`: one row for each sensor and rule, with the columns
/// `sensor`, `rule` and one for each level. An empty cell is no such level.
///
/// A pack's own row takes the place of the same row of a pack it includes.
final class SensorLevelsTable {
    static final String FILE = "directory/levels.csv";
    static final List<WarningLevel> GRAVEST_FIRST = List.of(WarningLevel.RED, WarningLevel.ORANGE,
            WarningLevel.YELLOW, WarningLevel.BLUE);
    private static final List<String> LEVELS = GRAVEST_FIRST.stream().map(Enum::name).toList();
    /// No limit has more characters; a longer one is no number that a gauge could tell.
    private static final int LONGEST_NUMBER = 40;

    private final Problems problems;
    private final Map<String, Map<String, Row>> rows = new LinkedHashMap<>();

    private record Row(String path, int line, List<OwnLevel> levels) {}

    private SensorLevelsTable(Problems problems) {
        this.problems = problems;
    }

    /// The table of these files; empty where they have none. What is wrong is noted with its line.
    static SensorLevelsTable read(PackFiles files, Problems problems) {
        SensorLevelsTable table = new SensorLevelsTable(problems);
        files.layers(FILE).forEach(table::read);
        return table;
    }

    /// The limits of a sensor by rule.
    Map<String, List<OwnLevel>> of(String sensor) {
        Map<String, List<OwnLevel>> levels = new HashMap<>();
        rows.getOrDefault(sensor, Map.of()).forEach((rule, row) -> levels.put(rule, row.levels()));
        return levels;
    }

    /// Notes the rows of sensors that are none of these.
    void unknown(Set<String> sensors) {
        rows.forEach((sensor, byRule) -> {
            if (!sensors.contains(sensor)) {
                byRule.values().forEach(row -> problem(row.path(), row.line(), "sensor \"" + sensor
                        + "\" is not in sensors.yaml" + Nearest.hint(sensor, sensors)));
            }
        });
    }

    private void read(String path, String text) {
        Map<String, Integer> lines = new HashMap<>();
        String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
        CSVFormat format = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(false).setIgnoreSurroundingSpaces(true)
                .setTrim(true).get();
        int line = 1;
        try (CSVParser parser = CSVParser.parse(withoutMark, format)) {
            List<String> header = List.of();
            for (CSVRecord record : parser) {
                if (record.size() == 1 && record.get(0).isEmpty()) {
                    // An empty line counts as a line, and says nothing.
                } else if (header.isEmpty()) {
                    header = header(path, record);
                    if (header.isEmpty()) {
                        return;
                    }
                } else {
                    row(path, line, header, record, lines);
                }
                line = Math.toIntExact(parser.getCurrentLineNumber()) + 1;
            }
            if (header.isEmpty()) {
                problem(path, 1, "is empty; its first row names the columns: sensor,rule,RED,ORANGE,YELLOW,BLUE");
            }
        } catch (UncheckedIOException | CSVException e) {
            problem(path, line, "is no CSV from here on: a quote is not closed, or text follows one");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> header(String path, CSVRecord record) {
        List<String> header = record.stream().map(name -> LEVELS.contains(name.toUpperCase(Locale.ROOT))
                ? name.toUpperCase(Locale.ROOT)
                : name).toList();
        Set<String> known = LEVELS.stream().collect(Collectors.toSet());
        known.addAll(List.of("sensor", "rule"));
        boolean complete = header.contains("sensor") && header.contains("rule")
                && header.stream().anyMatch(LEVELS::contains);
        if (!complete || !known.containsAll(header) || header.stream().distinct().count() < header.size()) {
            problem(path, 1, "has the columns " + header + "; they must be sensor, rule and one or more of " + LEVELS
                    + ", each once and separated by commas");
            return List.of();
        }
        return header;
    }

    private void row(String path, int line, List<String> header, CSVRecord record, Map<String, Integer> lines) {
        if (record.size() != header.size()) {
            problem(path, line, "has " + record.size() + " cells and the first row " + header.size());
            return;
        }
        String sensor = record.get(header.indexOf("sensor"));
        String rule = record.get(header.indexOf("rule"));
        List<OwnLevel> levels = new ArrayList<>();
        for (WarningLevel level : GRAVEST_FIRST) {
            int column = header.indexOf(level.name());
            String cell = column < 0 ? "" : record.get(column);
            if (!cell.isEmpty()) {
                number(path, line, level, cell)
                        .ifPresent(limit -> levels.add(new OwnLevel(level, limit, Optional.empty())));
            }
        }
        if (sensor.isEmpty() || rule.isEmpty() || levels.isEmpty()) {
            problem(path, line, "must name a sensor, a rule and a limit at least");
            return;
        }
        Integer before = lines.put(sensor + "\u0000" + rule, line);
        if (before != null) {
            problem(path, line, "sensor \"" + sensor + "\" with rule \"" + rule + "\" stands in line " + before
                    + ", too");
        }
        rows.computeIfAbsent(sensor, id -> new LinkedHashMap<>()).put(rule, new Row(path, line, List.copyOf(levels)));
    }

    private Optional<Double> number(String path, int line, WarningLevel level, String cell) {
        if (cell.length() > LONGEST_NUMBER || !cell.matches("[+-]?[0-9]+([.][0-9]+)?")) {
            problem(path, line, level + " is \"" + cell.codePoints().limit(LONGEST_NUMBER)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    + "\", which is no number such as 2.45");
            return Optional.empty();
        }
        return Optional.of(Double.valueOf(cell));
    }

    private void problem(String path, int line, String message) {
        problems.add(new Problem(path, line, 1, message));
    }
}
