package tocsin.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.readmodel.ReadModel;
import tocsin.v1.Finding;
import tocsin.v1.Incident;
import tocsin.v1.Status;
import tocsin.v1.TimelineEvent;
import tocsin.v1.TimelineKind;
import tocsin.v1.Verdict;
import tocsin.wire.RecordJson;

/// Why an incident is as it is: each decision with its rule, the law behind it and its evidence; and each silence.
final class IncidentExplanation {
    private final Incident incident;
    private final List<TimelineEvent> events;
    private final List<Verdict> verdicts;
    private final List<Finding> findings;
    private final List<ReadModel.Sent> sent;
    private final Map<String, String> bases = new HashMap<>();

    IncidentExplanation(ReadModel model, Incident incident) {
        String id = incident.getIncidentId();
        this.incident = incident;
        this.events = model.timeline(id);
        this.verdicts = model.verdictsOf(id);
        this.findings = model.findings(finding -> id.equals(finding.getIncidentId()), Integer.MAX_VALUE).reversed();
        this.sent = model.notifications(one -> id.equals(one.getIncidentId()), Integer.MAX_VALUE).reversed();
        findings.forEach(finding -> basis(finding.getRule(), finding.getBasis()));
    }

    private void basis(String rule, @Nullable String basis) {
        if (basis != null) {
            bases.putIfAbsent(rule, basis);
        }
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("incidentId", incident.getIncidentId())
                .put("grade", incident.getGrade() == null ? null : incident.getGrade().name())
                .put("gradeReason", incident.getGradeReason()).put("packHash", incident.getPackHash());
        ArrayNode evidence = json.putArray("evidence");
        incident.getEvidence().forEach(one -> evidence.add(RecordJson.write(one)));
        ArrayNode decisions = json.putArray("decisions");
        events.forEach(event -> decisions.add(decision(event)));
        ArrayNode judged = json.putArray("verdicts");
        verdicts.forEach(verdict -> judged.add(verdict(verdict)));
        ArrayNode found = json.putArray("findings");
        findings.forEach(finding -> found.add(finding(finding)));
        ArrayNode pages = json.putArray("pages");
        sent.forEach(one -> pages.add(page(one)));
        ArrayNode silences = json.putArray("silences");
        silence(silences);
        return json;
    }

    private ObjectNode decision(TimelineEvent event) {
        ObjectNode json = event(event).put("actor", event.getActor()).put("rule", event.getRule())
                .put("basis", event.getRule() == null ? null : bases.get(event.getRule()))
                .put("reason", event.getReason()).put("packHash", event.getPackHash());
        json.putObject("input").put("topic", event.getInputTopic()).put("partition", event.getInputPartition())
                .put("offset", event.getInputOffset()).put("sha256", event.getInputSha256());
        event.getDetail().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach(one -> json.withObject("/detail").put(one.getKey(), one.getValue()));
        return json;
    }

    private static ObjectNode event(TimelineEvent event) {
        return JsonNodeFactory.instance.objectNode().put("desk", event.getDesk()).put("sequence", event.getSequence())
                .put("at", RecordJson.time(event.getAt())).put("kind", event.getKind().name());
    }

    private ObjectNode verdict(Verdict verdict) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("agencyId", verdict.getAgencyId())
                .put("reportId", verdict.getReportId()).put("arrivedAt", RecordJson.time(verdict.getArrivedAt()))
                .put("packHash", verdict.getPackHash());
        json.set("because", because(verdict.getReportId()).orElse(null));
        ArrayNode found = json.putArray("findings");
        verdict.getFindings().forEach(finding -> found.add(finding(finding)));
        ArrayNode deadlines = json.putArray("deadlines");
        verdict.getDeadlines().forEach(deadline -> deadlines.add(RecordJson.write(deadline)));
        return json;
    }

    private Optional<ObjectNode> because(String reportId) {
        return events.stream().filter(event -> event.getKind() == TimelineKind.VERDICT
                && reportId.equals(event.getDetail().get("reportId"))).findFirst().map(IncidentExplanation::event);
    }

    private static ObjectNode finding(Finding finding) {
        return JsonNodeFactory.instance.objectNode().put("findingId", finding.getFindingId())
                .put("rule", finding.getRule()).put("outcome", finding.getOutcome().name())
                .put("basis", finding.getBasis()).put("agencyId", finding.getAgencyId())
                .put("reportId", finding.getReportId()).put("at", RecordJson.time(finding.getAt()))
                .put("detail", finding.getDetail());
    }

    private ObjectNode page(ReadModel.Sent one) {
        var notification = one.notification();
        ObjectNode json = JsonNodeFactory.instance.objectNode()
                .put("notificationId", notification.getNotificationId()).put("recipient", notification.getRecipient())
                .put("channel", notification.getChannel().name()).put("reason", notification.getReason().name())
                .put("step", notification.getStep()).put("decidedAt", RecordJson.time(notification.getDecidedAt()));
        json.set("because", decidedAt(notification.getDecidedAt()).orElse(null));
        json.set("delivery", one.delivery().map(RecordJson::write).orElse(null));
        return json;
    }

    /// The last event the desk wrote when it decided to tell somebody: what was decided in one turn is of one instant.
    private Optional<ObjectNode> decidedAt(Instant at) {
        return events.stream().filter(event -> event.getAt().equals(at))
                .filter(event -> event.getKind() == TimelineKind.PAGED || event.getKind() == TimelineKind.ESCALATED
                        || event.getKind() == TimelineKind.CLOSED || event.getKind() == TimelineKind.RETRACTED
                        || event.getKind() == TimelineKind.REOPENED || event.getKind() == TimelineKind.BOARD)
                .max(Comparator.comparingLong(TimelineEvent::getSequence)).map(IncidentExplanation::event);
    }

    /// Who was not told, what did not arrive, and where it ended.
    private void silence(ArrayNode silences) {
        if (sent.isEmpty()) {
            String why = incident.getStatus() == Status.TEST || incident.getStatus() == Status.SYSTEM
                    ? "it is " + incident.getStatus() + ", which is only logged"
                    : "no policy asked for it: see the decisions";
            silences.addObject().put("what", "nobody was told").put("why", why);
        }
        for (ReadModel.Sent one : sent) {
            one.delivery().filter(delivery -> switch (delivery.getState()) {
                case FAILED, EXPIRED, WITHDRAWN, HELD, IN_DOUBT -> true;
                case UNKNOWN, CLAIMED, RETRY, HANDED_OVER, DELIVERED, READ -> false;
            }).ifPresent(delivery -> silences.addObject()
                    .put("what", one.notification().getRecipient() + " by " + delivery.getChannel() + ": "
                            + delivery.getState())
                    .put("why", delivery.getReason().name())
                    .put("notificationId", delivery.getNotificationId()));
        }
        events.stream().filter(event -> event.getKind() == TimelineKind.EXHAUSTED
                || event.getKind() == TimelineKind.REFUSED || event.getKind() == TimelineKind.SHADOWED)
                .forEach(event -> silences.add(event(event).put("what", switch (event.getKind()) {
                    case EXHAUSTED -> "everybody was told and nobody answered";
                    case REFUSED -> "an order was refused";
                    default -> "a rule in the shadow told nobody";
                }).put("why", event.getReason())));
    }
}
