package tocsin.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import tocsin.connectors.Freshness;
import tocsin.readmodel.ReadModel;
import tocsin.rules.directory.Agency;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Sensor;
import tocsin.v1.Finding;
import tocsin.v1.TimelineKind;
import tocsin.v1.Outcome;
import tocsin.v1.Incident;
import tocsin.v1.ReportReceipt;
import tocsin.v1.Verdict;
import tocsin.wire.PackLibrary;
import tocsin.wire.RecordJson;
import tocsin.wire.Times;
import tocsin.yaml.Nearest;

/// What the API shows, from the read model.
final class Queries {
    private static final int LIMIT = 1_000;
    private static final List<String> STATES = List.of("OPEN", "ACKNOWLEDGED", "CLOSED", "MERGED", "ACTUAL", "EXERCISE",
            "UNKNOWN");

    private final ReadModel model;
    private final BoundedIncidents incidents;
    private final Freshness freshness;
    private final PackLibrary packs;

    Queries(ReadModel model, Freshness freshness, PackLibrary packs) {
        this.model = model;
        this.incidents = new BoundedIncidents(model, packs);
        this.freshness = freshness;
        this.packs = packs;
    }

    /// How fresh the feeds of this instance are, and the groups of sensors and the agencies of all. A caller that is bounded
    /// sees those within: a feed has no area and no agency, so it sees none of them.
    void feeds(Context request, Caller caller) {
        onlyParameters(request);
        ArrayNode feeds = RecordJson.MAPPER.createArrayNode();
        (caller.bounds().isNone() ? freshness.all() : List.<Freshness.Fresh>of()).forEach(fresh -> {
            ArrayNode refused = feeds.addObject().put("feed", fresh.feed()).put("kind", "feed")
                    .put("lastAt", fresh.lastAt() == null ? null : RecordJson.time(fresh.lastAt()))
                    .put("stalled", fresh.stalled() || model.isSilent(fresh.feed())).put("records", fresh.records())
                    .put("refused", fresh.refused()).put("trouble", fresh.trouble()).putArray("refusedRows");
            fresh.refusedRows().forEach(row -> {
                ArrayNode reasons = refused.addObject().put("at", RecordJson.time(row.at())).put("line", row.line())
                        .put("id", row.id()).putArray("reasons");
                row.reasons().forEach(reasons::add);
            });
        });
        Directory directory = packs.activeDirectory();
        directory.sensorGroups().values().stream().filter(group -> group.sensors().stream()
                .allMatch(sensor -> holds(caller, directory.sensors().get(sensor))))
                .forEach(group -> feeds.addObject().put("feed", group.id())
                        .put("kind", "sensors").put("stalled", model.isSilent(group.id()))
                        .put("sensors", group.sensors().size())
                        .put("silent", model.silentOf(group.sensors())));
        directory.agencies().values().stream().filter(agency -> caller.bounds().holdsAgency(agency.id())
                && caller.bounds().holdsArea(agency.area())).map(Agency::id)
                .forEach(agency -> feeds.addObject().put("feed", agency).put("kind", "agency")
                        .put("lastAt", model.lastReport(agency).map(RecordJson::time).orElse(null)));
        request.contentType("application/json").result(feeds.toString());
    }

    private static boolean holds(Caller caller, @Nullable Sensor sensor) {
        return caller.bounds().isNone() || sensor != null && caller.bounds().holdsArea(sensor.area())
                && caller.bounds().holdsAgency(sensor.agency());
    }

    void incidents(Context request, Caller caller) {
        onlyParameters(request, "status", "grade", "area", "since");
        Predicate<Incident> filter = incidents.within(caller);
        String status = request.queryParam("status");
        if (status != null) {
            List<String> states = Arrays.asList(status.toUpperCase(Locale.ROOT).split(","));
            states.forEach(state -> oneOf("status", state, STATES));
            filter = filter.and(incident -> states.contains(incident.getState().name())
                    || states.contains(incident.getStatus().name()));
        }
        String asked = request.queryParam("grade");
        if (asked != null) {
            String grade = asked.toUpperCase(Locale.ROOT);
            oneOf("grade", grade, List.of("I", "II", "III", "IV"));
            filter = filter.and(incident -> incident.getGrade() != null && incident.getGrade().name().equals(grade));
        }
        String area = request.queryParam("area");
        if (area != null) {
            filter = filter
                    .and(incident -> incident.getLocation() != null && incident.getLocation().getAreaCode() != null
                            && Objects.requireNonNull(incident.getLocation().getAreaCode()).startsWith(area));
        }
        Instant since = time(request.queryParam("since"));
        if (since != null) {
            filter = filter.and(incident -> !incident.getUpdatedAt().isBefore(since));
        }
        answer(request, model.incidents(filter, LIMIT));
    }

