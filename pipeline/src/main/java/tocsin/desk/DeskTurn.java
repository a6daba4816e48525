package tocsin.desk;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tocsin.assessment.IncidentTitle;
import tocsin.fanout.Fanout;
import tocsin.internal.v1.Activated;
import tocsin.internal.v1.DeskBook;
import tocsin.internal.v1.FindingFile;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.Origin;
import tocsin.internal.v1.SpecialReportFile;
import tocsin.model.FindingDraft;
import tocsin.model.IncidentName;
import tocsin.model.OfficialAlerts;
import tocsin.model.Sha256;
import tocsin.rules.Pack;
import tocsin.rules.Words;
import tocsin.rules.directory.Agency;
import tocsin.rules.directory.Directory;
import tocsin.schemas.CanonicalAvro;
import tocsin.timeliness.Duties;
import tocsin.v1.Command;
import tocsin.v1.CommandOutcome;
import tocsin.v1.Finding;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;
import tocsin.v1.Notification;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.v1.Rejected;
import tocsin.v1.SpecialReport;
import tocsin.v1.TimelineKind;
import tocsin.v1.Verdict;
import tocsin.wire.PackLibrary;

/// One inbox record's turn at a desk: what is in force, what time it is, and everything that is put out.
final class DeskTurn {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd");

    final DeskStores stores;
    final String desk;
    final Instant now;
    final Pack pack;
    final Directory directory;
    private final PackLibrary packs;
    private final Origin input;
    private final DeskBook book;
    private final Chronicle chronicle;
    private final List<DeskOutput> outputs = new ArrayList<>();
    private String serialDate;
    private int serial;
    private int findings;
    private Map<String, String> order = Map.of();

    DeskTurn(DeskStores stores, PackLibrary packs, Activated inForce, String desk, Origin input, Instant appendedAt) {
        this.stores = stores;
        this.packs = packs;
        this.desk = desk;
        this.input = input;
        this.pack = packs.pack(inForce.getPackHash());
        this.directory = packs.directory(inForce.getDirectoryHash());
        this.book = stores.book(desk);
        // Append times can step back when a partition's leader changes; a desk's clock does not, but for ClockSetBack.
        this.now = appendedAt.isAfter(book.getNow()) ? appendedAt : book.getNow();
        this.chronicle = new Chronicle(desk, book);
        this.serialDate = book.getSerialDate();
        this.serial = book.getSerial();
    }

    /// The pack of this hash: what an escalation under way began with.
    Pack packOf(String hash) {
        return packs.pack(hash);
    }

    /// The pack that was in force at an instant: what arrived then is judged by it, however late it is read.
    Pack packAt(Instant arrivedAt) {
        return stores.inForceAt(arrivedAt).map(activation -> packs.pack(activation.getPackHash())).orElse(pack);
    }

    /// Who was told what, and which boards show it.
    TellIndex tells() {
        return new TellIndex(stores.index(), desk);
    }

    /// Who tells nothing.
    SilenceIndex silence() {
        return new SilenceIndex(stores.index(), desk);
    }

    /// Where and when open incidents are.
    PlaceIndex places() {
        return new PlaceIndex(stores.index(), desk, pack);
    }

    /// Writes this turn's notifications.
    Fanout fanout() {
        return new Fanout(pack, directory, now, tells()::hasOptedOut);
    }

    /// The next name of an incident opened now.
    IncidentName nextName() {
        String today = DATE.format(ZonedDateTime.ofInstant(now, pack.zone()));
        // A zone's clock can be set back over midnight; serial numbers go on with the later date.
        if (today.compareTo(serialDate) > 0) {
            serialDate = today;
            serial = 0;
        }
        serial++;
        return new IncidentName(desk, serialDate, serial);
    }

    /// Where the record of this turn came from.
    Origin input() {
        return input;
    }

    /// What this turn has put out until now.
    List<DeskOutput> outputs() {
        return List.copyOf(outputs);
    }

    /// Notes that this turn is about an order: every event of it names the order.
    void isOfOrder(Command command) {
        order = Map.of("commandId", command.getCommandId(), "action", command.getAction().name());
    }

    void event(TimelineKind kind, @Nullable String incidentId, String actor, @Nullable String rule, String reason,
            Map<String, String> detail) {
        Map<String, String> told = new TreeMap<>(detail);
        told.putAll(order);
        outputs.add(new DeskOutput.OfTimeline(
                chronicle.next(now, incidentId, kind, actor, rule, reason, input, pack.hash(), told)));
    }

