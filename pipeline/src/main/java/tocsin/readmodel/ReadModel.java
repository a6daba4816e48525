package tocsin.readmodel;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import tocsin.dispatch.board.BoardContents;
import tocsin.dispatch.board.BoardMessage;
import tocsin.dispatch.board.BoardPlan;
import tocsin.internal.v1.BoardReport;
import tocsin.internal.v1.SpecialReportFile;
import tocsin.v1.ChannelKind;
import tocsin.v1.CommandOutcome;
import tocsin.v1.CommandState;
import tocsin.v1.Delivery;
import tocsin.v1.DeliveryReason;
import tocsin.v1.DeliveryState;
import tocsin.v1.Finding;
import tocsin.v1.Grade;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Outcome;
import tocsin.v1.Rejected;
import tocsin.v1.ReportReceipt;
import tocsin.v1.TimelineEvent;
import tocsin.v1.TimelineKind;
import tocsin.v1.Verdict;

/// What has been put out, by incident, report and agency. Safe for several threads.
///
/// Bounded by the bytes it may take: of each kind the oldest are forgotten, and of an incident the events after 500.
/// Counters count everything.
public final class ReadModel implements BoardContents {
    private static final int INCIDENTS = 50_000;
    private static final int EVENTS = 500;
    private static final int STANDINGS = 200_000;
    /// Refusals kept of one report's id.
    private static final int REFUSED_REPORTS = 20;
    /// Notifications kept for one board: more than stand at a time.
    private static final int ON_A_BOARD = 500;
    /// The part of the memory it may take.
    private static final double SHARE = 0.2;

    private final Packed<Incident> incidents;
    private final PackedLists<TimelineEvent> timelines;
    private final Map<String, TreeMap<Integer, SpecialReportFile>> specialReports = new Bounded<>(INCIDENTS);
    private final Packed<Verdict> verdicts;
    private final Packed<ReportReceipt> reportReceipts;
    private final PackedByKind<Finding> findings;
    private final PackedLists<TimelineEvent> decisions;
    private final Packed<Notification> notifications;
    private final Packed<Delivery> deliveries;
    private final Orders orders;
    private final PackedLists<TimelineEvent> refusedReports;
    private final Map<String, Grade> open = new HashMap<>();
    /// How notifications stand, and those nothing is known of: the books count them longer than their records are kept.
    private final Map<String, Standing> standings = new Bounded<>(STANDINGS);
    private final Map<String, Boolean> stallsTold = new Bounded<>(INCIDENTS);
    private final Set<String> unheardOf = new HashSet<>();
    private final Map<DeliveryState, Long> states = new EnumMap<>(DeliveryState.class);
    private final Map<String, Map<String, Notification>> onBoards = new HashMap<>();
    /// Apart from all others: a mass alert must not crowd them out.
    private final Map<String, Delivery> boardDeliveries = new Bounded<>(INCIDENTS);
    private final Map<String, Instant> lastReports = new Bounded<>(INCIDENTS);
    private final Map<String, Instant> silent = new Bounded<>(INCIDENTS);
    private final Map<String, Sight> sights = new HashMap<>();
    private final Set<String> waiting = new HashSet<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean known;
    private long reportsIn;
    private long unreadReports;
    private long verdictCount;
    private long rejectedReports;
    private long duplicates;
    private long notificationCount;
    private long awaitingReceipt;

    /// A picture that takes at most its part of this machine's memory.
    public ReadModel() {
        this((long) (SHARE * Runtime.getRuntime().maxMemory()));
    }

