package tocsin.desk;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.escalation.Signal;
import tocsin.intake.OrderForm;
import tocsin.intake.Role;
import tocsin.internal.v1.AuthenticatedCommand;
import tocsin.internal.v1.EscalationPhase;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.SeenReport;
import tocsin.internal.v1.OfficialAlert;
import tocsin.internal.v1.Statement;
import tocsin.assessment.Assessment;
import tocsin.assessment.Assessor;
import tocsin.rules.Words;
import tocsin.v1.Action;
import tocsin.v1.Command;
import tocsin.v1.Confidence;
import tocsin.v1.Incident;
import tocsin.v1.NotifyReason;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.v1.TimelineKind;

/// An order about an incident, at the desk.
public final class CommandTurn {
    private final DeskTurn turn;
    private final Command command;
    private final Role role;

    private final Instant arrivedAt;

    CommandTurn(DeskTurn turn, AuthenticatedCommand authenticated) {
        this(turn, authenticated.getCommand(), Role.valueOf(authenticated.getRole()), authenticated.getArrivedAt());
    }

    private CommandTurn(DeskTurn turn, Command command, Role role, Instant arrivedAt) {
        this.turn = turn;
        this.command = command;
        this.role = role;
        this.arrivedAt = arrivedAt;
    }

    /// Carries the order out, or refuses it, and says at one point what became of it. The same order again changes
    /// nothing: what became of the first stands.
    void take() {
        String content = OrderOutcome.contentSha256(command);
        Optional<SeenReport> seen = turn.stores.seenCommand(turn.desk, command.getCommandId());
        if (seen.filter(first -> first.getContentSha256().equals(content)).isPresent()) {
            return;
        }
        turn.isOfOrder(command);
        Optional<IncidentFile> file = meant();
        if (seen.isPresent()) {
            refuse(file, RejectReason.ID_REUSED, "commandId",
                    "another command had this id before; give every command an id of its own");
        } else {
            decide(file);
            turn.stores.putSeenCommand(turn.desk, command.getCommandId(),
                    new SeenReport(content, command.getIncidentId()));
        }
        turn.put(OrderOutcome.of(turn, command, arrivedAt, file.orElse(null)));
    }

    private void decide(Optional<IncidentFile> file) {
        boolean aboutPapers = OrderForm.ABOUT_PAPERS.contains(command.getAction());
        List<Refusal> refusals = OrderForm.refusals(command, role);
        Optional<String> objection = objection();
        if (objection.isPresent()) {
            refuse(file, RejectReason.UNAUTHORISED, "action", objection.get());
        } else if (!refusals.isEmpty()) {
            turn.reject(command, named(file), refusals, papers());
        } else if (aboutPapers) {
            new DecisionTurn(turn, command).take();
        } else if (file.isEmpty()) {
            refuse(file, RejectReason.NO_SUCH_INCIDENT, "incidentId",
                    "\"" + command.getIncidentId() + "\" is no incident of desk " + turn.desk
                            + "; GET /api/v1/incidents lists them");
        } else {
            String standing = file.get().getIncident().getIncidentId();
            new CommandTurn(turn, Command.newBuilder(command).setIncidentId(standing).build(), role, arrivedAt)
                    .order(file.get());
        }
    }

    private void refuse(Optional<IncidentFile> file, RejectReason reason, String field, String detail) {
        turn.reject(command, named(file), reason, field, detail, papers());
    }

    private static @Nullable String named(Optional<IncidentFile> file) {
        return file.map(known -> known.getIncident().getIncidentId()).orElse(null);
    }

    /// The finding a refusal is about, whose decisions tell of it.
    private Map<String, String> papers() {
        String finding = command.getArguments().get("findingId");
        return finding == null ? Map.of() : Map.of("findingId", finding);
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
    private Optional<String> objection() {
        if (!role.may(command.getAction())) {
            return Optional.of("the role " + role + " may not order " + command.getAction());
        }
        boolean bySms = "sms".equalsIgnoreCase(command.getChannel());
        boolean isWeighty = command.getAction() == Action.APPROVE
                || command.getAction() == Action.CLOSE || command.getAction() == Action.CORRECT
                || command.getAction() == Action.DECIDE;
        return bySms && isWeighty
                ? Optional.of("an SMS may not approve, decide, correct nor close; do it at the desk")
                : Optional.empty();
    }

    private void order(IncidentFile stored) {
        IncidentFile file = Acts.of(command.getAction())
                .map(kind -> Acts.with(stored, kind, command.getBy(), command.getNote(), turn.now)).orElse(stored);
        Paging paging = new Paging(turn);
        Closings closings = new Closings(turn);
        switch (command.getAction()) {
            case ACKNOWLEDGE -> {
                event(TimelineKind.ACKNOWLEDGED, "acknowledged");
                paging.signal(file, file, new Signal.Acknowledged(command.getBy()));
            }
            case CLOSE -> closings.order(file, command);
            case REOPEN -> closings.reopen(file, command);
            case CORRECT -> {
                Correcting correcting = new Correcting(turn, command);
                correcting.objection().ifPresentOrElse(refusal -> turn.reject(command,
                        command.getIncidentId(), List.of(refusal), Map.of()), () -> correcting.take(file));
            }
            case ESCALATE -> {
                event(TimelineKind.NOTED, "ordered the next level to be told");
                paging.signal(file, closings.takenBack(file, command.getBy(), "the next level is to be told"),
                        new Signal.EscalateOrdered(command.getBy()));
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
            case APPROVE, REJECT -> {
                if (command.getArguments().containsKey("commandId")) {
                    closings.decided(file, command);
                } else {
                    new PublishTurn(turn, command).take(file);
                }
            }
            case PUBLISH -> new PublishTurn(turn, command).take(file);
            case MERGE, SPLIT -> new MergeTurn(turn, command).take(file);
            case UNKNOWN, SILENCE, USE, ACTIVATE, DECIDE, APPEAL ->
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
            IncidentFile refuted = new DutyTurn(turn).retract(with(Closings.dropped(file), Confidence.REFUTED));
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
                .setAlerts(file.getAlerts().stream()
                        .map(alert -> OfficialAlert.newBuilder(alert).setBelieved(true).build()).toList())
                .build();
        Assessment assessment = IncidentGrade.standing(file.getIncident(),
                Assessor.assess(believed, turn.pack.grading()), false);
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