    void incident(Context request, Caller caller) {
        onlyParameters(request);
        answer(request, known(request, caller));
    }

    void timeline(Context request, Caller caller) {
        onlyParameters(request);
        answer(request, model.timeline(known(request, caller).getIncidentId()));
    }

    void explain(Context request, Caller caller) {
        onlyParameters(request);
        request.contentType("application/json")
                .result(new IncidentExplanation(model, known(request, caller)).json().toString());
        new Shown(List.of(request.pathParam("id")), 1).of(request);
    }

    void verdict(Context request, Caller caller) {
        onlyParameters(request, "agency");
        String reportId = request.pathParam("reportId");
        Verdict verdict = verdict(request, caller, reportId).orElseThrow(() -> new ApiException(404, "no verdict",
                "there is no verdict on " + reportId + " yet, or it is another agency's"));
        answer(request, RecordJson.write(verdict), verdict.getAgencyId(), reportId);
    }

    /// The verdict this request asks for; empty where there is none that its caller may see.
    private Optional<Verdict> verdict(Context request, Caller caller, String reportId) {
        String agency = caller.role().maySeeEverything() ? request.queryParam("agency") : caller.agency();
        return model.verdict(agency, reportId,
                found -> incidents.showsOwn(caller, found.getAgencyId(), found.getIncidentId()));
    }

    /// Answers about a report, and which reports were refused that came under its id later.
    private void answer(Context request, ObjectNode json, String agencyId, String reportId) {
        ArrayNode refused = json.putArray("refusedLater");
        model.refusedReports(agencyId, reportId).forEach(event -> refused.addObject().put("at",
                RecordJson.time(event.getAt())).put("arrivedAt", event.getDetail().get("arrivedAt"))
                .put("contentSha256", event.getDetail().get("contentSha256")).put("field", "reportId")
                .put("reason", event.getRule()).put("detail", event.getReason()));
        request.contentType("application/json").result(json.toString());
    }

    /// The receipt of a report that was judged; that of another agency is not known to its caller.
    void receipt(Context request, Caller caller) {
        onlyParameters(request, "agency");
        String reportId = request.pathParam("reportId");
        // Where its verdict is forgotten it can be bound to no incident any more: only its own agency is shown it.
        String agency = verdict(request, caller, reportId).map(Verdict::getAgencyId)
                .orElse(caller.bounds().areas().isEmpty() && caller.role().maySeeEverything()
                        ? request.queryParam("agency")
                        : caller.agency());
        ReportReceipt receipt = Optional.ofNullable(agency).filter(caller::maySee)
                .flatMap(of -> model.receipt(of, reportId))
                .orElseThrow(() -> new ApiException(404, "no receipt", "there is no receipt of " + reportId
                        + " yet, or it is another agency's"));
        answer(request, RecordJson.write(receipt), receipt.getAgencyId(), reportId);
    }

    void findings(Context request, Caller caller) {
        onlyParameters(request, "agency", "incident", "outcome");
        String agency = request.queryParam("agency");
        String outcome = request.queryParam("outcome");
        if (outcome != null) {
            oneOf("outcome", outcome, Arrays.stream(Outcome.values()).map(Enum::name).toList());
        }
        String incident = request.queryParam("incident");
        Predicate<Finding> filter = finding -> (agency == null || agency.equals(finding.getAgencyId()))
                && (incident == null || incident.equals(finding.getIncidentId()))
                && (outcome == null || finding.getOutcome().name().equals(outcome))
                && maySee(caller, finding);
        answer(request, model.findings(filter, LIMIT));
    }