    /// @param most bytes it may take
    ReadModel(long most) {
        incidents = new Packed<>(Incident.class, Incident::getOpenedAt, most * 15 / 100);
        timelines = new PackedLists<>(TimelineEvent.class, EVENTS, most * 25 / 100);
        verdicts = new Packed<>(Verdict.class, Verdict::getArrivedAt, most * 15 / 100);
        reportReceipts = new Packed<>(ReportReceipt.class, ReportReceipt::getArrivedAt, most * 8 / 100);
        findings = new PackedByKind<>(Finding.class, Finding::getAt, ReadModel::kind, most * 10 / 100);
        decisions = new PackedLists<>(TimelineEvent.class, EVENTS, most * 2 / 100);
        notifications = new Packed<>(Notification.class, Notification::getDecidedAt, most * 13 / 100);
        deliveries = new Packed<>(Delivery.class, Delivery::getAt, most * 8 / 100);
        orders = new Orders(most * 3 / 100);
        refusedReports = new PackedLists<>(TimelineEvent.class, REFUSED_REPORTS, most / 100);
    }

    /// Hears of what is put out, live.
    public interface Listener {
        void heard(String kind, SpecificRecord record);
    }

    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    public void removeListener(Listener listener) {
        listeners.remove(listener);
    }

    /// Notes how many reports are stored that nobody can read yet, behind a transaction that is open.
    public synchronized void unread(long reports) {
        unreadReports = reports;
    }

    synchronized void reportIn() {
        reportsIn++;
    }

    synchronized void waits(String key, boolean still) {
        if (still) {
            waiting.add(key);
        } else {
            waiting.remove(key);
        }
    }

    synchronized void take(SpecificRecord record, boolean ofReports) {
        switch (record) {
            case Incident incident -> incident(incident);
            case TimelineEvent event -> {
                event(event);
                decision(event);
                refusedReport(event);
                fault(event);
            }
            case Verdict verdict -> {
                verdictCount++;
                verdicts.put(verdict.getAgencyId() + "/" + verdict.getReportId(), verdict);
                lastReports.merge(verdict.getAgencyId(), verdict.getArrivedAt(),
                        (was, is) -> was.isAfter(is) ? was : is);
                verdict.getFindings().forEach(finding -> findings.put(finding.getFindingId(), finding));
            }
            case Finding finding -> {
                duplicates += finding.getOutcome() == Outcome.DUPLICATE && !findings.has(finding.getFindingId())
                        ? 1
                        : 0;
                findings.put(finding.getFindingId(), finding);
            }
            case Notification notification -> {
                notificationCount += isTold(notification) ? 0 : 1;
                if (!standings.containsKey(notification.getNotificationId())) {
                    unheardOf.add(notification.getNotificationId());
                }
                notifications.put(notification.getNotificationId(), notification);
                if (notification.getChannel() == ChannelKind.BOARD) {
                    onBoards.computeIfAbsent(notification.getRecipient(), board -> new Bounded<>(ON_A_BOARD))
                            .put(notification.getNotificationId(), notification);
                }
            }
            case Delivery delivery -> delivery(delivery);
            case ReportReceipt receipt -> reportReceipts.put(receipt.getAgencyId() + "/" + receipt.getReportId(),
                    receipt);
            case SpecialReportFile file -> specialReports
                    .computeIfAbsent(file.getReport().getIncidentId(), id -> new TreeMap<>())
                    .put(file.getReport().getNumber(), file);
            case BoardReport report -> sights.merge(report.getBoard(), new Sight(report.getShows(), report.getAt()),
                    (was, is) -> is.at().isBefore(was.at()) ? was : is);
            case CommandOutcome outcome -> orders.decided(outcome);
            case Rejected rejected -> rejectedReports += ofReports ? 1 : 0;
            default -> throw new IllegalArgumentException("no view of " + record.getSchema().getFullName());
        }
    }

    /// Notes an order that lies on its topic.
    ///
    /// @param isProven whether an intake knew who sent it
    public synchronized void ordered(CommandOutcome accepted, boolean isProven) {
        orders.ordered(accepted, isProven);
    }

    /// Notes an order that was rejected where it lay.
    synchronized void orderRejected(Rejected rejected) {
        orders.rejected(rejected);
    }

