package tocsin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tocsin.intake.OrderForm;
import tocsin.internal.v1.SpecialReportState;
import tocsin.model.IncidentName;
import tocsin.readmodel.ReadModel;
import tocsin.upward.Signature;
import tocsin.v1.Action;
import tocsin.v1.Command;
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
    private final PackLibrary packs;
    private final InstantSource clock;

    CommandsIn(Topics topics, Publisher publisher, ReadModel model, PackLibrary packs, InstantSource clock) {
        this.topics = topics;
        this.publisher = publisher;
        this.model = model;
        this.packs = packs;
        this.clock = clock;
    }

    void take(Context request, Caller caller) {
        String incidentId = request.pathParam("id");
        JsonNode body = RequestBody.json(RequestBody.bytes(request));
        mayOrder(caller, body.path("action").asText());
        boolean ofDesk = packs.activeDirectory().desks().contains(incidentId);
        boolean ours = IncidentName.parse(incidentId)
                .filter(name -> packs.activeDirectory().desks().contains(name.desk())).isPresent();
        if (!ofDesk && (!ours || model.incident(incidentId).isEmpty())) {
            throw new ApiException(404, "no such incident",
                    incidentId + " is not known here; see GET /api/v1/incidents");
        }
        RequestBody.checkSize(body);
        Instant now = clock.instant();
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        body.properties().forEach(field -> {
            if (FIELDS.contains(field.getKey())) {
                whole.set(field.getKey(), field.getValue());
            } else {
                whole.set("unknown: " + field.getKey(), field.getValue());
            }
        });
        String commandId = body.path("commandId").asText(UUID.randomUUID().toString());
        whole.put("commandId", commandId).put("incidentId", incidentId).put("by", caller.passport().subject())
                .put("channel", body.path("channel").asText("http")).put("at", RecordJson.time(now));
        JsonReading.Result<Command> read = JsonReading.read(whole, Command.class);
        Command command = read.record();
        if (command != null && !commandId.matches("[\\x21-\\x7e]{1,200}")) {
            throw new ApiException(422, "refused", "commandId must be 1 to 200 visible ASCII characters");
        }
        if (command == null) {
            throw new ApiException(422, "refused", read.refusals().getFirst().getDetail(), read.refusals());
        }
        if (!OrderForm.inService().contains(command.getAction())) {
            throw new ApiException(422, "not in service", command.getAction() + " is not carried out by this release",
                    List.of(new Refusal(RejectReason.UNKNOWN_ACTION, "action",
                            "must be one of " + OrderForm.inService())));
        }
        if (ofDesk && !OrderForm.ABOUT_PAPERS.contains(command.getAction())) {
            throw new ApiException(422, "refused", command.getAction() + " is about an incident; name one",
                    List.of(new Refusal(RejectReason.NO_SUCH_INCIDENT, "incidentId",
                            "a desk alone takes " + OrderForm.ABOUT_PAPERS)));
        }
        if (command.getAction() == Action.FORWARD && command.getArguments().containsKey("sign")) {
            mayStillBeSigned(command);
        }
        publisher.send(topics.commands, incidentId, command, caller.passport()).arrivedAt();
        request.status(202).contentType("application/json")
                .result(JsonNodeFactory.instance.objectNode().put("commandId", commandId).toString());
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

    /// Tells at once what the desk would refuse, so that nobody takes for sent what was not. The desk decides: what this
    /// instance has not read yet is no objection here.
    private void mayStillBeSigned(Command command) {
        String number = command.getArguments().getOrDefault("sign", "");
        String revision = command.getArguments().getOrDefault("revision", "");
        Optional<Integer> known = revision.matches("[0-9]{1,6}")
                ? Optional.of(Integer.valueOf(revision))
                : Optional.empty();
        model.specialReports(command.getIncidentId()).stream()
                .filter(kept -> kept.getState() == SpecialReportState.DRAFTED)
                .filter(kept -> number.equals(Integer.toString(kept.getReport().getNumber())))
                .flatMap(kept -> model.incident(command.getIncidentId())
                        .filter(incident -> incident.getRevision() >= kept.getReport().getRevision())
                        .flatMap(incident -> Signature.objection(kept.getReport(), incident, command.getBy(), known))
                        .stream())
                .findFirst().ifPresent(objection -> {
                    throw new ApiException(422, "not signed", objection.detail(), List.of(
                            new Refusal(RejectReason.INVALID_VALUE, objection.field(), objection.detail())));
                });
    }
}
