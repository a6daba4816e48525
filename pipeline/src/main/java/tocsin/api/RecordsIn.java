package tocsin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import tocsin.assessment.Assessor;
import tocsin.intake.Gate;
import tocsin.intake.Redaction;
import tocsin.intake.ReportForm;
import tocsin.intake.Role;
import tocsin.internal.v1.Duty;
import tocsin.model.Grades;
import tocsin.model.Sha256;
import tocsin.receipts.ReceiptOfReport;
import tocsin.rules.Pack;
import tocsin.rules.Scale;
import tocsin.rules.condition.ReportConditions;
import tocsin.rules.directory.Directory;
import tocsin.schemas.CanonicalAvro;
import tocsin.timeliness.Arrival;
import tocsin.timeliness.Deadlines;
import tocsin.timeliness.Duties;
import tocsin.timeliness.LocalDays;
import tocsin.v1.Deadline;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.MediaSignal;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.v1.Rejected;
import tocsin.v1.SensorReading;
import tocsin.wire.JsonReading;
import tocsin.wire.PackLibrary;
import tocsin.wire.RecordJson;
import tocsin.wire.Seal;
import tocsin.wire.Topic;
import tocsin.wire.Topics;

/// Reports, readings and posts by HTTP: one or an array, each element answered for itself.
final class RecordsIn {
    private static final Set<String> OPEN = Set.of("PUBLIC", "INTERNAL");

    private final Topics topics;
    private final Publisher publisher;
    private final PackLibrary packs;
    private final Seal seal;
    private final InstantSource clock;
    private final AcceptedReports accepted;

    RecordsIn(Topics topics, Publisher publisher, PackLibrary packs, Seal seal, InstantSource clock,
            AcceptedReports accepted) {
        this.accepted = accepted;
        this.topics = topics;
        this.publisher = publisher;
        this.packs = packs;
        this.seal = seal;
        this.clock = clock;
    }

    /// How records of one kind are taken in.
    ///
    /// @param topic where they go
    /// @param key the key that keeps together what belongs together
    /// @param refusals why one cannot be taken in
    /// @param prepared the record as it is stored
    /// @param accepted what is answered for one that arrived then
    private record Way<V extends SpecificRecord>(Topic<V> topic, Function<V, String> key,
            Function<V, List<Refusal>> refusals, Function<V, V> prepared,
            BiFunction<V, Instant, ObjectNode> accepted) {}

    void reports(Context request, Caller caller) {
        Map<String, String> ofThisRequest = new HashMap<>();
        take(request, caller, new Way<>(topics.reportsByHttp, IncidentReport::getAgencyId, report -> {
            List<Refusal> refusals = new ArrayList<>(ReportForm.refusals(report));
            allowed(caller, report.getAgencyId()).ifPresent(refusals::add);
            if (refusals.isEmpty()) {
                reused(report, ofThisRequest).ifPresent(refusals::add);
            }
            return refusals;
        }, Function.identity(), (report, appendedAt) -> {
            Instant arrivedAt = Gate.arrival(report, caller.role().mayReportForOthers(), appendedAt);
            accepted.stored(report, new AcceptedReports.First(contentSha256(report), arrivedAt));
            return receipt(report, arrivedAt);
        }));
    }

    private static String contentSha256(IncidentReport report) {
        return Sha256.of(CanonicalAvro.bytes(report));
    }

    /// Why this id cannot be this report's: another came under it. Only where that is certain: what is not known yet, the
    /// desk finds, and the verdict tells.
    private Optional<Refusal> reused(IncidentReport report, Map<String, String> ofThisRequest) {
        String content = contentSha256(report);
        Optional<AcceptedReports.First> first = accepted.first(report);
        String known = first.map(AcceptedReports.First::contentSha256)
                .orElseGet(() -> ofThisRequest.computeIfAbsent(AcceptedReports.key(report), id -> content));
        String when = first.map(one -> "at " + RecordJson.time(one.arrivedAt())).orElse("earlier in this request");
        return known.equals(content)
                ? Optional.empty()
                : Optional.of(new Refusal(RejectReason.ID_REUSED, "reportId", "the agency " + report.getAgencyId()
                        + " has sent another report as " + report.getReportId() + ", which arrived " + when
                        + " and stands; give this one a reportId of its own, and name " + report.getReportId()
                        + " in supersedes if it replaces that"));
    }

