package tocsin.desk;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tocsin.escalation.Signal;
import tocsin.internal.v1.AuthenticatedCommand;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.SeenReport;
import tocsin.internal.v1.Statement;
import tocsin.assessment.Assessment;
import tocsin.assessment.Assessor;
import tocsin.schemas.CanonicalAvro;
import tocsin.model.Sha256;
import tocsin.rules.Words;
import tocsin.v1.Action;
import tocsin.v1.Command;
import tocsin.v1.Confidence;
import tocsin.v1.Incident;
import tocsin.v1.RejectReason;
import tocsin.v1.TimelineKind;

/// An order about an incident, at the desk.
public final class CommandTurn {
    /// The actions a desk carries out; every other is refused with that reason.
    public static final Set<Action> IN_SERVICE = EnumSet.of(Action.ACKNOWLEDGE, Action.CLOSE, Action.ESCALATE,
            Action.NOTE, Action.INSTRUCT, Action.CONFIRM, Action.REFUTE);

    private final DeskTurn turn;
    private final Command command;

    CommandTurn(DeskTurn turn, AuthenticatedCommand authenticated) {
        this.turn = turn;
        this.command = authenticated.getCommand();
    }

    void take() {
        byte[] canonical = CanonicalAvro.bytes(command);
        // Sent again after a lost answer it carries another time, and is the same order.
        String content = Sha256.of(CanonicalAvro.bytes(Command.newBuilder(command).setAt(Instant.EPOCH).build()));
        Optional<SeenReport> seen = turn.stores.seenCommand(turn.desk, command.getCommandId());
        if (seen.isPresent()) {
            if (!seen.get().getContentSha256().equals(content)) {
                turn.reject(command.getBy(), canonical, RejectReason.ID_REUSED, "commandId",
                        "another command had this id before; give every command an id of its own");
            }
            return;
        }
        Optional<IncidentFile> file = turn.stores.incident(command.getIncidentId());
        if (!IN_SERVICE.contains(command.getAction())) {
            turn.reject(command.getBy(), canonical, RejectReason.UNKNOWN_ACTION, "action", command.getAction()
                    + " is not carried out by this release; it carries out " + IN_SERVICE);
        } else if (file.isEmpty()) {
            turn.reject(command.getBy(), canonical, RejectReason.NO_SUCH_INCIDENT, "incidentId",
                    "\"" + command.getIncidentId() + "\" is no incident of desk " + turn.desk);
        } else {
            order(file.get());
        }
        turn.stores.putSeenCommand(turn.desk, command.getCommandId(),
                new SeenReport(content, command.getIncidentId()));
    }

    private void order(IncidentFile file) {
        Paging paging = new Paging(turn);
        switch (command.getAction()) {
            case ACKNOWLEDGE -> {
                event(TimelineKind.ACKNOWLEDGED, "acknowledged");
                paging.signal(file, file, new Signal.Acknowledged(command.getBy()));
            }
            case CLOSE -> {
                event(TimelineKind.CLOSED, "closed");
                paging.signal(file, file, new Signal.Closed(command.getBy()));
            }
            case ESCALATE -> {
                event(TimelineKind.NOTED, "ordered the next level to be told");
                paging.signal(file, file, new Signal.EscalateOrdered(command.getBy()));
            }
            case NOTE -> event(TimelineKind.NOTED, "noted");
            case INSTRUCT -> event(TimelineKind.INSTRUCTED, "instructed (批示)");
            case CONFIRM -> confirm(file, paging);
            case REFUTE -> {
                event(TimelineKind.CONFIDENCE_CHANGED, "refuted");
                turn.keep(file, turn.revised(file, with(file, Confidence.REFUTED)));
            }
            case UNKNOWN, APPROVE, REJECT, RETRACT, SILENCE, MERGE, SPLIT, CORRECT, FORWARD, PUBLISH, USE, ACTIVATE,
                    DECIDE ->
                throw new IllegalStateException(command.getAction() + " was refused before");
        }
    }

    /// A person has verified it: what was doubted is believed, and those are told whom its grade demands.
    private void confirm(IncidentFile file, Paging paging) {
        event(TimelineKind.CONFIDENCE_CHANGED, "confirmed");
        IncidentFile believed = IncidentFile.newBuilder(with(file, Confidence.CONFIRMED))
                .setStatements(file.getStatements().stream()
                        .map(statement -> Statement.newBuilder(statement).setBelieved(true).build()).toList())
                .build();
        Assessment assessment = Assessor.assess(believed.getStatements(), file.getIncident().getCategory(),
                turn.pack.grading());
        IncidentFile graded = IncidentFile.newBuilder(believed)
                .setIncident(Incident.newBuilder(believed.getIncident()).setGrade(assessment.grade())
                        .setGradeReason(assessment.reason()).setCasualties(assessment.casualties()).build())
                .build();
        paging.signal(file, graded,
                new Signal.Evidence(Signal.Ground.REPORT, assessment.grade(), false, new Words("", "")));
    }

    private static IncidentFile with(IncidentFile file, Confidence confidence) {
        return IncidentFile.newBuilder(file)
                .setIncident(Incident.newBuilder(file.getIncident()).setConfidence(confidence).build()).build();
    }

    private void event(TimelineKind kind, String what) {
        String note = command.getNote();
        turn.event(kind, command.getIncidentId(), command.getBy(), null, note == null ? what : what + ": " + note,
                Map.of("channel", command.getChannel(), "commandId", command.getCommandId()));
    }
}