    /// A finding with its identity, to stand in a verdict or to be put out.
    Finding finding(FindingDraft draft, @Nullable String agencyId, @Nullable String incidentId,
            @Nullable String reportId) {
        findings++;
        String id = Sha256.of(desk, input.getTopic(), Integer.toString(input.getPartition()),
                Long.toString(input.getOffset()), draft.rule().id(), draft.outcome().name(),
                Integer.toString(findings)).substring(0, 32);
        if (agencyId != null) {
            stores.putFinding(desk, id, FindingFile.newBuilder().setRule(draft.rule().id())
                    .setOutcome(draft.outcome()).setAgencyId(agencyId).setIncidentId(incidentId).setReportId(reportId)
                    .build());
        }
        return new Finding(id, draft.rule().id(), draft.outcome(), agencyId, incidentId, reportId, draft.fields(),
                draft.words().en(), Map.of("zh", draft.words().zh(), "en", draft.words().en()),
                draft.rule().basis(), now, desk);
    }

    void put(Finding finding) {
        outputs.add(new DeskOutput.OfFinding(finding));
    }

    void put(Verdict verdict) {
        outputs.add(new DeskOutput.OfVerdict(verdict));
    }

    void put(Notification notification) {
        outputs.add(new DeskOutput.OfNotification(notification));
        if (Asking.asks(notification)) {
            tells().asked(notification.getRecipient(), notification.getIncidentId(), Asking.beginsAnew(notification),
                    now);
        }
    }

    /// Notes what a rule in the shadow found: the timeline keeps it, and nobody is told.
    ///
    /// @param agencyId whom it concerns
    void shadowed(FindingDraft draft, @Nullable String incidentId, String agencyId, @Nullable String reportId) {
        Map<String, String> detail = new HashMap<>(Map.of("outcome", draft.outcome().name()));
        if (reportId != null) {
            detail.put("reportId", reportId);
        }
        event(TimelineKind.SHADOWED, incidentId, agencyId, draft.rule().id(), draft.words().en(), detail);
    }

    /// Refuses the record of this turn.
    ///
    /// @param about what it is about, for the timeline
    void reject(@Nullable String sender, byte[] bytes, RejectReason reason, @Nullable String field, String detail,
            Map<String, String> about) {
        outputs.add(new DeskOutput.OfRejected(new Rejected(input.getTopic(), input.getPartition(), input.getOffset(),
                sender, ByteBuffer.wrap(bytes), bytes.length, input.getSha256(),
                List.of(new Refusal(reason, field, detail)), now)));
        event(TimelineKind.REFUSED, null, "desk", reason.name(), detail, about);
    }

    /// Refuses an order about an incident, whose timeline says so.
    void reject(Command order, @Nullable String field, String detail) {
        reject(order, order.getIncidentId(), RejectReason.INVALID_VALUE, field, detail, Map.of());
    }

    /// Refuses an order; the timeline says so.
    ///
    /// @param incidentId the incident it is about; null where it is about papers of the desk
    /// @param about what else it is about
    void reject(Command order, @Nullable String incidentId, RejectReason reason, @Nullable String field,
            String detail, Map<String, String> about) {
        reject(order, incidentId, List.of(new Refusal(reason, field, detail)), about);
    }

    /// Refuses an order for several reasons; the timeline says the first.
    void reject(Command order, @Nullable String incidentId, List<Refusal> reasons, Map<String, String> about) {
        byte[] bytes = CanonicalAvro.bytes(order);
        outputs.add(new DeskOutput.OfRejected(new Rejected(input.getTopic(), input.getPartition(), input.getOffset(),
                order.getBy(), ByteBuffer.wrap(bytes), bytes.length, input.getSha256(), reasons, now)));
        Map<String, String> said = new TreeMap<>(about);
        said.put("commandId", order.getCommandId());
        said.put("action", order.getAction().name());
        Refusal first = reasons.getFirst();
        event(TimelineKind.REFUSED, incidentId, order.getBy(), first.getReason().name(),
                first.getField() == null ? first.getDetail() : first.getField() + ": " + first.getDetail(), said);
    }

    /// Puts out what became of the order of this turn.
    void put(CommandOutcome outcome) {
        outputs.add(new DeskOutput.OfCommandOutcome(outcome));
    }

    void put(SpecialReport report) {
        outputs.add(new DeskOutput.OfSpecialReport(report));
    }

