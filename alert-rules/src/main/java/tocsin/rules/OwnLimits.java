package tocsin.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Measured;
import tocsin.rules.directory.OwnLevel;
import tocsin.rules.directory.Sensor;
import tocsin.yaml.Nearest;
import tocsin.yaml.Problem;

/// Whether the limits that sensors have of their own fit the rules of a pack: a limit that no rule looks at would never
/// warn anybody.
public final class OwnLimits {
    private static final String SENSORS = "directory/sensors.yaml";

    private OwnLimits() {}

    /// What is wrong between a pack and its directory; empty where nothing is.
    public static List<Problem> problems(Pack pack, Directory directory) {
        List<Problem> problems = new ArrayList<>();
        Set<String> ids = pack.warnings().stream().map(rule -> rule.provenance().id())
                .collect(Collectors.toCollection(TreeSet::new));
        for (Sensor sensor : directory.sensors().values()) {
            sensor.levels().forEach((id, own) -> pack.warnings().stream()
                    .filter(rule -> rule.provenance().id().equals(id)).findFirst()
                    .ifPresentOrElse(rule -> fits(sensor, rule, own, problems),
                            () -> problems.add(problem(SENSORS, "sensor " + sensor.id() + " has limits for \"" + id
                                    + "\", which is no rule of warnings.yaml" + Nearest.hint(id, ids)))));
        }
        return List.copyOf(problems);
    }

    /// Rules that warn nobody, because neither they nor any sensor has limits for them, as sentences. That harms nobody
    /// else, so nothing is refused for it.
    public static List<String> idle(Pack pack, Directory directory) {
        return pack.warnings().stream().filter(rule -> rule.thresholds().isEmpty()).map(rule -> rule.provenance().id())
                .filter(id -> directory.sensors().values().stream().allMatch(sensor -> sensor.levelsOf(id).isEmpty()))
                .map(id -> "rule " + id
                        + " has no levels, and no sensor has limits of its own for it, so it warns nobody;"
                        + " write levels there, or limits in " + SENSORS + " or directory/levels.csv")
                .toList();
    }

    private static void fits(Sensor sensor, WarningRule rule, List<OwnLevel> own, List<Problem> problems) {
        String about = "sensor " + sensor.id() + ", rule " + rule.provenance().id() + ": ";
        sensor.metric(rule.metric()).map(Measured::unit).filter(unit -> !unit.equals(rule.unit()))
                .ifPresent(unit -> problems.add(problem(SENSORS, about + "the rule is in " + rule.unit()
                        + " and the sensor keeps " + rule.metric() + " in " + unit + "; use one unit in both")));
        WarningTable table = rule.table();
        for (WarningRule.Threshold threshold : rule.with(own).thresholds()) {
            if (table != null && !table.colours().contains(threshold.level())) {
                problems.add(problem(SENSORS, about + "the table " + table.name() + " has no " + threshold.level()));
            }
            if (threshold.window().isZero() == (rule.aggregate() != WarningRule.Aggregate.LATEST)) {
                problems.add(problem(SENSORS, about + threshold.level() + (threshold.window().isZero()
                        ? " needs a window, for the rule takes " + rule.aggregate()
                        : " takes no window, for the rule looks at the latest value")));
            }
        }
        for (int i = 1; i < own.size(); i++) {
            int sign = Double.compare(own.get(i - 1).limit(), own.get(i).limit());
            boolean sameWindow = own.get(i - 1).window().equals(own.get(i).window());
            if (sameWindow && rule.aggregate() == WarningRule.Aggregate.LATEST
                    && (rule.falling() ? sign > 0 : sign < 0)) {
                problems.add(problem(SENSORS, about + own.get(i - 1).level() + " is reached before the milder "
                        + own.get(i).level() + "; exchange their limits"));
            }
        }
    }

    private static Problem problem(String file, String message) {
        return new Problem(file, 1, 1, message);
    }
}
