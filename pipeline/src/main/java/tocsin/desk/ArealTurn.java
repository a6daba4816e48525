package tocsin.desk;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.LevelChange;
import tocsin.rules.ArealRule;
import tocsin.rules.directory.Area;
import tocsin.v1.Location;
import tocsin.v1.Status;
import tocsin.v1.WarningLevel;

/// Levels of single stations counted over an area: what an area stands at follows from how many of its stations do.
///
/// What each station stands at is kept in the desk's index while it stands, so the rows are as many as the stations.
final class ArealTurn {
    /// Stations of one rule that are counted at most.
    private static final int STATIONS = 5_000;

    private final DeskTurn turn;

    ArealTurn(DeskTurn turn) {
        this.turn = turn;
    }

    /// The changes of areas' levels that a change of one station's level makes.
    List<LevelChange> changes(LevelChange change) {
        if (change.getStatus() != Status.ACTUAL || change.getEvent() != null) {
            return List.of();
        }
        List<ArealRule> rules = turn.pack.areal().stream().filter(rule -> rule.rule().equals(change.getRule()))
                .toList();
        if (rules.isEmpty()) {
            return List.of();
        }
        String county = county(change);
        put(key("station", change.getRule(), county, change.getSensorId()), change.getLevel());
        return rules.stream().flatMap(rule -> area(rule, change, county).stream()).toList();
    }

    private static String county(LevelChange change) {
        String area = change.getLocation() == null ? null : change.getLocation().getAreaCode();
        return area == null ? "" : area.substring(0, Math.min(6, area.length()));
    }

    private Optional<LevelChange> area(ArealRule rule, LevelChange change, String county) {
        boolean desk = rule.over() == ArealRule.Over.DESK;
        String over = desk ? turn.desk : county;
        String stem = desk ? key("station", rule.rule(), "") : key("station", rule.rule(), county, "");
        long standing = turn.stores.index().range(stem, stem + "\uffff", STATIONS).stream()
                .map(row -> WarningLevel.valueOf(row.getValue())).filter(level -> isAtLeast(level, rule.least()))
                .count();
        String key = key("area", rule.provenance().id(), over);
        String kept = turn.stores.index().get(key);
        WarningLevel before = kept == null ? null : WarningLevel.valueOf(kept);
        WarningLevel now = standing >= rule.stations() ? rule.level() : null;
        if (now == before) {
            return Optional.empty();
        }
        put(key, now);
        Area area = turn.directory.area(over).orElse(null);
        return Optional.of(new LevelChange("area-" + over, change.getMetric(), rule.provenance().id(), now, before,
                (double) standing, "站 stations", change.getObservedAt(), change.getArrivedAt(),
                new Location(over, area == null ? null : area.name().zh(),
                        change.getLocation() == null ? null : change.getLocation().getLatitude(),
                        change.getLocation() == null ? null : change.getLocation().getLongitude(), null),
                change.getStatus(), null, null, Map.of()));
    }

    /// Levels are declared from the gravest.
    private static boolean isAtLeast(WarningLevel level, WarningLevel least) {
        return level != WarningLevel.UNKNOWN && level.compareTo(least) <= 0;
    }

    private void put(String key, @Nullable WarningLevel level) {
        if (level == null) {
            turn.stores.index().remove(key);
        } else {
            turn.stores.index().put(key, level.name());
        }
    }

    private String key(String kind, String... parts) {
        return kind + "\u0000" + turn.desk + "\u0000" + String.join("\u0000", parts);
    }
}
