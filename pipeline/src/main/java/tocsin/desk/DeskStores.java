package tocsin.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tocsin.correlation.Clue;
import tocsin.correlation.Correlator;
import tocsin.internal.v1.Activated;
import tocsin.internal.v1.DeskBook;
import tocsin.internal.v1.Due;
import tocsin.internal.v1.FindingFile;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.SeenReport;
import tocsin.model.Places;
import tocsin.v1.Location;
import tocsin.v1.Status;

/// Everything the desks of one partition keep, by desk.
///
/// @param books each desk's book
/// @param seen reports and commands that were taken in
/// @param incidents incidents by id
/// @param index what finds incidents: references, places, areas
/// @param due what is due, by instant
/// @param findings what was found in agencies' reports, and where people's decision about it stands
/// @param activated the pack in force, under one key, and each that ever was, under the instant since when
public record DeskStores(Table<DeskBook> books, Table<SeenReport> seen, Table<IncidentFile> incidents,
        Table<String> index, Table<Due> due, Table<FindingFile> findings, Table<Activated> activated) {
    private static final String IN_FORCE = "in-force";
    private static final String SINCE = "since\u0000";
    /// Candidates looked at for one piece of evidence: beyond this many of one kind within 2 km and an hour, the
    /// earliest are enough to join.
    private static final int CANDIDATES = 50;
    /// Cells of a little over 2 km from south to north; from west to east they narrow with latitude, so they are wider.
    private static final double CELL_LATITUDE = 0.02;
    private static final double CELL_LONGITUDE = 0.05;

    /// Stores in memory, for sandboxes.
    public static DeskStores inMemory() {
        return new DeskStores(new MemoryTable<>(), new MemoryTable<>(), new MemoryTable<>(), new MemoryTable<>(),
                new MemoryTable<>(), new MemoryTable<>(), new MemoryTable<>());
    }

    /// The activation in force, or empty before the first.
    Optional<Activated> inForce() {
        return Optional.ofNullable(activated.get(IN_FORCE));
    }

    /// The activation that was in force at an instant: the newest read until then, or the oldest known; empty before the
    /// first.
    Optional<Activated> inForceAt(Instant instant) {
        List<Map.Entry<String, Activated>> until = activated.range(SINCE, SINCE + at(instant) + "\u0001",
                Integer.MAX_VALUE);
        List<Map.Entry<String, Activated>> chosen = until.isEmpty()
                ? activated.range(SINCE, SINCE + "\uffff", 1)
                : until;
        return chosen.isEmpty() ? Optional.empty() : Optional.of(chosen.getLast().getValue());
    }

    void putInForce(Activated activation, Instant readAt) {
        Activated since = Activated.newBuilder(activation).setSince(readAt).build();
        boolean news = inForce().filter(known -> known.getPackHash().equals(activation.getPackHash())
                && known.getDirectoryHash().equals(activation.getDirectoryHash())).isEmpty();
        if (news) {
            // What was in force before its beginning was kept has been in force ever since.
            inForce().filter(known -> known.getSince() == null)
                    .ifPresent(known -> activated.put(SINCE + at(Instant.EPOCH), known));
            activated.put(SINCE + at(readAt), since);
        }
        activated.put(IN_FORCE, since);
    }

    /// The desk's book; an empty one for a desk that has not opened it yet.
    DeskBook book(String desk) {
        DeskBook book = books.get(desk);
        return book != null ? book : new DeskBook(Instant.EPOCH, "", 0, 0L, "0".repeat(64));
    }

    Optional<SeenReport> seenReport(String desk, String agencyId, String reportId) {
        return Optional.ofNullable(seen.get(seenKey(desk, "report", agencyId, reportId)));
    }

    void putSeenReport(String desk, String agencyId, String reportId, SeenReport report) {
        seen.put(seenKey(desk, "report", agencyId, reportId), report);
    }

    Optional<SeenReport> seenCommand(String desk, String commandId) {
        return Optional.ofNullable(seen.get(seenKey(desk, "command", "", commandId)));
    }

    void putSeenCommand(String desk, String commandId, SeenReport command) {
        seen.put(seenKey(desk, "command", "", commandId), command);
    }

    private static String seenKey(String desk, String kind, String owner, String id) {
        return String.join("\u0000", desk, kind, owner, id);
    }

    Optional<IncidentFile> incident(String incidentId) {
        return Optional.ofNullable(incidents.get(incidentId));
    }

    Optional<FindingFile> finding(String desk, String findingId) {
        return Optional.ofNullable(findings.get(desk + "\u0000" + findingId));
    }

    void putFinding(String desk, String findingId, FindingFile finding) {
        findings.put(desk + "\u0000" + findingId, finding);
    }

    Optional<String> incidentByReference(String desk, Status status, String agencyId, String reference) {
        return Optional.ofNullable(index.get(referenceKey(desk, status, agencyId, reference)));
    }

    void indexReference(String desk, Status status, String agencyId, String reference, String incidentId) {
        index.put(referenceKey(desk, status, agencyId, reference), incidentId);
    }

    private static String referenceKey(String desk, Status status, String agencyId, String reference) {
        return String.join("\u0000", "reference", desk, status.name(), agencyId, reference);
    }

    /// Indexes where and when an incident happened.
    void indexPlace(String desk, Clue clue, String incidentId) {
        for (String kind : Clue.kindsToIndex(clue.category(), clue.type())) {
            for (String cell : cells(clue, 0)) {
                index.put(String.join("\u0000", "place", desk, kind, cell, at(clue.occurredAt()), incidentId),
                        incidentId);
            }
        }
    }

    /// Incidents of the same kind about the same place and time, without judging distances.
    List<IncidentFile> candidates(String desk, Clue clue) {
        List<IncidentFile> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String kind : clue.kindsToSearch()) {
            for (String cell : cells(clue, 1)) {
                String stem = String.join("\u0000", "place", desk, kind, cell, "");
                List<Map.Entry<String, String>> rows = index.range(
                        stem + at(clue.occurredAt().minus(Correlator.NEAR_IN_TIME)),
                        stem + at(clue.occurredAt().plus(Correlator.NEAR_IN_TIME).plus(Duration.ofMillis(1))),
                        CANDIDATES);
                for (Map.Entry<String, String> row : rows) {
                    if (seen.add(row.getValue())) {
                        incident(row.getValue()).ifPresent(found::add);
                    }
                }
            }
        }
        return found;
    }

    /// The cells a clue lies in, with this many neighbours around; and its county, which is how media are found.
    private static List<String> cells(Clue clue, int around) {
        List<String> cells = new ArrayList<>();
        Location location = clue.location();
        Double latitude = location == null ? null : location.getLatitude();
        Double longitude = location == null ? null : location.getLongitude();
        if (Places.hasCoordinates(location) && latitude != null && longitude != null) {
            long row = (long) Math.floor(latitude / CELL_LATITUDE);
            // Beyond 60 degrees a cell is narrower than 2 km and more neighbours are needed to reach as far.
            int reach = around == 0 ? 0 : (int) Math.ceil(0.5 / Math.max(0.02, Math.cos(Math.toRadians(latitude))));
            long column = (long) Math.floor(longitude / CELL_LONGITUDE);
            for (long r = row - around; r <= row + around; r++) {
                for (long c = column - reach; c <= column + reach; c++) {
                    cells.add("cell " + r + " " + c);
                }
            }
        }
        String county = clue.county();
        if (county != null) {
            cells.add("county " + county);
        }
        return cells;
    }

    /// What is due at this desk up to an instant, soonest first, at most this many.
    List<Map.Entry<String, Due>> dueUntil(String desk, Instant until, int limit) {
        return due.range(desk + "\u0000", desk + "\u0000" + at(until) + "\u0001", limit);
    }

    /// The soonest of what is due at this desk.
    public Optional<Due> soonestDue(String desk) {
        return due.range(desk + "\u0000", desk + "\u0001", 1).stream().map(Map.Entry::getValue).findFirst();
    }

    /// Moves an incident's due time.
    void reschedule(String desk, String incidentId, @Nullable Instant from, @Nullable Instant to) {
        if (from != null && !from.equals(to)) {
            due.remove(dueKey(desk, from, incidentId));
        }
        if (to != null) {
            due.put(dueKey(desk, to, incidentId), new Due(to, incidentId));
        }
    }

    private static String dueKey(String desk, Instant at, String incidentId) {
        return desk + "\u0000" + at(at) + "\u0000" + incidentId;
    }

    /// An instant as text that sorts like it; before 1970 everything is as early as can be.
    private static String at(Instant instant) {
        return String.format(Locale.ROOT, "%015d", Math.max(0, instant.toEpochMilli()));
    }
}