    void sensors(Context request, Caller caller) {
        take(request, caller, new Way<>(topics.sensors, SensorReading::getSensorId, ReportForm::refusals,
                Function.identity(), (reading, arrivedAt) -> JsonNodeFactory.instance.objectNode()
                        .put("readingId", reading.getReadingId()).put("sensorId", reading.getSensorId())
                        .put("arrivedAt", RecordJson.time(arrivedAt))));
    }

    void media(Context request, Caller caller) {
        take(request, caller, new Way<>(topics.media, MediaSignal::getSignalId, ReportForm::refusals,
                Redaction::of,
                (signal, arrivedAt) -> JsonNodeFactory.instance.objectNode().put("signalId", signal.getSignalId())
                        .put("arrivedAt", RecordJson.time(arrivedAt))));
    }

    private static Optional<Refusal> allowed(Caller caller, String agencyId) {
        return caller.role().mayReportForOthers() || agencyId.equals(caller.agency())
                ? Optional.empty()
                : Optional.of(new Refusal(RejectReason.UNAUTHORISED, "agencyId", "this key is bound to "
                        + caller.agency() + " and may not report as " + agencyId));
    }

    private ObjectNode receipt(IncidentReport report, Instant arrivedAt) {
        ObjectNode receipt = JsonNodeFactory.instance.objectNode().put("reportId", report.getReportId())
                .put("arrivedAt", RecordJson.time(arrivedAt));
        ArrayNode due = receipt.putArray("due");
        Pack pack = packs.packAt(arrivedAt);
        Arrival arrival = arrival(report, arrivedAt, pack, packs.activeDirectory());
        for (Deadline deadline : Deadlines.judge(arrival, pack.timeliness(), pack.zone()).deadlines()) {
            due.addObject().put("rule", deadline.getRule()).put("clock", deadline.getClock().name())
                    .put("dueAt", RecordJson.time(deadline.getDueAt())).put("lateMs", deadline.getLateMs());
        }
        for (Duty duty : Duties.startedBy(arrival, new Duties.Moment(pack, hash -> pack, arrivedAt))) {
            due.addObject().put("rule", duty.getRule()).put("dueAt", RecordJson.time(duty.getDueAt()))
                    .put("awaited", true);
        }
        // It is stored and no more: no desk has read it, and one may refuse it yet.
        receipt.put("judged", false).put("verdict", "/api/v1/reports/"
                + URLEncoder.encode(report.getReportId(), StandardCharsets.UTF_8).replace("+", "%20") + "/verdict");
        ObjectNode payload = receipt.deepCopy().put("agencyId", report.getAgencyId()).put("contentSha256",
                contentSha256(report));
        return receipt.put("signed", seal.sign(ReceiptOfReport.ACCEPTANCE, payload));
    }

    /// The report by itself: which incident it belongs to is for its desk to find.
    private static Arrival arrival(IncidentReport report, Instant arrivedAt, Pack pack, Directory directory) {
        Grade computed = Assessor.computed(report, report.getCategory(), report.getType(),
                report.getOccurredAt() != null ? report.getOccurredAt() : arrivedAt, pack.grading())
                .map(Scale.Graded::grade).orElse(null);
        Grade claimed = report.getClaimedGrade();
        ReportConditions.Day day = LocalDays.at(arrivedAt, Gate.desk(report, directory), pack, directory);
        return new Arrival(report, arrivedAt, Optional.empty(), Optional.empty(), pack.conditions().subject(report,
                arrivedAt, null, null, Grades.gravity(claimed) > Grades.gravity(computed) ? claimed : computed, day),
                day);
    }

    /// One element of a request: under way, or refused.
    private record Element<V>(@Nullable V record, Publisher.@Nullable Sending sending, List<Refusal> refusals) {}

    private <V extends SpecificRecord> void take(Context request, Caller caller, Way<V> way) {
        byte[] bytes = RequestBody.bytes(request);
        JsonNode json;
        try {
            json = RequestBody.json(bytes);
        } catch (ApiException e) {
            refuse(request.path(), caller, null, bytes, List.of(new Refusal(RejectReason.MALFORMED_JSON, null,
                    "the body is no JSON")));
            throw e;
        }
        List<JsonNode> elements = new ArrayList<>();
        if (json.isArray()) {
            json.forEach(elements::add);
        } else {
            elements.add(json);
        }
        List<Element<V>> taken = elements.stream().map(element -> send(request.path(), caller, element, way)).toList();
        answer(request, json.isArray(), taken, way);
    }