    /// The order of this id and what became of it, if it is still known.
    public synchronized Optional<CommandOutcome> order(String commandId) {
        return orders.get(commandId).map(order -> order.getState() == CommandState.ACCEPTED
                ? Orders.decidedBefore(order, timelines.of(standing(order.getIncidentId())))
                : order);
    }

    /// The order of this id that an intake knew the sender of, if it is still known.
    public synchronized Optional<CommandOutcome> provenOrder(String commandId) {
        return orders.proven(commandId);
    }

    private String standing(String incidentId) {
        return incidents.get(incidentId).map(Incident::getMergedInto).orElse(incidentId);
    }

    /// Tells the listeners; apart from taking, so that a slow listener holds nobody's lock.
    void tell(String kind, SpecificRecord record) {
        listeners.forEach(listener -> listener.heard(kind, record));
    }

    private void incident(Incident incident) {
        incidents.put(incident.getIncidentId(), incident);
        if (incident.getState() == IncidentState.OPEN || incident.getState() == IncidentState.ACKNOWLEDGED) {
            open.put(incident.getIncidentId(), incident.getGrade() == null ? Grade.UNKNOWN : incident.getGrade());
        } else {
            open.remove(incident.getIncidentId());
        }
    }

    /// Whether this is another instance's copy of a letter about a stall: every instance writes it, and it leaves once.
    private boolean isTold(Notification notification) {
        return notification.getReason() == NotifyReason.FEED_STALLED
                && stallsTold.put(notification.getNotificationId(), true) != null;
    }

    private void event(TimelineEvent event) {
        String incidentId = event.getIncidentId();
        if (incidentId != null) {
            timelines.add(incidentId, event);
        }
    }

    /// A finding without an incident has decisions, too.
    private void decision(TimelineEvent event) {
        String findingId = event.getDetail().get("findingId");
        if (findingId != null) {
            decisions.add(findingId, event);
        }
    }

    /// A report that came under an id of another.
    private void refusedReport(TimelineEvent event) {
        String reportId = event.getDetail().get("reportId");
        String agencyId = event.getDetail().get("agencyId");
        if (event.getKind() == TimelineKind.REFUSED && reportId != null && agencyId != null
                && !event.getDetail().containsKey("commandId")) {
            refusedReports.add(agencyId + "/" + reportId, event);
        }
    }

    /// The refusals of reports that came under this id after another one, oldest first, at most 20.
    public synchronized List<TimelineEvent> refusedReports(String agencyId, String reportId) {
        return refusedReports.of(agencyId + "/" + reportId);
    }

    /// Which sensors, groups and feeds tell nothing.
    private void fault(TimelineEvent event) {
        String key = event.getActor() + "\u0000" + event.getDetail().getOrDefault("metric", "");
        switch (event.getDetail().getOrDefault("fault", "")) {
            case "SILENT", "STALLED" -> silent.put(key, event.getAt());
            case "RECOVERED" -> silent.remove(key);
            default -> {
                // Of no concern to whether it tells.
            }
        }
    }

    /// When the last report of this agency arrived; empty where none has.
    public synchronized Optional<Instant> lastReport(String agencyId) {
        return Optional.ofNullable(lastReports.get(agencyId));
    }

    /// Whether this sensor, group of sensors or feed is known to tell nothing, at any of the instances.
    public synchronized boolean isSilent(String id) {
        return silent.keySet().stream().anyMatch(key -> key.startsWith(id + "\u0000"));
    }

    /// How many of these sensors are.
    public long silentOf(Set<String> sensors) {
        return sensors.stream().filter(this::isSilent).count();
    }

    private void delivery(Delivery delivery) {
        if (delivery.getChannel() == ChannelKind.BOARD) {
            boardDeliveries.put(delivery.getNotificationId(), delivery);
        }
        deliveries.put(delivery.getNotificationId(), delivery);
        unheardOf.remove(delivery.getNotificationId());
        Standing now = Standing.of(delivery);
        count(now, 1);
        Standing before = standings.put(delivery.getNotificationId(), now);
        if (before != null) {
            count(before, -1);
        }
    }

