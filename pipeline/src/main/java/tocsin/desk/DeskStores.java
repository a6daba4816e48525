package tocsin.desk;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.Activated;
import tocsin.internal.v1.DeskBook;
import tocsin.internal.v1.Due;
import tocsin.internal.v1.FindingFile;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.SeenReport;
import tocsin.model.Sortable;
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

    /// The report an agency sent by this id; else the one that came in its name without proof.
    Optional<SeenReport> seenReport(String desk, String agencyId, String reportId) {
        return seenReport(desk, agencyId, reportId, true).or(() -> seenReport(desk, agencyId, reportId, false));
    }

    /// The same of one kind: what nobody proves takes no id from the agency it names.
    Optional<SeenReport> seenReport(String desk, String agencyId, String reportId, boolean proven) {
        return Optional.ofNullable(seen.get(seenKey(desk, reportKind(proven), agencyId, reportId)));
    }

    void putSeenReport(String desk, String agencyId, String reportId, boolean proven, SeenReport report) {
        seen.put(seenKey(desk, reportKind(proven), agencyId, reportId), report);
    }

    private static String reportKind(boolean proven) {
        return proven ? "report" : "unproven-report";
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

    /// The incident, or the one it was merged into.
    Optional<IncidentFile> standing(IncidentFile file) {
        IncidentFile at = file;
        // Merging into what was merged is refused, so the way never turns back on itself.
        while (at.getIncident().getMergedInto() != null) {
            IncidentFile next = incidents.get(at.getIncident().getMergedInto());
            if (next == null) {
                return Optional.empty();
            }
            at = next;
        }
        return Optional.of(at);
    }

    /// The incident of this name as it stands: the one it was merged into, if it was.
    Optional<IncidentFile> standing(String incidentId) {
        return incident(incidentId).flatMap(this::standing);
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

    /// What is due at this desk up to an instant, soonest first, at most this many.
    List<Map.Entry<String, Due>> dueUntil(String desk, Instant until, int limit) {
        return due.range(desk + "\u0000", desk + "\u0000" + at(until) + "\u0001", limit);
    }

    /// The soonest of what is due at this desk.
    public Optional<Due> soonestDue(String desk) {
        return due.range(desk + "\u0000", desk + "\u0001", 1).stream().map(Map.Entry::getValue).findFirst();
    }

    /// Whether the clock of this desk stands later than this by more than a change of leaders explains: then the broker's
    /// clock was set back, and the desk has not heard of it yet.
    public boolean isAhead(String desk, Instant now) {
        return ClockSetBack.by(book(desk), now).isPresent();
    }

    /// The clock of this desk: the append time of the newest record it has read.
    public Instant clock(String desk) {
        return book(desk).getNow();
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
    static String at(Instant instant) {
        return Sortable.of(Math.max(0, instant.toEpochMilli()), 15);
    }
}
