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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import tocsin.assessment.Assessor;
import tocsin.intake.Gate;
import tocsin.intake.Redaction;
import tocsin.intake.ReportForm;
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
    /// A slice of a request that is read at a time, so that nobody waits long for somebody else's.
    private static final int SLICE_RECORDS = 50;
    private static final int SLICE_BYTES = 64 * 1024;
    /// Slices that are on their way to the broker while the next is read.
    private static final int SLICES_UNDER_WAY = 8;
    private static final Set<String> OPEN = Set.of("PUBLIC", "INTERNAL");

    private final Topics topics;
    private final Publisher publisher;
    private final PackLibrary packs;
    private final Seal seal;
    private final InstantSource clock;
    private final AcceptedReports accepted;
    private final FairWorkers workers;
    private final RefusalNotes notes;
    private final int mostElements;

    /// Where records go, and what they are answered by.
    ///
    /// @param accepted which reports came first under their ids
    record Ways(Topics topics, Publisher publisher, PackLibrary packs, Seal seal, AcceptedReports accepted) {}

    /// @param workers read what was sent
    /// @param notes keeps what was refused
    /// @param mostElements records of one request
    RecordsIn(Ways ways, InstantSource clock, FairWorkers workers, RefusalNotes notes, int mostElements) {
        this.accepted = ways.accepted();
        this.topics = ways.topics();
        this.publisher = ways.publisher();
        this.packs = ways.packs();
        this.seal = ways.seal();
        this.clock = clock;
        this.workers = workers;
        this.notes = notes;
        this.mostElements = mostElements;
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
            refusals.addAll(SendingRights.refusals(caller, report, packs.activeDirectory()));
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
        UnknownSensors unknown = new UnknownSensors(packs.activeDirectory().sensors().keySet());
        take(request, caller, new Way<>(topics.sensors, SensorReading::getSensorId, reading -> {
            List<Refusal> refusals = new ArrayList<>(ReportForm.refusals(reading));
            refusals.addAll(SendingRights.refusals(caller, reading, packs.activeDirectory()));
            return refusals;
        },
                Function.identity(), (reading, arrivedAt) -> {
                    ObjectNode answer = JsonNodeFactory.instance.objectNode()
                            .put("readingId", reading.getReadingId()).put("sensorId", reading.getSensorId())
                            .put("arrivedAt", RecordJson.time(arrivedAt));
                    unknown.note(reading.getSensorId()).ifPresent(note -> answer.put("note", note));
                    return answer;
                }));
    }

    void media(Context request, Caller caller) {
        take(request, caller, new Way<>(topics.media, MediaSignal::getSignalId, signal -> {
            List<Refusal> refusals = new ArrayList<>(ReportForm.refusals(signal));
            refusals.addAll(SendingRights.refusals(caller, signal, packs.activeDirectory()));
            return refusals;
        }, Redaction::of,
                (signal, arrivedAt) -> JsonNodeFactory.instance.objectNode().put("signalId", signal.getSignalId())
                        .put("arrivedAt", RecordJson.time(arrivedAt))));
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

    /// One record of a request as far as it can be said without the broker: good, or refused.
    ///
    /// @param record the record as it is stored, or null
    /// @param refusals why it is refused; empty with a record
    /// @param note what is kept of a refusal, or null
    private record Prepared<V>(@Nullable V record, List<Refusal> refusals, @Nullable Rejected note) {}

    /// A record on its way to the broker, or its refusal.
    private record Element<V>(Prepared<V> prepared, Publisher.@Nullable Sending sending) {}

    private <V extends SpecificRecord> void take(Context request, Caller caller, Way<V> way) {
        byte[] bytes = RequestBody.bytes(request);
        String path = request.path();
        RequestAnswer answer = new RequestAnswer();
        try (RecordsOfBody records = looked(path, caller, bytes)) {
            Queue<List<Element<V>>> underWay = new ArrayDeque<>();
            for (int from = 0; from < records.count();) {
                int first = from;
                int until = slice(records, from);
                List<Prepared<V>> prepared = workers.call(caller.name(),
                        () -> prepare(path, caller, records, first, until, way));
                prepared.forEach(one -> keep(answer, one.note()));
                underWay.add(prepared.stream().map(one -> send(caller, one, way)).toList());
                if (underWay.size() > SLICES_UNDER_WAY) {
                    finish(caller, underWay.remove(), answer, way);
                }
                from = until;
            }
            underWay.forEach(slice -> finish(caller, slice, answer, way));
            if (answer.notesLeftOut() > 0) {
                notes.offer(whole(path, caller, bytes, RejectReason.TOO_LARGE, answer.notesLeftOut()
                        + " more records of this request were refused and are not kept one by one"));
            }
            send(request, records.isList(), answer);
        }
    }

    /// The records of a body. Throws 400 or 413, and keeps a note of it, where it is refused as a whole.
    private RecordsOfBody looked(String path, Caller caller, byte[] bytes) {
        try {
            RecordsOfBody records = workers.call(caller.name(), () -> new RecordsOfBody(bytes, mostElements));
            boolean more = true;
            while (more) {
                more = workers.call(caller.name(), records::look);
            }
            return records;
        } catch (ApiException e) {
            if (!e.refusals().isEmpty()) {
                notes.offer(whole(path, caller, bytes, e.refusals().getFirst().getReason(), "the whole body"));
            }
            throw e;
        }
    }

    /// Waits until a slice is stored, and writes its answer.
    private <V extends SpecificRecord> void finish(Caller caller, List<Element<V>> slice, RequestAnswer answer,
            Way<V> way) {
        List<Stored<V>> stored = new ArrayList<>();
        for (Element<V> one : slice) {
            Publisher.Sending sending = one.sending();
            stored.add(new Stored<>(one.prepared(), sending == null ? null : sending.arrivedAt()));
        }
        workers.call(caller.name(), () -> {
            stored.forEach(one -> say(answer, one, way));
            return true;
        });
    }

    /// A record that the broker has acknowledged, or its refusal.
    private record Stored<V>(Prepared<V> prepared, @Nullable Instant arrivedAt) {}

    /// Where a slice of records ends that is small enough for others not to wait for it.
    private static int slice(RecordsOfBody records, int from) {
        int until = from;
        for (int size = 0; until < records.count() && until - from < SLICE_RECORDS && size < SLICE_BYTES; until++) {
            size += records.size(until);
        }
        return until;
    }

    private <V extends SpecificRecord> List<Prepared<V>> prepare(String path, Caller caller, RecordsOfBody records,
            int from, int until, Way<V> way) {
        List<Prepared<V>> prepared = new ArrayList<>();
        for (int i = from; i < until; i++) {
            prepared.add(prepare(path, caller, records, i, way));
        }
        return prepared;
    }

    private <V extends SpecificRecord> Prepared<V> prepare(String path, Caller caller, RecordsOfBody records, int index,
            Way<V> way) {
        JsonNode json = null;
        List<Refusal> refusals;
        try {
            json = records.read(index);
            refusals = LoneSurrogates.in(json);
            if (refusals.isEmpty()) {
                JsonReading.Result<V> read = JsonReading.read(json, way.topic().value());
                V record = read.record();
                refusals = record == null ? read.refusals() : way.refusals().apply(record);
                if (record != null && refusals.isEmpty()) {
                    return new Prepared<>(way.prepared().apply(record), List.of(), null);
                }
            }
        } catch (ApiException e) {
            refusals = e.refusals();
        }
        return new Prepared<>(null, refusals, note(path, caller, json, records.bytes(index), refusals));
    }

    private <V extends SpecificRecord> Element<V> send(Caller caller, Prepared<V> prepared, Way<V> way) {
        V record = prepared.record();
        return new Element<>(prepared, record == null ? null
                : publisher.send(way.topic(), way.key().apply(record), record, caller.passport()));
    }

    private void keep(RequestAnswer answer, @Nullable Rejected note) {
        if (note != null && answer.mayNote()) {
            notes.offer(note);
        }
    }

    private static <V extends SpecificRecord> void say(RequestAnswer answer, Stored<V> stored, Way<V> way) {
        V record = stored.prepared().record();
        Instant arrivedAt = stored.arrivedAt();
        if (record != null && arrivedAt != null) {
            answer.accepted(way.accepted().apply(record, arrivedAt));
        } else {
            List<Refusal> refusals = stored.prepared().refusals();
            answer.refused(status(refusals), refusals);
        }
    }

    private static void send(Context request, boolean list, RequestAnswer answer) {
        List<Refusal> refusals = answer.firstRefusals();
        if (!list && !refusals.isEmpty()) {
            int status = status(refusals);
            throw new ApiException(status, status == 400 ? "malformed JSON" : status == 413 ? "too large" : "refused",
                    refusals.getFirst().getDetail(), answer.listed(refusals));
        }
        request.status(answer.isAnyRefused() ? 207 : 202).contentType("application/json").result(answer.json());
    }

    private Rejected whole(String path, Caller caller, byte[] bytes, RejectReason reason, String detail) {
        return note(path, caller, null, bytes, List.of(new Refusal(reason, null, detail)));
    }

    /// What is kept of a refusal. Its bytes and what is quoted of them stay only if it says itself, wherever it speaks of
    /// confidentiality, that it may be kept: of a SECRET one, of one that does not say, and of a post there is a hash.
    private Rejected note(String path, Caller caller, @Nullable JsonNode element, byte[] bytes,
            List<Refusal> refusals) {
        boolean keeps = element != null && maybeKept(path, element) && bytes.length <= RequestBody.RECORD_LIMIT / 2;
        List<Refusal> listed = refusals.subList(0, Math.min(refusals.size(), RequestAnswer.PER_RECORD));
        return new Rejected("http:" + path, -1, -1L, caller.agency() != null ? caller.agency() : caller.name(),
                keeps ? ByteBuffer.wrap(bytes) : null, bytes.length, Sha256.of(bytes),
                keeps ? listed : listed.stream().map(RecordsIn::withheld).toList(), clock.instant());
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

    private static int status(List<Refusal> refusals) {
        return switch (refusals.getFirst().getReason()) {
            case TOO_LARGE -> 413;
            case MALFORMED_JSON -> 400;
            case UNAUTHORISED -> 403;
            case ID_REUSED -> 409;
            default -> 422;
        };
    }
}
