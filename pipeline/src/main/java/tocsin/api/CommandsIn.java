package tocsin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.clients.producer.RecordMetadata;
import tocsin.desk.OrderOutcome;
import tocsin.intake.OrderForm;
import tocsin.intake.Role;
import tocsin.model.IncidentName;
import tocsin.readmodel.ReadModel;
import tocsin.rules.directory.Directory;
import tocsin.v1.Action;
import tocsin.v1.Command;
import tocsin.v1.CommandOutcome;
import tocsin.v1.CommandState;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.wire.JsonReading;
import tocsin.wire.PackLibrary;
import tocsin.wire.RecordJson;
import tocsin.wire.Topics;

/// Orders about incidents by HTTP: the caller is known, so the command is signed in the caller's name.
final class CommandsIn {
    private static final List<String> FIELDS = List.of("commandId", "action", "arguments", "note", "channel");

    private final Topics topics;
    private final Publisher publisher;
    private final ReadModel model;
    private final BoundedIncidents incidents;
    private final PackLibrary packs;
    private final InstantSource clock;

    CommandsIn(Topics topics, Publisher publisher, ReadModel model, PackLibrary packs, InstantSource clock) {
        this.topics = topics;
        this.publisher = publisher;
        this.model = model;
        this.incidents = new BoundedIncidents(model, packs);
        this.packs = packs;
        this.clock = clock;
    }

    /// Takes an order in: refused at once is what it shows itself to be wrong, by the desk's own checks. What is known
    /// here of incidents refuses none, for it may be behind: that the desk judges, and the outcome tells.
    void take(Context request, Caller caller) {
        String incidentId = request.pathParam("id");
        JsonNode body = RequestBody.json(RequestBody.bytes(request));
        mayOrder(caller, body.path("action").asText());
        Command command = command(body, incidentId, caller);
        refuse(OrderForm.refusals(command, caller.role()));
        Directory directory = packs.activeDirectory();
        String desk = IncidentName.parse(incidentId).map(IncidentName::desk).orElse(incidentId);
        if (!directory.desks().contains(desk)) {
            String detail = "no desk " + desk + " is known here, so it has no incidents; the desks are "
                    + new TreeSet<>(directory.desks());
            throw new ApiException(404, "no such desk", detail,
                    List.of(new Refusal(RejectReason.NO_SUCH_INCIDENT, "incidentId", detail)));
        }
        requireWithin(caller, command);
        String commandId = command.getCommandId();
        model.provenOrder(commandId)
                .filter(known -> !known.getContentSha256().equals(OrderOutcome.contentSha256(command)))
                .ifPresent(CommandsIn::reused);
        RecordMetadata appended = publisher.send(topics.commandsByHttp, incidentId, command, caller.passport())
                .appended();
        Instant at = Instant.ofEpochMilli(appended.timestamp());
        model.ordered(OrderOutcome.accepted(command, at, appended.topic(), appended.partition(), appended.offset()),
                true);
        String outcome = "/api/v1/commands/" + URLEncoder.encode(commandId, StandardCharsets.UTF_8);
        request.status(202).header("Location", outcome).contentType("application/json")
                .result(JsonNodeFactory.instance.objectNode().put("commandId", commandId)
                        .put("state", CommandState.ACCEPTED.name()).put("at", RecordJson.time(at))
                        .put("outcome", outcome).toString());
    }

    /// A key that is bounded orders only about incidents that are known to lie within, those it merges into included, and
    /// about findings and reports of theirs.
    private void requireWithin(Caller caller, Command command) {
        if (caller.bounds().isNone() || caller.role() == Role.REPORTER) {
            return;
        }
        List<String> named = new ArrayList<>(
                IncidentName.parse(command.getIncidentId()).isPresent() ? List.of(command.getIncidentId()) : List.of());
        command.getArguments().values().stream().filter(text -> IncidentName.parse(text).isPresent())
                .forEach(named::add);
        for (String id : named) {
            incidents.require(caller, model.incident(id).orElseThrow(() -> new ApiException(404, "no such incident",
                    id + " is not known here yet; send the order again in a moment")));
        }
        boolean papers = papersWithin(caller, command.getArguments());
        if (!papers || named.isEmpty() && !command.getArguments().containsKey("findingId")
                && !command.getArguments().containsKey("reportId")) {
            throw caller.outside("the order names a finding or a report that lies outside, or is not known here");
        }
    }

