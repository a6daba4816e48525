package tocsin.desk;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tocsin.escalation.Signal;
import tocsin.intake.Role;
import tocsin.internal.v1.AuthenticatedCommand;
import tocsin.internal.v1.EscalationPhase;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.SeenReport;
import tocsin.internal.v1.Statement;
import tocsin.assessment.Assessment;
import tocsin.assessment.Assessor;
import tocsin.schemas.CanonicalAvro;
import tocsin.model.Grades;
import tocsin.model.Sha256;
import tocsin.rules.Words;
import tocsin.v1.Action;
import tocsin.v1.Command;
import tocsin.v1.Confidence;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;
import tocsin.v1.NotifyReason;
import tocsin.v1.RejectReason;
import tocsin.v1.TimelineKind;

/// An order about an incident, at the desk.
public final class CommandTurn {
    /// The actions a desk carries out; every other is refused with that reason.
    public static final Set<Action> IN_SERVICE = EnumSet.of(Action.ACKNOWLEDGE, Action.CLOSE, Action.ESCALATE,
            Action.NOTE, Action.INSTRUCT, Action.CONFIRM, Action.REFUTE, Action.APPROVE, Action.REJECT,
            Action.PUBLISH, Action.RETRACT, Action.FORWARD, Action.DECIDE, Action.APPEAL, Action.USE,
            Action.MERGE, Action.SPLIT);

    /// The actions about findings and reports, which need no incident.
    public static final Set<Action> ABOUT_PAPERS = EnumSet.of(Action.DECIDE, Action.APPEAL, Action.USE);

    private final DeskTurn turn;
    private final Command command;
    private final Role role;

    CommandTurn(DeskTurn turn, AuthenticatedCommand authenticated) {
        this(turn, authenticated.getCommand(), Role.valueOf(authenticated.getRole()));
    }

    private CommandTurn(DeskTurn turn, Command command, Role role) {
        this.turn = turn;
        this.command = command;
        this.role = role;
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
        Optional<IncidentFile> file = meant();
        if (!IN_SERVICE.contains(command.getAction())) {
            turn.reject(command.getBy(), canonical, RejectReason.UNKNOWN_ACTION, "action", command.getAction()
                    + " is not carried out by this release; it carries out " + IN_SERVICE);
        } else if (ABOUT_PAPERS.contains(command.getAction())) {
            Optional<String> objection = objection(null);
            if (objection.isPresent()) {
                turn.reject(command.getBy(), canonical, RejectReason.UNAUTHORISED, "action", objection.get());
            } else {
                new DecisionTurn(turn, command).take();
            }
        } else if (file.isEmpty()) {
            turn.reject(command.getBy(), canonical, RejectReason.NO_SUCH_INCIDENT, "incidentId",
                    "\"" + command.getIncidentId() + "\" is no incident of desk " + turn.desk);
        } else {
            Optional<String> objection = objection(file.get().getIncident());
            if (objection.isPresent()) {
                turn.reject(command.getBy(), canonical, RejectReason.UNAUTHORISED, "action", objection.get());
            } else {
                String standing = file.get().getIncident().getIncidentId();
                new CommandTurn(turn, Command.newBuilder(command).setIncidentId(standing).build(), role)
                        .order(file.get());
            }
        }
        turn.stores.putSeenCommand(turn.desk, command.getCommandId(),
                new SeenReport(content, command.getIncidentId()));
    }

    /// The incident it is about: of one that was merged, the one it was merged into, unless it is about what the merged
    /// one keeps.
    private Optional<IncidentFile> meant() {
        Optional<IncidentFile> named = turn.stores.incident(command.getIncidentId());
        boolean kept = switch (command.getAction()) {
            case MERGE, SPLIT -> true;
            case FORWARD -> named.filter(file -> !file.getSpecialReports().isEmpty()).isPresent();
            default -> false;
        };
        return kept ? named : named.flatMap(turn.stores::standing);
    }

    /// Why this person may not order this in this way, or empty.
    private Optional<String> objection(@Nullable Incident incident) {
        if (!role.may(command.getAction())) {
            return Optional.of("the role " + role + " may not order " + command.getAction());
        }
        boolean bySms = "sms".equalsIgnoreCase(command.getChannel());
        boolean isWeighty = command.getAction() == Action.APPROVE
                || command.getAction() == Action.CLOSE && incident != null && Grades.isGrave(incident.getGrade())
                || command.getAction() == Action.DECIDE;
        return bySms && isWeighty
                ? Optional.of("an SMS may not approve, decide, nor close grade I or II; do it at the desk")
                : Optional.empty();
    }

