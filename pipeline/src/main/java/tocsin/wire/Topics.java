package tocsin.wire;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import tocsin.internal.v1.DataAccess;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.BoardReport;
import tocsin.internal.v1.PackArchive;
import tocsin.internal.v1.Receipt;
import tocsin.internal.v1.Reply;
import tocsin.internal.v1.SealedRow;
import tocsin.internal.v1.SpecialReportFile;
import tocsin.v1.Command;
import tocsin.v1.CommandOutcome;
import tocsin.v1.Delivery;
import tocsin.v1.Finding;
import tocsin.v1.Incident;
import tocsin.v1.IncidentReport;
import tocsin.v1.LedgerEntry;
import tocsin.v1.MediaSignal;
import tocsin.v1.Notification;
import tocsin.v1.Rejected;
import tocsin.v1.ReportReceipt;
import tocsin.v1.SensorReading;
import tocsin.v1.SpecialReport;
import tocsin.v1.TimelineCheckpoint;
import tocsin.v1.TimelineEvent;
import tocsin.v1.Verdict;

/// Every topic of Tocsin under one prefix.
///
/// All are LogAppendTime: an append time cannot be claimed, and event times are in the values.
public final class Topics {
    private static final Duration DAYS_30 = Duration.ofDays(30);
    private static final Duration DAYS_90 = Duration.ofDays(90);
    private static final Duration YEAR = Duration.ofDays(365);

    private final String prefix;
    /// The agency id that no agency may have: what comes over HTTP has a topic of this name.
    public static final String HTTP = "http";

    public final Topic<IncidentReport> reports;
    /// Reports that came over HTTP: only Tocsin writes there, so that nobody's transaction holds them back.
    public final Topic<IncidentReport> reportsByHttp;
    public final Topic<SensorReading> sensors;
    public final Topic<MediaSignal> media;
    public final Topic<Command> commands;
    /// Orders that came over HTTP: only Tocsin writes there.
    public final Topic<Command> commandsByHttp;
    public final Topic<InboxRecord> inbox;
    public final Topic<Reply> replies;
    public final Topic<BoardReport> boardReports;
    public final Topic<SensorReading> readings;
    public final Topic<MediaSignal> posts;
    public final Topic<Rejected> rejected;
    public final Topic<CommandOutcome> commandOutcomes;
    public final Topic<Verdict> verdicts;
    public final Topic<Finding> findings;
    public final Topic<Incident> incidents;
    public final Topic<TimelineEvent> timeline;
    public final Topic<TimelineCheckpoint> checkpoints;
    public final Topic<ReportReceipt> reportReceipts;
    public final Topic<SpecialReport> specialReports;
    public final Topic<SpecialReportFile> specialReportFiles;
    public final Topic<Notification> urgent;
    public final Topic<Notification> routine;
    public final Topic<Receipt> receipts;
    public final Topic<LedgerEntry> ledger;
    public final Topic<Delivery> deliveries;
    public final Topic<PackArchive> rules;
    public final Topic<PackArchive> directory;
    /// Who was shown what of people.
    public final Topic<DataAccess> access;
    /// How persons sign in, by their ids; sealed.
    public final Topic<SealedRow> persons;
    /// Sessions of persons, by the hash of what their browsers hold; sealed.
    public final Topic<SealedRow> sessions;