    /// Whether every finding and report that an order names is known and lies within.
    private boolean papersWithin(Caller caller, Map<String, String> arguments) {
        String reportId = arguments.get("reportId");
        String agencyId = arguments.get("agencyId");
        return Arrays.stream(arguments.getOrDefault("findingId", "").split("[,\\s]+")).filter(id -> !id.isEmpty())
                .allMatch(id -> model.finding(id).filter(finding -> incidents.showsOwn(caller,
                        finding.getAgencyId(), finding.getIncidentId())).isPresent())
                && (reportId == null || agencyId == null
                        || model.verdict(agencyId, reportId).filter(verdict -> incidents
                                .showsOwn(caller, verdict.getAgencyId(), verdict.getIncidentId())).isPresent());
    }

    private Command command(JsonNode body, String incidentId, Caller caller) {
        if (!body.isObject()) {
            refuse(List.of(new Refusal(RejectReason.WRONG_TYPE, null,
                    "must be one JSON object with an action; send orders one by one")));
        }
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        body.properties().forEach(field -> {
            if (FIELDS.contains(field.getKey())) {
                whole.set(field.getKey(), field.getValue());
            } else {
                whole.set("unknown: " + field.getKey(), field.getValue());
            }
        });
        if (body.path("commandId").isMissingNode() || body.path("commandId").isNull()) {
            whole.put("commandId", UUID.randomUUID().toString());
        }
        if (body.path("channel").isMissingNode() || body.path("channel").isNull()) {
            whole.put("channel", "http");
        }
        whole.put("incidentId", incidentId).put("by", caller.passport().subject()).put("at",
                RecordJson.time(clock.instant()));
        JsonReading.Result<Command> read = JsonReading.read(whole, Command.class);
        Command command = read.record();
        if (command == null) {
            refuse(read.refusals());
            throw new IllegalStateException("what cannot be read has a reason");
        }
        return command;
    }

    private static void refuse(List<Refusal> refusals) {
        if (!refusals.isEmpty()) {
            throw new ApiException(422, "refused", refusals.getFirst().getDetail(), refusals);
        }
    }

    /// The desk would refuse it, too; whose the first is, is told only where it may be read.
    private static void reused(CommandOutcome first) {
        String detail = "another order had this id at " + RecordJson.time(first.getArrivedAt())
                + "; give every order an id of its own, or leave commandId out";
        throw new ApiException(409, "id was used", detail,
                List.of(new Refusal(RejectReason.ID_REUSED, "commandId", detail)));
    }

    /// What became of an order. An agency sees its own.
    void outcome(Context request, Caller caller, String commandId) {
        CommandOutcome order = model.order(commandId)
                .filter(known -> (caller.role().mayCommand() || caller.role().maySeeEverything())
                        && incidents.shows(caller, known.getIncidentId())
                        || known.getBy().equals(caller.passport().subject()))
                .orElseThrow(() -> new ApiException(404, "no such order", "no order " + commandId
                        + " is known here: it was never accepted (then the answer to it said why), or another instance"
                        + " took it a moment ago (ask again), or it is too old to be kept here (the topic "
                        + topics.commandOutcomes.name() + " has it), or it is another agency's"));
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("commandId", order.getCommandId())
                .put("state", order.getState().name()).put("action", order.getAction().name())
                .put("incidentId", order.getIncidentId()).put("by", order.getBy()).put("channel", order.getChannel())
                .put("at", RecordJson.time(order.getArrivedAt()))
                .put("decidedAt", order.getDecidedAt() == null ? null : RecordJson.time(order.getDecidedAt()))
                .put("changed", order.getChanged()).put("detail", order.getDetail());
        Refusal first = order.getReasons().isEmpty() ? null : order.getReasons().getFirst();
        json.put("field", first == null ? null : first.getField())
                .put("reason", first == null ? null : first.getReason().name());
        json.set("errors", ApiException.errors(order.getReasons()));
        request.contentType("application/json").result(json.toString());
    }

    /// Refuses before the incident is looked up, so that an agency does not learn from the answer which incidents there
    /// are. Words that are no action are refused here to those who may order but one, below to everybody else.
    private static void mayOrder(Caller caller, String action) {
        boolean known = Arrays.stream(Action.values()).anyMatch(each -> each.name().equals(action));
        if (known ? !caller.role().may(Action.valueOf(action)) : !caller.role().mayCommand()) {
            throw new ApiException(403, "not allowed",
                    "the role " + caller.role() + " may not order " + (known ? action : "that"));
        }
    }
}