    private void order(IncidentFile stored) {
        IncidentFile file = Acts.of(command.getAction())
                .map(kind -> Acts.with(stored, kind, command.getBy(), command.getNote(), turn.now)).orElse(stored);
        Paging paging = new Paging(turn);
        switch (command.getAction()) {
            case ACKNOWLEDGE -> {
                event(TimelineKind.ACKNOWLEDGED, "acknowledged");
                paging.signal(file, file, new Signal.Acknowledged(command.getBy()));
            }
            case CLOSE -> {
                event(TimelineKind.CLOSED, "closed");
                IncidentFile cleared = new BoardDrafts(turn).cleared(new RegradingTurn(turn).closed(file),
                        NotifyReason.ALL_CLEAR, command.getBy());
                paging.signal(file, file.getIncident().getState() == IncidentState.CLOSED
                        ? cleared
                        : new DutyTurn(turn).close(cleared), new Signal.Closed(command.getBy()));
            }
            case ESCALATE -> {
                event(TimelineKind.NOTED, "ordered the next level to be told");
                paging.signal(file, file, new Signal.EscalateOrdered(command.getBy()));
            }
            case NOTE -> event(TimelineKind.NOTED, "noted");
            case INSTRUCT -> {
                if (new DecisionTurn(turn, command).instruct()) {
                    turn.keep(stored, file);
                }
            }
            case CONFIRM -> confirm(file, paging);
            case REFUTE -> {
                event(TimelineKind.CONFIDENCE_CHANGED, "refuted");
                borneOut(file, false);
                turn.keep(file, turn.revised(file, new BoardDrafts(turn).cleared(with(file, Confidence.REFUTED),
                        NotifyReason.RETRACTED, command.getBy())));
            }
            case RETRACT -> retract(file, paging);
            case FORWARD -> new ForwardTurn(turn, command, role).take(file);
            case PUBLISH, APPROVE, REJECT -> new PublishTurn(turn, command).take(file);
            case MERGE, SPLIT -> new MergeTurn(turn, command).take(file);
            case UNKNOWN, SILENCE, CORRECT, USE, ACTIVATE, DECIDE, APPEAL ->
                throw new IllegalStateException(command.getAction() + " was refused before");
        }
    }

    /// One person is enough to take back what was wrong: every board goes dark, and everybody who was told is told so.
    private void retract(IncidentFile file, Paging paging) {
        boolean again = file.getEscalation().getPhase() == EscalationPhase.CLOSED
                && file.getIncident().getConfidence() == Confidence.REFUTED;
        event(TimelineKind.RETRACTED, again ? "retracted before" : "retracted");
        if (!again) {
            borneOut(file, false);
            IncidentFile refuted = new DutyTurn(turn).retract(with(file, Confidence.REFUTED));
            paging.signal(file, new BoardDrafts(turn).cleared(refuted, NotifyReason.RETRACTED, command.getBy()),
                    new Signal.Retracted(command.getBy()));
        }
    }

    /// What was confirmed or refuted moves the trust in those who reported it, once.
    private void borneOut(IncidentFile file, boolean borneOut) {
        new TrustIndex(turn).settle(file.getStatements(), borneOut, file.getIncident().getIncidentId());
    }

    /// A person has verified it: what was doubted is believed, and those are told whom its grade demands.
    private void confirm(IncidentFile file, Paging paging) {
        event(TimelineKind.CONFIDENCE_CHANGED, "confirmed");
        borneOut(file, true);
        IncidentFile believed = IncidentFile.newBuilder(with(file, Confidence.CONFIRMED))
                .setStatements(file.getStatements().stream()
                        .map(statement -> Statement.newBuilder(statement).setBelieved(true).build()).toList())
                .build();
        Assessment assessment = Assessor.assess(believed.getStatements(), file.getIncident().getCategory(),
                file.getIncident().getType(), file.getOccurredAt(), turn.pack.grading());
        IncidentFile graded = IncidentFile.newBuilder(believed)
                .setIncident(assessment.of(believed.getIncident()).build()).build();
        IncidentFile paged = paging.signal(file, new DutyTurn(turn).grade(graded), new Signal.Evidence(
                Signal.Ground.REPORT, turn.pack.pagingGrade(assessment.grade(), file.getSensitive()), false,
                new Words("", "")));
        new BoardDrafts(turn).propose(paged, Optional.empty());
    }

    private IncidentFile with(IncidentFile file, Confidence confidence) {
        return IncidentFile.newBuilder(file).setRuled(confidence).setRuledAt(turn.now)
                .setIncident(Incident.newBuilder(file.getIncident()).setConfidence(confidence)
                        .setConfidenceReason(command.getBy() + " has "
                                + (confidence == Confidence.CONFIRMED ? "confirmed" : "refuted") + " it")
                        .build())
                .build();
    }

    private void event(TimelineKind kind, String what) {
        String note = command.getNote();
        turn.event(kind, command.getIncidentId(), command.getBy(), null, note == null ? what : what + ": " + note,
                Map.of("channel", command.getChannel(), "commandId", command.getCommandId()));
    }
}
