package tocsin.desk;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.AcceptedReport;
import tocsin.internal.v1.AuthenticatedCommand;
import tocsin.internal.v1.AuthenticatedReply;
import tocsin.internal.v1.DeliveryOutcome;
import tocsin.internal.v1.Due;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.Origin;
import tocsin.internal.v1.Reply;
import tocsin.internal.v1.SenderProof;
import tocsin.v1.ArrivalBasis;
import tocsin.internal.v1.SpecialReportFile;
import tocsin.internal.v1.Tick;
import tocsin.schemas.CanonicalAvro;
import tocsin.model.Sha256;
import tocsin.rules.PackFiles;
import tocsin.v1.Action;
import tocsin.v1.ChannelKind;
import tocsin.v1.Command;
import tocsin.v1.CommandOutcome;
import tocsin.v1.Delivery;
import tocsin.v1.DeliveryReason;
import tocsin.v1.DeliveryState;
import tocsin.v1.Finding;
import tocsin.v1.Incident;
import tocsin.v1.IncidentReport;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Rejected;
import tocsin.v1.SpecialReport;
import tocsin.v1.TimelineEvent;
import tocsin.v1.Verdict;

/// A city's desks in virtual time: what is said, what passes, who is told.
public final class City {
    /// Three o'clock in the morning in Qingdao.
    public static final Instant NIGHT = Instant.parse("2026-03-01T19:00:00Z");

    /// A record of the inbox, where it lay and when it was appended.
    public record Appended(InboxRecord record, Origin position, Instant at) {}

    private final FixedPacks packs = new FixedPacks();
    private final DeskStores stores = DeskStores.inMemory();
    private final Desk desk = new Desk(stores, packs);
    private final Set<String> desks = new TreeSet<>();
    private final List<Appended> inbox = new ArrayList<>();
    private final List<DeskOutput> outputs = new ArrayList<>();
    private Instant now = NIGHT;
    private int commands;

    public City() {
        activate(FixedPacks.qingdao());
    }

    public Instant now() {
        return now;
    }

    public FixedPacks packs() {
        return packs;
    }

    /// Puts a pack in force.
    public void activate(PackFiles files) {
        append(new InboxRecord("", null, packs.activate(files)));
    }

    /// A report arrives now from a sender who proved itself.
    public Verdict report(IncidentReport.Builder report) {
        return report(report.build(), SenderProof.API_KEY);
    }

    public Verdict report(IncidentReport report, SenderProof proof) {
        return report(report, proof, null);
    }

    /// @param speaksForIssuer what intake found of its official signal, or null
    public Verdict report(IncidentReport report, SenderProof proof, @Nullable Boolean speaksForIssuer) {
        int before = outputs.size();
        append(new InboxRecord(deskOf(report), origin("tocsin.reports", CanonicalAvro.bytes(report)),
                new AcceptedReport(
                        report, now, proof, Sha256.of(CanonicalAvro.bytes(report)), ArrivalBasis.APPENDED,
                        speaksForIssuer)));
        return outputs.subList(before, outputs.size()).stream().filter(DeskOutput.OfVerdict.class::isInstance)
                .map(output -> ((DeskOutput.OfVerdict) output).record()).findFirst().orElse(null);
    }

    private String deskOf(IncidentReport report) {
        return packs.activeDirectory()
                .deskFor(report.getLocation() == null ? null : report.getLocation().getAreaCode());
    }

    /// Somebody orders something now.
    public void command(String by, Action action, String incidentId) {
        command(by, "DUTY_OFFICER", action, incidentId, "http", Map.of());
    }

    /// Somebody with a role orders something now, in some way. A close says why, and nobody takes it back.
    public void command(String by, String role, Action action, String incidentId, String channel,
            Map<String, String> arguments) {
        boolean closes = action == Action.CLOSE;
        order(by, role, action, incidentId, channel, arguments, closes ? "dealt with" : null);
        if (closes) {
            after(Closings.TAKEN_BACK_WITHIN);
        }
    }

    /// Somebody with a role orders something about an incident or a desk now, and says why.
    public void order(String by, String role, Action action, String subject, Map<String, String> arguments,
            String note) {
        order(by, role, action, subject, "http", arguments, note);
    }

    private void order(String by, String role, Action action, String subject, String channel,
            Map<String, String> arguments, String note) {
        commands++;
        Command command = new Command("c" + commands, subject, action, by, channel, now, arguments, note);
        append(new InboxRecord(subject.split("-", 2)[0],
                origin("tocsin.commands", CanonicalAvro.bytes(command)),
                new AuthenticatedCommand(command, role, now)));
    }

    /// Something else is appended to the inbox now.
    public void append(InboxRecord record) {
        if (!record.getDesk().isEmpty()) {
            desks.add(record.getDesk());
        }
        Origin position = new Origin("tocsin.inbox", 0, (long) inbox.size(), Sha256.of(CanonicalAvro.bytes(record)));
        Appended appended = new Appended(record, position, now);
        inbox.add(appended);
        outputs.addAll(desk.read(record, position, now));
    }

    /// An official's SMS comes in now.
    public void reply(String replyId, String official, String text) {
        reply(replyId, official, text, now);
    }