    /// What the books need of a delivery.
    private record Standing(DeliveryState state, boolean awaitsReceipt) {
        static Standing of(Delivery delivery) {
            return new Standing(delivery.getState(), delivery.getState() == DeliveryState.HANDED_OVER
                    && (delivery.getReason() == DeliveryReason.AWAITING_RECEIPT
                            || delivery.getReason() == DeliveryReason.NO_RECEIPT));
        }
    }

    private void count(Standing standing, long by) {
        states.merge(standing.state(), by, Long::sum);
        awaitingReceipt += standing.awaitsReceipt() ? by : 0;
    }

    /// The books as they stand.
    public synchronized Books books() {
        long delivered = count(DeliveryState.DELIVERED) + count(DeliveryState.READ);
        long accepted = count(DeliveryState.HANDED_OVER) - awaitingReceipt;
        long failed = count(DeliveryState.FAILED);
        long expired = count(DeliveryState.EXPIRED);
        long withdrawn = count(DeliveryState.WITHDRAWN);
        long held = count(DeliveryState.HELD);
        long pending = awaitingReceipt + unheardOf.size() + count(DeliveryState.CLAIMED) + count(DeliveryState.RETRY)
                + count(DeliveryState.IN_DOUBT);
        return new Books(reportsIn + unreadReports, unreadReports, verdictCount, rejectedReports, duplicates,
                waiting.size(), notificationCount,
                delivered, accepted, failed, expired, withdrawn, held, pending);
    }

    /// Notes that everything that was there at the start has been read.
    void caughtUp() {
        known = true;
    }

    @Override
    public boolean isKnown() {
        return known;
    }

    @Override
    public synchronized List<BoardMessage> standing(String board, Instant now) {
        return BoardPlan.standing(onBoards.getOrDefault(board, Map.of()).values().stream()
                .filter(notification -> hasLeft(notification.getNotificationId()))
                .sorted(Comparator.comparing(Notification::getDecidedAt)).toList(), now);
    }

    @Override
    public synchronized boolean isOf(String notificationId, Notification clearing) {
        return notifications.get(notificationId)
                .filter(shown -> shown.getIncidentId().equals(clearing.getIncidentId())
                        && java.util.Objects.equals(shown.getTemplate(), clearing.getTemplate()))
                .isPresent();
    }

    @Override
    public synchronized Optional<Sight> lastSeen(String board) {
        return Optional.ofNullable(sights.get(board));
    }

    /// The notification of this id and what became of it, if it is still known.
    public synchronized Optional<Sent> sent(String notificationId) {
        return notifications.get(notificationId)
                .map(notification -> new Sent(notification, deliveries.get(notificationId)));
    }

    /// The notification of this id, if it is still known.
    public synchronized Optional<Notification> notification(String notificationId) {
        return notifications.get(notificationId);
    }

    /// Only what dispatch has let out is shown: it holds back exercises, and what has expired.
    private boolean hasLeft(String notificationId) {
        Delivery delivery = boardDeliveries.get(notificationId);
        return delivery != null && switch (delivery.getState()) {
            case HANDED_OVER, DELIVERED, READ -> true;
            case UNKNOWN, CLAIMED, RETRY, FAILED, EXPIRED, WITHDRAWN, IN_DOUBT, HELD -> false;
        };
    }

    private long count(DeliveryState state) {
        return states.getOrDefault(state, 0L);
    }

    /// Incidents open now, by grade; UNKNOWN stands for not graded.
    public synchronized Map<Grade, Long> openByGrade() {
        Map<Grade, Long> counts = new EnumMap<>(Grade.class);
        open.values().forEach(grade -> counts.merge(grade, 1L, Long::sum));
        return counts;
    }

    public synchronized Optional<Incident> incident(String incidentId) {
        return incidents.get(incidentId);
    }

