package tocsin.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tocsin.fanout.UpwardFanout;
import tocsin.internal.v1.DeliveryOutcome;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.SpecialReportFile;
import tocsin.internal.v1.SpecialReportState;
import tocsin.model.Sha256;
import tocsin.rules.TimelinessRule.DeskAct;
import tocsin.rules.directory.Official;
import tocsin.upward.SpecialReportDraft;
import tocsin.v1.ChannelKind;
import tocsin.v1.Notification;
import tocsin.v1.SpecialReport;
import tocsin.v1.TimelineKind;

/// An incident's special reports within a turn: drafted, signed and sent, received.
final class SpecialReports {
    /// Special reports kept with an incident: with texts some 500 kB, half of what a record may have.
    private static final int KEPT = 20;

    private final DeskTurn turn;
    private final String by;
    private final Map<String, String> origin;

    /// @param by who does it
    /// @param origin the way it came, for the timeline
    SpecialReports(DeskTurn turn, String by, Map<String, String> origin) {
        this.turn = turn;
        this.by = by;
        this.origin = origin;
    }

    /// Whether this official is one of those it goes to.
    static boolean isSuperior(SpecialReportFile kept, String official) {
        return superiors(kept.getReport()).contains(official);
    }

    private static List<String> superiors(SpecialReport report) {
        return List.of(report.getSuperior().split(" ", -1));
    }

    /// Writes the next one, in place of the draft that waits if one does.
    void draft(IncidentFile file, SpecialReportDraft.Wish wish) {
        Optional<SpecialReport> waiting = file.getSpecialReports().stream()
                .filter(kept -> kept.getState() == SpecialReportState.DRAFTED).map(SpecialReportFile::getReport)
                .findFirst();
        SpecialReport draft = new SpecialReportDraft(file, turn.pack, turn.directory, turn.now).write(wish, waiting);
        event(TimelineKind.SPECIAL_REPORT_DRAFTED, draft, "special report " + draft.getNumber() + " ("
                + draft.getLabel() + ") was drafted at revision " + draft.getRevision()
                + "; a second person must sign it");
        keep(file, file, new SpecialReportFile(draft, SpecialReportState.DRAFTED, null, null));
    }

    /// Sends a draft in the name of the one who signs it: to the topic, and to everybody who is the superior.
    void send(IncidentFile file, SpecialReportFile draft) {
        SpecialReport report = SpecialReportDraft.signed(draft.getReport(), by, turn.now, turn.pack, turn.directory);
        List<Notification> messages = SpecialReportDraft.superiors(turn.directory, turn.desk).stream()
                .flatMap(official -> fanout().message(report, file, official).stream()).toList();
        turn.put(report);
        messages.forEach(this::tell);
        event(TimelineKind.SPECIAL_REPORT_SENT, report,
                "special report " + report.getNumber() + " (" + report.getLabel() + "), drafted by "
                        + report.getDraftedBy() + ", was signed and put on the topic; "
                        + (messages.isEmpty()
                                ? "no superior has an address: tell them by telephone"
                                : "told: " + messages.stream()
                                        .map(message -> message.getRecipient() + " by " + message.getChannel())
                                        .collect(Collectors.joining(", "))));
        // A superior whom no message reaches has not been told: then his receipt, or FORWARD, meets the duty.
        keep(file, messages.isEmpty() ? file : new DutyTurn(turn).act(file, DeskAct.FORWARD),
                SpecialReportFile.newBuilder(draft).setReport(report).setState(SpecialReportState.SENT).build());
    }

    /// Notes that the superior has it.
    void received(IncidentFile file, SpecialReportFile sent, String who) {
        SpecialReport report = sent.getReport();
        for (String official : superiors(report)) {
            turn.tells().answeredUpward(official, report.getIncidentId());
        }
        event(TimelineKind.SPECIAL_REPORT_RECEIVED, report, "special report " + report.getNumber() + " ("
                + report.getLabel() + ") has come to the superior, says " + who);
        keep(file, new DutyTurn(turn).act(file, DeskAct.FORWARD), SpecialReportFile.newBuilder(sent)
                .setState(SpecialReportState.RECEIVED).setReceivedBy(who)
                .setReceivedAt(turn.now).build());
    }

    /// A mail that did not arrive: an SMS tells of the report.
    void undelivered(IncidentFile file, int number, DeliveryOutcome outcome) {
        Official official = turn.directory.officials().get(outcome.getRecipient());
        if (official != null && outcome.getDelivery().getChannel() == ChannelKind.EMAIL) {
            find(file, number).filter(kept -> kept.getState() == SpecialReportState.SENT)
                    .flatMap(kept -> fanout().by(ChannelKind.SMS, kept.getReport(), file, official))
                    .ifPresent(this::tell);
        }
    }

    private void tell(Notification message) {
        turn.put(message);
        if (message.getChannel() == ChannelKind.SMS) {
            UpwardFanout.number(message.getStep()).ifPresent(number -> turn.tells()
                    .toldUpward(message.getRecipient(), message.getIncidentId(), number, turn.now));
        }
    }

    /// The special report of this number, if it is still kept.
    static Optional<SpecialReportFile> find(IncidentFile file, int number) {
        return file.getSpecialReports().stream().filter(kept -> kept.getReport().getNumber() == number).findFirst();
    }

    private UpwardFanout fanout() {
        return new UpwardFanout(turn.pack, turn.directory, turn.now, turn.tells()::hasOptedOut);
    }

    private void keep(IncidentFile before, IncidentFile after, SpecialReportFile changed) {
        List<SpecialReportFile> kept = new ArrayList<>(after.getSpecialReports());
        kept.removeIf(known -> known.getReport().getNumber() == changed.getReport().getNumber());
        kept.add(changed);
        kept.sort(java.util.Comparator.comparingInt(known -> known.getReport().getNumber()));
        turn.put(changed);
        turn.keep(before, IncidentFile.newBuilder(after)
                .setSpecialReports(kept.subList(Math.max(0, kept.size() - KEPT), kept.size())).build());
    }

    private void event(TimelineKind kind, SpecialReport report, String reason) {
        Map<String, String> detail = new TreeMap<>(origin);
        detail.put("number", Integer.toString(report.getNumber()));
        detail.put("label", report.getLabel());
        detail.put("revision", Integer.toString(report.getRevision()));
        detail.put("textSha256", Sha256.of(report.getText()));
        turn.event(kind, report.getIncidentId(), by, null, reason, detail);
    }
}
