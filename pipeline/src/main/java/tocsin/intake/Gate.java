package tocsin.intake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.AcceptedReport;
import tocsin.internal.v1.AuthenticatedCommand;
import tocsin.internal.v1.AuthenticatedReply;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.Origin;
import tocsin.internal.v1.Reply;
import tocsin.internal.v1.SenderProof;
import tocsin.schemas.CanonicalAvro;
import tocsin.model.IncidentName;
import tocsin.model.Senders;
import tocsin.model.Sha256;
import tocsin.rules.directory.Agency;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;
import tocsin.v1.Action;
import tocsin.v1.ArrivalBasis;
import tocsin.v1.Command;
import tocsin.v1.IncidentReport;
import tocsin.v1.MediaSignal;
import tocsin.v1.OfficialSignal;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.v1.SensorReading;
import tocsin.v1.Via;
import tocsin.wire.Topics;

/// Decides what becomes of one decoded record: who sent it, whose desk it is, or why it is refused.
public final class Gate {
    private final Topics topics;
    private final SenderKeys keys;

    public Gate(Topics topics, SenderKeys keys) {
        this.topics = topics;
        this.keys = keys;
    }

    /// A record as it lay on its topic.
    ///
    /// @param topic the topic
    /// @param partition the partition
    /// @param offset the offset
    /// @param appendedAt the broker's append time, or the time of reading where its headers lack the mark of it
    /// @param headers its headers
    /// @param value its bytes
    public record Arrived(String topic, int partition, long offset, Instant appendedAt, Headers headers, byte[] value) {
        Origin origin() {
            return new Origin(topic, partition, offset, Sha256.of(value));
        }
    }

    /// Decides about this record, routing by this directory.
    public Admission admit(Arrived arrived, SpecificRecord record, Directory directory) {
        return switch (record) {
            case IncidentReport report -> report(arrived, report, directory);
            case Command command -> command(arrived, command, directory);
            case SensorReading reading -> {
                List<Refusal> refusals = ReportForm.refusals(reading);
                yield refusals.isEmpty()
                        ? new Admission.ToSensing(reading)
                        : new Admission.Refused(reading.getSensorId(), false, refusals);
            }
            case MediaSignal signal -> {
                List<Refusal> refusals = ReportForm.refusals(signal);
                yield refusals.isEmpty()
                        ? new Admission.ToListening(Redaction.of(signal), area(signal, directory))
                        : new Admission.Refused(signal.getSource(), false, refusals);
            }
            case Reply reply -> reply(arrived, reply, directory);
            default -> throw new IllegalArgumentException("no way in for " + record.getSchema().getFullName());
        };
    }

    /// The first six digits of the area a post is about; empty where that is not known here.
    private static String area(MediaSignal signal, Directory directory) {
        String words = (signal.getPlaceText() == null ? "" : signal.getPlaceText() + "\n") + signal.getText();
        String area = directory.areaOf(signal.getLocation(), words).orElse("");
        return area.substring(0, Math.min(6, area.length()));
    }

    private Admission report(Arrived arrived, IncidentReport report, Directory directory) {
        if (topics.isOurs(arrived.topic()) && keys.passport(arrived.headers(), arrived.value()).isEmpty()) {
            return new Admission.Refused(report.getAgencyId(), ReportForm.isSecret(report),
                    List.of(new Refusal(RejectReason.UNAUTHORISED, null,
                            "has no true tocsin-auth header, and only Tocsin writes to " + arrived.topic()
                                    + ": send it to /api/v1/reports, or to a topic of its agency")));
        }
        List<Refusal> refusals = ReportForm.refusals(report);
        if (!refusals.isEmpty()) {
            return new Admission.Refused(report.getAgencyId(), ReportForm.isSecret(report), refusals);
        }
        SenderProof proof = keys.proof(topics, arrived.topic(), arrived.headers(), arrived.value(),
                report.getAgencyId());
        return new Admission.ToDesk(new InboxRecord(desk(report, directory), arrived.origin(),
                new AcceptedReport(report, arrival(report, proof == SenderProof.DUTY_DESK, arrived.appendedAt()), proof,
                        Sha256.of(CanonicalAvro.bytes(report)), basis(arrived, report, proof),
                        speaksForIssuer(arrived, report, proof, directory))));
    }

    /// Whether who sent a report may speak for the issuer of its official signal: the agency that he has proven to be, or
    /// whose call the desk wrote down, may; or his key or feed is bound to that issuer. Null where there is no signal.
    private @Nullable Boolean speaksForIssuer(Arrived arrived, IncidentReport report, SenderProof proof,
            Directory directory) {
        OfficialSignal signal = report.getOfficialSignal();
        if (signal == null) {
            return null;
        }
        Agency agency = directory.agencies().get(report.getAgencyId());
        return Senders.isProven(proof) && agency != null && agency.speaksFor(signal.getIssuer())
                || keys.passport(arrived.headers(), arrived.value())
                        .filter(passport -> passport.issuers().contains(signal.getIssuer().strip())).isPresent();
    }

