package tocsin.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tocsin.correlation.Clue;
import tocsin.correlation.Grid;
import tocsin.correlation.Marks;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.Mark;
import tocsin.model.OfficialAlerts;
import tocsin.model.Places;
import tocsin.rules.Correlation;
import tocsin.rules.Correlation.Reach;
import tocsin.rules.Pack;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;
import tocsin.v1.Location;

/// Where and when the open incidents of a desk are, in its index: what finds those that evidence may belong to.
///
/// A mark stands in the cell of the size its own reach needs, for evidence that reaches no farther, and in every coarser
/// one, for evidence that does. Rows follow the marks and go when the incident is closed.
///
/// @param index the desk's index
/// @param desk the desk
/// @param pack the pack in force
record PlaceIndex(Table<String> index, String desk, Pack pack) {
    /// Candidates looked at, and of one cell: where more happens than that at one place and time, those nearest in time are
    /// looked at first. To read one takes some 20 µs.
    private static final int CANDIDATES = 60;
    private static final int OF_A_CELL = 20;
    /// Rows looked through where only a city is known: open incidents of one kind in the whole desk.
    private static final int VAGUE_ROWS = 1_000;
    /// A mark stays in its row until evidence has moved it by this share of its reach.
    private static final double SLACK = 0.25;

    /// Incidents that are perhaps of the same kind, place and time, without judging how alike they are.
    List<IncidentFile> candidates(Clue clue, Function<String, Optional<IncidentFile>> incidents) {
        List<String> kinds = clue.kindsToSearch(pack);
        Duration time = kinds.stream().filter(kind -> kind.startsWith("t:"))
                .map(kind -> correlation().reachOf(kind.substring(2)).time())
                .reduce(correlation().reachOf(clue.type()).time(), (one, other) -> one.compareTo(other) >= 0 ? one
                        : other);
        return near(kinds, clue, correlation().reachOf(clue.type()).metres(), clue.around().minus(time),
                clue.around().plus(time), incidents);
    }

    /// Incidents of these kinds that are perhaps within this many metres of the clue, in this time.
    List<IncidentFile> near(List<String> kinds, Clue clue, double metres, Instant from, Instant to,
            Function<String, Optional<IncidentFile>> incidents) {
        Duration slack = Duration.ofMillis((long) (Duration.between(from, to).toMillis() * SLACK) + 1);
        Set<String> ids = new LinkedHashSet<>();
        List<String> cells = cellsToSearch(clue, metres);
        Duration close = slack.dividedBy(2);
        for (String kind : kinds) {
            for (String cell : cells) {
                String stem = String.join("\u0000", "place", desk, kind, cell, "");
                List<Map.Entry<String, String>> rows = index.range(stem + DeskStores.at(clue.around().minus(close)),
                        stem + DeskStores.at(clue.around().plus(close)), OF_A_CELL);
                rows.forEach(row -> ids.add(row.getValue()));
                if (rows.size() < OF_A_CELL) {
                    index.range(stem + DeskStores.at(from.minus(slack)), stem + DeskStores.at(to.plus(slack)),
                            OF_A_CELL)
                            .forEach(row -> ids.add(row.getValue()));
                }
            }
        }
        if (clue.report() != null && cells.stream().noneMatch(cell -> cell.startsWith("own "))) {
            kinds.forEach(kind -> vaguely(kind, clue, from.minus(slack), to.plus(slack), ids));
        }
        List<IncidentFile> found = new ArrayList<>();
        ids.stream().limit(CANDIDATES).forEach(id -> incidents.apply(id).ifPresent(found::add));
        return found;
    }

    /// Incidents anywhere in the city or province that is all the report says of its place; anywhere at all where it says
    /// nothing. They are offered to a person, and joined by nothing but a name.
    private void vaguely(String kind, Clue clue, Instant from, Instant to, Set<String> ids) {
        String county = clue.county();
        String area = county == null ? "" : county.replaceAll("(00)+$", "");
        if (area.length() == 6) {
            return;
        }
        for (String cell : List.of("area ", "county ")) {
            String stem = String.join("\u0000", "place", desk, kind, cell + area);
            index.range(stem, stem + "\uffff", VAGUE_ROWS).stream()
                    .filter(row -> isBetween(row.getKey(), DeskStores.at(from), DeskStores.at(to)))
                    .limit(OF_A_CELL).forEach(row -> ids.add(row.getValue()));
        }
    }

    private static boolean isBetween(String key, String from, String to) {
        String at = key.split("\u0000", -1)[4];
        return at.compareTo(from) >= 0 && at.compareTo(to) <= 0;
    }