    /// Incidents that pass this filter, newest first, at most this many.
    public synchronized List<Incident> incidents(Predicate<Incident> filter, int limit) {
        return incidents.newestFirst().filter(filter).limit(limit).toList();
    }

    /// An incident's timeline, oldest first; empty for an unknown one.
    public synchronized List<TimelineEvent> timeline(String incidentId) {
        return timelines.of(incidentId);
    }

    /// An incident's special reports by number, the draft that waits too; empty where there is none.
    public synchronized List<SpecialReportFile> specialReports(String incidentId) {
        return List.copyOf(specialReports.getOrDefault(incidentId, new TreeMap<>()).values());
    }

    /// The verdict on an agency's report; for a null agency, on the report of this id that was judged last.
    public synchronized Optional<Verdict> verdict(@org.jspecify.annotations.Nullable String agencyId, String reportId) {
        return agencyId != null
                ? verdicts.get(agencyId + "/" + reportId)
                : verdict(null, reportId, verdict -> true);
    }

    /// The same among the verdicts that pass this filter.
    public synchronized Optional<Verdict> verdict(@org.jspecify.annotations.Nullable String agencyId, String reportId,
            Predicate<Verdict> filter) {
        return agencyId != null
                ? verdict(agencyId, reportId).filter(filter)
                : verdicts.newestFirst(id -> id.endsWith("/" + reportId))
                        .filter(verdict -> verdict.getReportId().equals(reportId)).filter(filter).findFirst();
    }

    /// The receipt of an agency's report, if it is still known.
    public synchronized Optional<ReportReceipt> receipt(String agencyId, String reportId) {
        return reportReceipts.get(agencyId + "/" + reportId);
    }

    /// The verdicts on reports of an incident, the earliest arrival first.
    public synchronized List<Verdict> verdictsOf(String incidentId) {
        return verdicts.newestFirst().filter(verdict -> incidentId.equals(verdict.getIncidentId()))
                .sorted(Comparator.comparing(Verdict::getArrivedAt)).toList();
    }

    /// Findings that pass this filter, newest first, at most this many. Where there are more, each kind has the same share:
    /// a thousand gaps in readings hide no contradiction.
    public synchronized List<Finding> findings(Predicate<Finding> filter, int limit) {
        return FairShare.of(findings.newestFirst().filter(filter), ReadModel::kind, limit).stream()
                .sorted(Comparator.comparing(Finding::getAt).thenComparing(Finding::getFindingId).reversed()).toList();
    }

    /// The kind of a finding: its outcome and its rule.
    private static String kind(Finding finding) {
        return finding.getOutcome() + " " + finding.getRule();
    }

    /// The finding of this id, if it is still known.
    public synchronized Optional<Finding> finding(String findingId) {
        return findings.get(findingId);
    }

    /// What was decided about a finding and appealed against, oldest first.
    public synchronized List<TimelineEvent> decisions(String findingId) {
        return decisions.of(findingId);
    }

    /// A notification and what became of it.
    ///
    /// @param notification the notification
    /// @param delivery its latest delivery; empty while nothing was tried
    public record Sent(Notification notification, Optional<Delivery> delivery) {}

    /// Notifications that pass this filter, newest first, at most this many.
    public synchronized List<Sent> notifications(Predicate<Notification> filter, int limit) {
        return notifications.newestFirst().filter(filter).limit(limit)
                .map(notification -> new Sent(notification, deliveries.get(notification.getNotificationId())))
                .toList();
    }

    /// Totals by verdict, grade and channel over what is kept, for a summary.
    public synchronized Map<String, Long> totals() {
        Map<String, Long> totals = new HashMap<>();
        findings.newestFirst().forEach(finding -> totals.merge("finding." + finding.getOutcome(), 1L, Long::sum));
        incidents.newestFirst().forEach(incident -> totals.merge("grade." + incident.getGrade(), 1L, Long::sum));
        notifications.newestFirst()
                .forEach(notification -> totals.merge("channel." + notification.getChannel(), 1L, Long::sum));
        return totals;
    }
}