    private <V extends SpecificRecord> Element<V> send(String path, Caller caller, JsonNode element, Way<V> way) {
        List<Refusal> refusals;
        try {
            RequestBody.checkSize(element);
            JsonReading.Result<V> read = JsonReading.read(element, way.topic().value());
            V record = read.record();
            refusals = record == null ? read.refusals() : way.refusals().apply(record);
            if (record != null && refusals.isEmpty()) {
                V prepared = way.prepared().apply(record);
                return new Element<>(prepared,
                        publisher.send(way.topic(), way.key().apply(prepared), prepared, caller.passport()), List.of());
            }
        } catch (ApiException e) {
            if (e.status() != 413) {
                throw e;
            }
            refusals = List.of(new Refusal(RejectReason.TOO_LARGE, null, String.valueOf(e.getMessage())));
        }
        refuse(path, caller, element, element.toString().getBytes(StandardCharsets.UTF_8), refusals);
        return new Element<>(null, null, refusals);
    }

    /// Keeps what was refused. Its bytes and what is quoted of them stay only if it says itself, wherever it speaks of
    /// confidentiality, that it may be kept: of a SECRET one, of one that does not say, and of a post there is a hash.
    private void refuse(String path, Caller caller, @Nullable JsonNode element, byte[] bytes, List<Refusal> refusals) {
        boolean keeps = element != null && maybeKept(path, element) && bytes.length <= RequestBody.RECORD_LIMIT / 2;
        publisher.note(topics.rejected, "http:" + path, new Rejected("http:" + path, -1, -1L,
                caller.agency() != null ? caller.agency() : caller.name(), keeps ? ByteBuffer.wrap(bytes) : null,
                bytes.length, Sha256.of(bytes), keeps ? refusals : refusals.stream().map(RecordsIn::withheld).toList(),
                clock.instant()));
    }

    private static boolean maybeKept(String path, JsonNode element) {
        List<JsonNode> marks = element.findValues("confidentiality");
        boolean open = marks.stream().allMatch(mark -> OPEN.contains(mark.asText()));
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "reports" -> open && !element.path("confidentiality").isMissingNode();
            case "sensors" -> marks.isEmpty();
            default -> false;
        };
    }

    private static Refusal withheld(Refusal refusal) {
        return new Refusal(refusal.getReason(), null, "withheld: the record does not say that it may be kept");
    }

    private static <V extends SpecificRecord> void answer(Context request, boolean array, List<Element<V>> taken,
            Way<V> way) {
        ArrayNode answers = JsonNodeFactory.instance.arrayNode();
        boolean refused = taken.stream().anyMatch(element -> !element.refusals().isEmpty());
        for (int i = 0; i < taken.size(); i++) {
            Element<V> element = taken.get(i);
            V record = element.record();
            Publisher.Sending sending = element.sending();
            if (record != null && sending != null) {
                ObjectNode accepted = way.accepted().apply(record, sending.arrivedAt());
                answers.add(refused ? accepted.put("status", 202) : accepted);
            } else {
                answers.add(
                        JsonNodeFactory.instance.objectNode().put("index", i).put("status", status(element.refusals()))
                                .set("errors", ApiException.errors(element.refusals())));
            }
        }
        if (!array && refused) {
            List<Refusal> refusals = taken.getFirst().refusals();
            throw new ApiException(status(refusals), "refused", refusals.getFirst().getDetail(), refusals);
        }
        request.status(refused ? 207 : 202).contentType("application/json").result(answers.toString());
    }

    private static int status(List<Refusal> refusals) {
        return switch (refusals.getFirst().getReason()) {
            case TOO_LARGE -> 413;
            case UNAUTHORISED -> 403;
            case ID_REUSED -> 409;
            default -> 422;
        };
    }

    /// Who may send records: agencies and people at the desk.
    static boolean maySend(Role role) {
        return role == Role.REPORTER || role.mayReportForOthers();
    }
}