    private Correlation correlation() {
        return pack.correlation();
    }

    private List<String> cellsToSearch(Clue clue, double metres) {
        List<String> cells = new ArrayList<>();
        Location location = clue.location();
        if (location != null && Places.hasCoordinates(location) && location.getLatitude() != null
                && location.getLongitude() != null) {
            int own = level(metres, location.getUncertaintyM());
            for (int level = own; level < Grid.levels(); level++) {
                for (Grid.Cell cell : level == own || holds(level)
                        ? Grid.around(level, location.getLatitude(), location.getLongitude())
                        : List.<Grid.Cell>of()) {
                    cells.add("own " + cell);
                    if (level == own && level > 0) {
                        cells.add("finer " + cell);
                    }
                }
            }
        }
        String county = clue.county();
        if (county != null) {
            cells.add("area " + county);
            if (cells.size() == 1) {
                cells.add("county " + county);
            }
        }
        return cells;
    }

    private static int level(double metres, @Nullable Double uncertainty) {
        double radius = uncertainty == null || uncertainty.isNaN() ? 0 : Math.max(0, uncertainty);
        return Grid.levelFor(metres * (1 + SLACK) + 2 * radius);
    }

    /// Whether any incident ever stood in cells of this size.
    private boolean holds(int level) {
        return index.get(String.join("\u0000", "level", desk, Integer.toString(level))) != null;
    }

    /// Moves the rows of an incident to where it is now.
    ///
    /// @param before the incident as it was kept, or null
    void follow(@Nullable IncidentFile before, IncidentFile after) {
        if (before != null && !before.getMarks().isEmpty() && stands(before).equals(stands(after))) {
            return;
        }
        Set<String> was = before == null || before.getMarks().isEmpty() ? Set.of() : rows(before);
        Set<String> is = rows(after);
        was.stream().filter(row -> !is.contains(row)).forEach(index::remove);
        is.stream().filter(row -> !was.contains(row))
                .forEach(row -> index.put(row, after.getIncident().getIncidentId()));
    }

    /// What the rows of an incident follow from.
    private static List<Object> stands(IncidentFile file) {
        Incident incident = file.getIncident();
        return Arrays.asList(incident.getState(), incident.getCategory(), incident.getType(), file.getMarks(),
                OfficialAlerts.isAlone(file));
    }

    private Set<String> rows(IncidentFile file) {
        Incident incident = file.getIncident();
        // Alerts join by what they name and by nothing else; hundreds of them must not hide an event from evidence of it.
        boolean open = !OfficialAlerts.isAlone(file) && (incident.getState() == IncidentState.OPEN
                || incident.getState() == IncidentState.ACKNOWLEDGED);
        Set<String> rows = new LinkedHashSet<>();
        for (Mark mark : open ? Marks.of(file) : List.<Mark>of()) {
            String time = DeskStores.at(rounded(mark, correlation().reachOf(incident.getType())));
            for (String cell : cellsToStandIn(mark, incident.getType())) {
                rows.add(String.join("\u0000", "place", desk, Clue.kindToIndex(incident.getCategory(),
                        incident.getType()), cell, time, incident.getIncidentId()));
            }
        }
        return rows;
    }

    /// Rounded so that a mark which moves a little keeps its row: within the slack every search allows.
    private static Instant rounded(Mark mark, Reach reach) {
        long step = Math.max(1, (long) (reach.time().toMillis() * SLACK));
        return Instant.ofEpochMilli(mark.getAt().toEpochMilli() / step * step);
    }

    private List<String> cellsToStandIn(Mark mark, @Nullable String type) {
        List<String> cells = new ArrayList<>();
        if (mark.getLatitude() != null && mark.getLongitude() != null) {
            int own = level(correlation().reachOf(type).metres(), mark.getUncertaintyM());
            if (!holds(own)) {
                index.put(String.join("\u0000", "level", desk, Integer.toString(own)), "");
            }
            cells.add("own " + Grid.at(own, mark.getLatitude(), mark.getLongitude()));
            for (int level = own + 1; level < Grid.levels(); level++) {
                cells.add("finer " + Grid.at(level, mark.getLatitude(), mark.getLongitude()));
            }
        }
        if (mark.getAreaCode() != null && mark.getAreaCode().length() >= 6) {
            // What has coordinates itself looks only for what has none under the area's own rows: there are fewer.
            cells.add((cells.isEmpty() ? "area " : "county ") + mark.getAreaCode().substring(0, 6));
        }
        return cells;
    }
}