    /// @param prefix the prefix of every name, `tocsin.` unless configured
    /// @param partitions partitions of the topics that share work: 12, embedded 3; fixed at creation
    public Topics(String prefix, int partitions) {
        this.prefix = prefix;
        reports = registry("reports", IncidentReport.class, partitions, YEAR);
        reportsByHttp = registry("reports." + HTTP, IncidentReport.class, partitions, YEAR);
        sensors = registry("sensors", SensorReading.class, partitions, DAYS_30);
        media = registry("media", MediaSignal.class, partitions, DAYS_30);
        commands = registry("commands", Command.class, partitions, YEAR);
        commandsByHttp = registry("commands." + HTTP, Command.class, partitions, YEAR);
        inbox = internal("inbox", InboxRecord.class, partitions, YEAR);
        readings = internal("readings", SensorReading.class, partitions, DAYS_30);
        posts = internal("posts", MediaSignal.class, partitions, DAYS_30);
        rejected = registry("rejected", Rejected.class, 1, DAYS_90);
        commandOutcomes = registry("command-outcomes", CommandOutcome.class, partitions, YEAR);
        verdicts = registry("verdicts", Verdict.class, partitions, YEAR.multipliedBy(5));
        findings = registry("findings", Finding.class, partitions, YEAR.multipliedBy(5));
        incidents = compacted("incidents", Incident.class, Topic.Wire.REGISTRY, partitions);
        timeline = registry("timeline", TimelineEvent.class, partitions, YEAR.multipliedBy(10));
        checkpoints = registry("checkpoints", TimelineCheckpoint.class, 1, YEAR.multipliedBy(10));
        reportReceipts = registry("report-receipts", ReportReceipt.class, partitions, YEAR);
        specialReports = registry("special-reports", SpecialReport.class, partitions, YEAR.multipliedBy(10));
        specialReportFiles = compacted("special-report-files", SpecialReportFile.class, Topic.Wire.FINGERPRINT,
                partitions);
        urgent = registry("notifications.urgent", Notification.class, partitions, YEAR);
        routine = registry("notifications", Notification.class, partitions, YEAR);
        receipts = internal("receipts", Receipt.class, partitions, DAYS_30);
        replies = internal("replies", Reply.class, partitions, YEAR);
        boardReports = internal("board-reports", BoardReport.class, 1, DAYS_30);
        ledger = compacted("ledger", LedgerEntry.class, Topic.Wire.FINGERPRINT, partitions);
        deliveries = registry("deliveries", Delivery.class, partitions, YEAR);
        rules = compacted("rules", PackArchive.class, Topic.Wire.FINGERPRINT, 1);
        access = internal("access", DataAccess.class, partitions, YEAR);
        directory = compacted("directory", PackArchive.class, Topic.Wire.FINGERPRINT, 1);
        persons = compacted("persons", SealedRow.class, Topic.Wire.FINGERPRINT, 1);
        sessions = compacted("sessions", SealedRow.class, Topic.Wire.FINGERPRINT, 1);
    }

    /// Every topic, in the order the data flows.
    public List<Topic<? extends SpecificRecord>> all() {
        return List.of(rules, directory, reports, reportsByHttp, sensors, media, commands, commandsByHttp, inbox,
                readings, posts, rejected,
                commandOutcomes, verdicts, findings, incidents, timeline, checkpoints, reportReceipts, specialReports,
                specialReportFiles, urgent,
                routine, receipts, ledger, deliveries, replies, boardReports, access, persons, sessions);
    }

    /// The reports topic and every agency's own, `tocsin.reports.<agencyId>`.
    public Pattern reportsOfAnybody() {
        return Pattern.compile(Pattern.quote(reports.name()) + "(\\.[A-Za-z0-9_.-]+)?");
    }

    /// What producers send reports to: the reports topic and every agency's own, without what came over HTTP.
    public Pattern reportsOfProducers() {
        return Pattern.compile(Pattern.quote(reports.name()) + "(\\.(?!" + HTTP + "$)[A-Za-z0-9_.-]+)?");
    }

    /// The agency whose own topic this is, or empty for every other topic. That of HTTP proves no agency.
    public java.util.Optional<String> agencyOf(String topicName) {
        String stem = reports.name() + ".";
        return topicName.startsWith(stem) && !topicName.equals(reportsByHttp.name())
                ? java.util.Optional.of(topicName.substring(stem.length()))
                : java.util.Optional.empty();
    }

    /// Whether orders lie on the topic of this name.
    public boolean areCommands(String topicName) {
        return topicName.equals(commands.name()) || topicName.equals(commandsByHttp.name());
    }

    /// Whether only Tocsin may write to the topic of this name, among those that intake reads.
    public boolean isOurs(String topicName) {
        return topicName.equals(reportsByHttp.name()) || topicName.equals(commandsByHttp.name())
                || topicName.equals(replies.name());
    }

    /// The id of an application of this deployment, such as `tocsin-desk`.
    public String applicationId(String application) {
        return prefix.replaceAll("[^A-Za-z0-9]+$", "").replace('.', '-') + "-" + application;
    }

    private <V extends SpecificRecord> Topic<V> registry(String name, Class<V> value, int partitions,
            Duration retention) {
        return new Topic<>(prefix + name, value, Topic.Wire.REGISTRY, partitions, retention);
    }

    private <V extends SpecificRecord> Topic<V> internal(String name, Class<V> value, int partitions,
            Duration retention) {
        return new Topic<>(prefix + name, value, Topic.Wire.FINGERPRINT, partitions, retention);
    }

    private <V extends SpecificRecord> Topic<V> compacted(String name, Class<V> value, Topic.Wire wire,
            int partitions) {
        return new Topic<>(prefix + name, value, wire, partitions, null);
    }
}