    /// An official's SMS comes in now that the provider received then.
    public void reply(String replyId, String official, String text, Instant at) {
        Reply reply = new Reply(replyId, official, "sms", text, at, List.of());
        append(new InboxRecord(packs.activeDirectory().officials().get(official).desk(),
                origin("tocsin.replies", CanonicalAvro.bytes(reply)), new AuthenticatedReply(reply, now)));
    }

    /// This is what became of a notification.
    public void outcome(Notification notification, DeliveryState state, DeliveryReason reason) {
        outcome(new DeliveryOutcome(
                new Delivery(notification.getNotificationId(), notification.getIncidentId(), 1, state,
                        "twilio", notification.getChannel(), "SM1", reason, null, now),
                notification.getRecipient(),
                notification.getStep()));
    }

    /// The end of a notification comes back.
    public void outcome(DeliveryOutcome outcome) {
        append(new InboxRecord(outcome.getDelivery().getIncidentId().substring(0, 6), null, outcome));
    }

    /// Time passes: every due time is ticked when it is due.
    public void after(Duration duration) {
        Instant until = now.plus(duration);
        for (Optional<Instant> due = soonest(); due.isPresent() && !due.get().isAfter(until); due = soonest()) {
            Instant at = due.get();
            now = at.isAfter(now) ? at : now;
            for (String code : desks) {
                if (stores.soonestDue(code).filter(soonest -> !soonest.getAt().isAfter(now)).isPresent()) {
                    append(new InboxRecord(code, null, new Tick(at)));
                }
            }
        }
        now = until;
    }

    /// The broker's clock is set, forward or back; nothing is read.
    public void setClock(Duration step) {
        now = now.plus(step);
    }

    /// Nothing ticks for this long; then every desk is ticked once.
    public void outage(Duration duration) {
        now = now.plus(duration);
        List.copyOf(desks).forEach(code -> append(new InboxRecord(code, null, new Tick(now))));
    }

    private Optional<Instant> soonest() {
        return desks.stream().flatMap(code -> stores.soonestDue(code).stream()).map(Due::getAt).min(Instant::compareTo);
    }

    private Origin origin(String topic, byte[] value) {
        return new Origin(topic, 0, (long) inbox.size(), Sha256.of(value));
    }

    public List<Appended> inbox() {
        return List.copyOf(inbox);
    }

    public List<Verdict> verdicts() {
        return of(DeskOutput.OfVerdict.class).map(DeskOutput.OfVerdict::record).toList();
    }

    public List<Finding> findings() {
        return of(DeskOutput.OfFinding.class).map(DeskOutput.OfFinding::record).toList();
    }

    public List<CommandOutcome> commandOutcomes() {
        return of(DeskOutput.OfCommandOutcome.class).map(DeskOutput.OfCommandOutcome::record).toList();
    }

    public List<Rejected> rejected() {
        return of(DeskOutput.OfRejected.class).map(DeskOutput.OfRejected::record).toList();
    }

    public List<TimelineEvent> timeline() {
        return of(DeskOutput.OfTimeline.class).map(DeskOutput.OfTimeline::record).toList();
    }

    public List<Notification> notifications() {
        return of(DeskOutput.OfNotification.class).map(DeskOutput.OfNotification::record).toList();
    }

    /// Special reports that were sent.
    public List<SpecialReport> specialReports() {
        return of(DeskOutput.OfSpecialReport.class).map(DeskOutput.OfSpecialReport::record).toList();
    }

    /// Special reports as they stood after each change.
    public List<SpecialReportFile> specialReportFiles() {
        return of(DeskOutput.OfSpecialReportFile.class).map(DeskOutput.OfSpecialReportFile::record).toList();
    }

    /// What the desk keeps of an incident.
    public IncidentFile file(String incidentId) {
        return stores.incident(incidentId).orElseThrow();
    }

    /// The current picture of every incident, by id.
    public Map<String, Incident> incidents() {
        return of(DeskOutput.OfIncident.class).map(DeskOutput.OfIncident::record)
                .collect(Collectors.toMap(Incident::getIncidentId, incident -> incident, (older, newer) -> newer));
    }

    /// How many times a picture of an incident was put out.
    public long pictures() {
        return of(DeskOutput.OfIncident.class).count();
    }

    /// Who was paged by SMS since a number of notifications, in order.
    public List<String> toldBySms(int since) {
        return notifications().stream().skip(since).filter(told -> told.getChannel() == ChannelKind.SMS)
                .filter(told -> told.getReason() != NotifyReason.APPROVAL)
                .map(Notification::getRecipient).toList();
    }

    /// Everything put out, as bytes.
    public byte[] bytes() {
        return bytes(outputs);
    }

    /// Reads an inbox from its beginning with a new desk; gives everything put out, as bytes.
    public static byte[] reread(List<Appended> inbox, FixedPacks packs) {
        Desk again = new Desk(DeskStores.inMemory(), packs);
        List<DeskOutput> outputs = new ArrayList<>();
        inbox.forEach(appended -> outputs.addAll(again.read(appended.record(), appended.position(), appended.at())));
        return bytes(outputs);
    }

    private static byte[] bytes(List<DeskOutput> outputs) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        outputs.forEach(output -> {
            bytes.writeBytes(output.key().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            bytes.writeBytes(CanonicalAvro.bytes(output.record()));
        });
        return bytes.toByteArray();
    }

    private <T extends DeskOutput> java.util.stream.Stream<T> of(Class<T> type) {
        return outputs.stream().filter(type::isInstance).map(type::cast);
    }
}