    void put(SpecialReportFile file) {
        outputs.add(new DeskOutput.OfSpecialReportFile(file));
    }

    /// Keeps an incident, moves its due time, and puts its picture out if it changed, or soon after if it changes often.
    ///
    /// @return the incident as it is kept
    IncidentFile keep(@Nullable IncidentFile before, IncidentFile after) {
        IncidentFile kept = Storm.shown(before, titled(after), now);
        Incident incident = kept.getIncident();
        stores.incidents().put(incident.getIncidentId(), kept);
        places().follow(before, kept);
        stores.reschedule(desk, incident.getIncidentId(), before == null ? null : soonest(before), soonest(kept));
        if (kept.getShowAt() == null && (before == null || !before.getIncident().equals(incident))) {
            outputs.add(new DeskOutput.OfIncident(incident));
        }
        return kept;
    }

    /// The incident with the title that its facts make now; the first title stays beside it.
    private IncidentFile titled(IncidentFile file) {
        Incident incident = file.getIncident();
        String title = IncidentTitle.of(file, pack, directory);
        return title.equals(incident.getTitle()) && incident.getOpenedAs() != null
                ? file
                : IncidentFile.newBuilder(file).setIncident(Incident.newBuilder(incident).setTitle(title)
                        .setOpenedAs(incident.getOpenedAs() == null ? incident.getTitle() : incident.getOpenedAs())
                        .build()).build();
    }

    /// Puts the picture out that was held back until now.
    void show(IncidentFile held) {
        IncidentFile shown = IncidentFile.newBuilder(held).setShowAt(null).setShownAt(now).build();
        stores.incidents().put(shown.getIncident().getIncidentId(), shown);
        stores.reschedule(desk, shown.getIncident().getIncidentId(), soonest(held), soonest(shown));
        outputs.add(new DeskOutput.OfIncident(shown.getIncident()));
    }

    /// When anything about this incident falls due next, or null. While a close is under way only that is.
    static @Nullable Instant soonest(IncidentFile file) {
        if (Closings.isUnderWay(file)) {
            return file.getClosing().getUntil();
        }
        return Stream.of(Optional.ofNullable(file.getEscalation().getDueAt()), Duties.of(file).soonest(),
                Optional.ofNullable(file.getShowAt()), expiry(file)).flatMap(Optional::stream).min(Instant::compareTo)
                .orElse(null);
    }

    /// An agency as people are told of it: by its name, or by its id where the directory does not know it.
    Words nameOf(String agencyId) {
        Agency agency = directory.agencies().get(agencyId);
        return agency == null ? new Words(agencyId, agencyId) : agency.name();
    }

    /// When the next official alert of an incident expires. Those of a merged incident are kept with the one that stays.
    private static Optional<Instant> expiry(IncidentFile file) {
        return file.getIncident().getState() == IncidentState.MERGED ? Optional.empty() : OfficialAlerts.soonest(file);
    }

    /// What duties begin with now.
    Duties.Moment moment() {
        return moment(pack);
    }

    /// What duties begin with now that a report starts, which another pack may judge.
    Duties.Moment moment(Pack judge) {
        return new Duties.Moment(judge, packs::pack, now);
    }

    /// The incident with a new revision, if what officials must know has changed.
    IncidentFile revised(@Nullable IncidentFile before, IncidentFile after) {
        if (before == null || before.getIncident().equals(after.getIncident())) {
            return after;
        }
        Incident was = before.getIncident();
        Incident is = after.getIncident();
        boolean news = was.getState() != is.getState() || was.getGrade() != is.getGrade()
                || was.getConfidence() != is.getConfidence()
                || !java.util.Objects.equals(was.getCasualties(), is.getCasualties())
                || !java.util.Objects.equals(was.getLocation(), is.getLocation())
                || !java.util.Objects.equals(was.getType(), is.getType());
        return IncidentFile.newBuilder(after)
                .setIncident(Incident.newBuilder(is).setRevision(was.getRevision() + (news ? 1 : 0)).setUpdatedAt(now)
                        .setPackHash(pack.hash()).build())
                .build();
    }

    /// Closes the turn: writes the book and gives everything that was put out, in order.
    List<DeskOutput> close() {
        stores.books().put(desk,
                new DeskBook(now, serialDate, serial, chronicle.sequence(), chronicle.head()));
        return List.copyOf(outputs);
    }
}