    /// One finding, and what people have decided about it.
    void finding(Context request, Caller caller) {
        onlyParameters(request);
        String id = request.pathParam("id");
        Finding finding = model.finding(id).filter(found -> maySee(caller, found)).orElseThrow(
                () -> new ApiException(404, "no such finding", id + " is not known here, or another agency's"));
        ObjectNode json = RecordJson.write(finding);
        ArrayNode decisions = json.putArray("decisions");
        model.decisions(id).forEach(event -> decisions.add(RecordJson.write(event)));
        request.contentType("application/json").result(json.toString());
    }

    /// An agency sees that it may have missed an event only when people have decided about it.
    private boolean maySee(Caller caller, Finding finding) {
        return incidents.showsOwn(caller, finding.getAgencyId(), finding.getIncidentId())
                && (finding.getOutcome() != Outcome.POSSIBLY_MISSED
                        || caller.role().maySeeEverything()
                        || model.decisions(finding.getFindingId()).stream()
                                .anyMatch(event -> event.getKind() == TimelineKind.DECIDED));
    }

    void notifications(Context request, Caller caller) {
        onlyParameters(request, "incident");
        String incident = request.queryParam("incident");
        ArrayNode answers = JsonNodeFactory.instance.arrayNode();
        List<ReadModel.Sent> shown = model
                .notifications(notification -> (incident == null || incident.equals(notification.getIncidentId()))
                        && incidents.shows(caller, notification.getIncidentId()), LIMIT);
        shown.forEach(sent -> {
            ObjectNode json = RecordJson.write(sent.notification());
            json.set("delivery", sent.delivery().map(RecordJson::write).orElse(null));
            answers.add(json);
        });
        new Shown(shown.stream().map(sent -> sent.notification().getIncidentId()).toList(), shown.size()).of(request);
        request.contentType("application/json").result(answers.toString());
    }

    /// The books count everybody's records: whoever is bounded would learn how many lie outside.
    void books(Context request, Caller caller) {
        onlyParameters(request);
        caller.requireUnbounded("what the books count");
        request.contentType("application/json").result(model.books().json().toString());
    }

    /// Throws 403 where the incident of this request lies outside the caller's bounds.
    void requireMayActOn(Context request, Caller caller) {
        incidents.require(caller, request.pathParam("id"));
    }

    private Incident known(Context request, Caller caller) {
        String id = request.pathParam("id");
        Incident incident = model.incident(id).orElseThrow(
                () -> new ApiException(404, "no such incident", id + " is not known here; see GET /api/v1/incidents"));
        incidents.require(caller, incident);
        return incident;
    }

    /// Refuses parameters that mean nothing here, and those that say nothing or two things.
    static void onlyParameters(Context request, String... known) {
        request.queryParamMap().forEach((name, values) -> {
            if (!Arrays.asList(known).contains(name)) {
                throw new ApiException(400, "unknown parameter", "\"" + name + "\" is no parameter here"
                        + Nearest.hint(name, Arrays.asList(known))
                        + (known.length == 0 ? "; leave it out" : "; there are " + String.join(", ", known)));
            }
            if (values.size() > 1) {
                throw new ApiException(400, "invalid parameter", name + " is given " + values.size()
                        + " times; give it once");
            }
            if (values.getFirst().isBlank()) {
                throw new ApiException(400, "invalid parameter", name + " is empty; give a value or leave it out");
            }
        });
    }

    private static void oneOf(String parameter, String value, List<String> known) {
        if (!known.contains(value)) {
            throw new ApiException(400, "invalid parameter",
                    parameter + " must be one of " + known + Nearest.hint(value, known));
        }
    }

    /// A time of an address, in which a plus sign that was not escaped is a space.
    static Instant instant(String text) {
        return Times.read(text.replaceFirst(" (?=[0-9]{2}:?([0-9]{2})?$)(?<=[0-9] )", "+"));
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : instant(text);
        } catch (DateTimeException e) {
            throw new ApiException(400, "invalid parameter",
                    "since must be a time with offset such as 2026-03-01T08:30:00+08:00 (in an address the plus sign must be escaped)");
        }
    }

    private static void answer(Context request, SpecificRecord record) {
        request.contentType("application/json").result(RecordJson.write(record).toString());
    }

    private static void answer(Context request, List<? extends SpecificRecord> records) {
        ArrayNode answers = JsonNodeFactory.instance.arrayNode();
        records.forEach(record -> answers.add(RecordJson.write(record)));
        request.contentType("application/json").result(answers.toString());
    }
}