    /// When a report arrived: its append time; of a telephoned report that the desk itself wrote down, the time of the
    /// call. HTTP answers by the same rule.
    ///
    /// @param byDutyDesk whether the duty desk wrote it down
    public static Instant arrival(IncidentReport report, boolean byDutyDesk, Instant appendedAt) {
        Instant calledAt = report.getCalledAt();
        return byDutyDesk && report.getVia() == Via.PHONE && calledAt != null && !calledAt.isAfter(appendedAt)
                ? calledAt
                : appendedAt;
    }

    private static ArrivalBasis basis(Arrived arrived, IncidentReport report, SenderProof proof) {
        boolean called = arrival(report, proof == SenderProof.DUTY_DESK, arrived.appendedAt())
                .equals(report.getCalledAt());
        return called ? ArrivalBasis.CALLED
                : tocsin.wire.Headers.isAppendTime(arrived.headers()) ? ArrivalBasis.APPENDED : ArrivalBasis.READ;
    }

    /// The desk that acts for this report.
    public static String desk(IncidentReport report, Directory directory) {
        String ref = report.getIncidentRef();
        if (ref != null) {
            IncidentName name = IncidentName.parse(ref).orElse(null);
            if (name != null && directory.desks().contains(name.desk())) {
                return name.desk();
            }
        }
        String area = report.getLocation() == null ? null : report.getLocation().getAreaCode();
        if (area != null && !area.isBlank()) {
            return directory.deskFor(area);
        }
        var agency = directory.agencies().get(report.getAgencyId());
        return agency == null ? directory.defaultDesk() : directory.deskFor(agency.area());
    }

    private Admission command(Arrived arrived, Command command, Directory directory) {
        Passport passport = keys.passport(arrived.headers(), arrived.value()).orElse(null);
        String desk = IncidentName.parse(command.getIncidentId()).map(IncidentName::desk)
                .or(() -> Optional.of(command.getIncidentId())
                        .filter(code -> OrderForm.ABOUT_PAPERS.contains(command.getAction())))
                .filter(directory.desks()::contains).orElse("");
        if (passport != null && passport.role() == Role.REPORTER && !passport.subject().equals(command.getBy())) {
            return refused(command, RejectReason.UNAUTHORISED, "by",
                    "an agency speaks for itself: by must be " + passport.subject());
        }
        if (passport == null || !passport.role().may(command.getAction())) {
            return refused(command, RejectReason.UNAUTHORISED, null, passport == null
                    ? "has no true tocsin-auth header: order it through the API, the console or ./tocsin"
                    : "the role " + passport.role() + " may not order " + command.getAction());
        }
        if (command.getAction() == Action.UNKNOWN) {
            return refused(command, RejectReason.UNKNOWN_ACTION, "action", "is not an action known here");
        }
        if (desk.isEmpty()) {
            return refused(command, RejectReason.NO_SUCH_INCIDENT, "incidentId",
                    "\"" + command.getIncidentId() + "\" is no incident of any desk here");
        }
        return new Admission.ToDesk(new InboxRecord(desk, arrived.origin(),
                new AuthenticatedCommand(command, passport.role().name(), arrived.appendedAt())));
    }

    private Admission reply(Arrived arrived, Reply reply, Directory directory) {
        Passport passport = keys.passport(arrived.headers(), arrived.value()).orElse(null);
        Official official = directory.officials().get(reply.getOfficial());
        if (passport == null || passport.role() != Role.OFFICIAL || !passport.subject().equals(reply.getOfficial())) {
            return new Admission.Refused(reply.getOfficial(), false, List.of(new Refusal(RejectReason.UNAUTHORISED,
                    null, "has no true tocsin-auth header: answers come in by webhook or by asking the provider")));
        }
        if (official == null) {
            return new Admission.Refused(reply.getOfficial(), false, List.of(new Refusal(RejectReason.INVALID_VALUE,
                    "official", "is nobody of the directory any more")));
        }
        return new Admission.ToDesk(new InboxRecord(official.desk(), arrived.origin(),
                new AuthenticatedReply(reply, arrived.appendedAt())));
    }

    private static Admission refused(Command command, RejectReason reason,
            @org.jspecify.annotations.Nullable String field, String detail) {
        return new Admission.Refused(command.getBy(), false, List.of(new Refusal(reason, field, detail)));
    }
}
