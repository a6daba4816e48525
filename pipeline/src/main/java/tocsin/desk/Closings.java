package tocsin.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tocsin.escalation.Signal;
import tocsin.internal.v1.Closing;
import tocsin.internal.v1.EscalationPhase;
import tocsin.internal.v1.IncidentFile;
import tocsin.model.Grades;
import tocsin.model.SecondPerson;
import tocsin.model.Tolls;
import tocsin.rules.ClosingRules;
import tocsin.rules.ClosingRules.NewHarm;
import tocsin.v1.Action;
import tocsin.v1.Command;
import tocsin.v1.Grade;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;
import tocsin.v1.NotifyReason;
import tocsin.v1.TimelineKind;

/// The close of an incident: ordered, where the pack asks for it approved by a second person, and taking effect ten seconds
/// later. Until then the incident is as it was, nobody hears an all-clear, and any news or one order takes the close back.
public final class Closings {
    /// How long an ordered close can be taken back, of the desk's time.
    public static final Duration TAKEN_BACK_WITHIN = Duration.ofSeconds(10);

    private final DeskTurn turn;

    Closings(DeskTurn turn) {
        this.turn = turn;
    }

    /// Whether this change of a closed incident is new harm by which the pack opens it again.
    static boolean reopens(ClosingRules rules, Incident was, Incident is) {
        Set<NewHarm> harm = rules.reopensOn();
        return was.getState() == IncidentState.CLOSED
                && (harm.contains(NewHarm.GRADE) && Grades.gravity(is.getGrade()) > Grades.gravity(was.getGrade())
                        || harm.contains(NewHarm.DEATH) && Tolls.moreDead(was.getCasualties(), is.getCasualties())
                        || harm.contains(NewHarm.RISE) && hasNewHarm(was, is));
    }

    /// Whether a figure or the grade is higher than before.
    static boolean hasNewHarm(Incident was, Incident is) {
        return Tolls.rises(was.getCasualties(), is.getCasualties())
                || Grades.gravity(is.getGrade()) > Grades.gravity(was.getGrade());
    }

    /// The grade by which it is closed: what a person lowered by an order is closed as what it was before.
    static @Nullable Grade closedAs(IncidentFile file) {
        Grade before = file.getRuling() == null ? null : file.getRuling().getGradeBefore();
        return Grades.graver(file.getIncident().getGrade(), before);
    }

    /// Whether a close will take effect by itself: it waits for no second person.
    static boolean isUnderWay(IncidentFile file) {
        return file.getClosing() != null && file.getClosing().getUntil() != null;
    }

    /// Why this incident cannot be closed by this order, or empty. Grades I and II, and what nobody has acknowledged, are
    /// closed with a reason.
    private static Optional<String> objection(IncidentFile file, @Nullable String note) {
        boolean grave = Grades.isGrave(closedAs(file));
        boolean unanswered = file.getEscalation().getAcknowledgedBy() == null;
        return (note == null || note.isBlank()) && (grave || unanswered)
                ? Optional.of(grave
                        ? "grade I or II is closed with a note: say why"
                        : "nobody has acknowledged it, so its close needs a note: say why")
                : Optional.empty();
    }

    /// Carries out an order to close.
    void order(IncidentFile file, Command command) {
        Incident incident = file.getIncident();
        Optional<String> objection = objection(file, command.getNote());
        if (incident.getState() == IncidentState.CLOSED) {
            event(TimelineKind.CLOSED, incident, command.getBy(), "closed before", command.getCommandId());
        } else if (file.getClosing() != null && !isBegunByNobody(file.getClosing(), command)) {
            event(TimelineKind.CLOSING, incident, command.getBy(), "its close was ordered before, by "
                    + file.getClosing().getBy(), command.getCommandId());
        } else if (objection.isPresent()) {
            turn.reject(command, "note", objection.get());
        } else if (closedAs(file) != null && turn.pack.closing().secondPersonFrom().contains(closedAs(file))) {
            Closing closing = new Closing(command.getCommandId(), command.getBy(), command.getNote(), turn.now, null,
                    null);
            event(TimelineKind.PROPOSED, incident, command.getBy(),
                    said("its close waits for a second person", command.getNote()), command.getCommandId());
            turn.keep(file, IncidentFile.newBuilder(file).setClosing(closing).build());
        } else {
            begin(file, new Closing(command.getCommandId(), command.getBy(), command.getNote(), turn.now, null,
                    turn.now.plus(TAKEN_BACK_WITHIN)));
        }
    }

    /// Whether a person orders now what a key ordered that belongs to nobody, and so could never be approved.
    private boolean isBegunByNobody(Closing closing, Command command) {
        return closing.getUntil() == null && !SecondPerson.isPerson(closing.getBy(), this::isPerson)
                && SecondPerson.isPerson(command.getBy(), this::isPerson);
    }

    private boolean isPerson(String id) {
        return turn.directory.officials().containsKey(id);
    }

    /// Carries out a second person's word on an ordered close.
    void decided(IncidentFile file, Command decision) {
        Closing closing = file.getClosing();
        Optional<SecondPerson.Objection> notTwo = closing == null ? Optional.empty()
                : SecondPerson.objection(closing.getBy(), decision.getBy(), this::isPerson);
        if (closing == null || closing.getUntil() != null
                || !closing.getCommandId().equals(decision.getArguments().get("commandId"))) {
            turn.reject(decision, "arguments.commandId", "names no close that waits for a second person");
        } else if (decision.getAction() == Action.REJECT) {
            event(TimelineKind.REJECTED, file.getIncident(), decision.getBy(),
                    said("its close was not approved", decision.getNote()), decision.getCommandId());
            turn.keep(file, dropped(file));
        } else if (notTwo.isPresent()) {
            turn.reject(decision, null, notTwo.get() == SecondPerson.Objection.SAME_PERSON
                    ? "who ordered the close may not approve it; a second person must"
                    : notTwo.get().inWords(closing.getBy(), decision.getBy()));
        } else {
            event(TimelineKind.APPROVED, file.getIncident(), decision.getBy(),
                    said("approved its close", decision.getNote()), decision.getCommandId());
            begin(file, Closing.newBuilder(closing).setApprovedBy(decision.getBy())
                    .setUntil(turn.now.plus(TAKEN_BACK_WITHIN)).build());
        }
    }

    private void begin(IncidentFile file, Closing closing) {
        Instant until = closing.getUntil();
        event(TimelineKind.CLOSING, file.getIncident(), closing.getBy(),
                said("closes at " + until + " unless it is taken back", closing.getNote()), closing.getCommandId());
        turn.keep(file, turn.revised(file, IncidentFile.newBuilder(file).setClosing(closing)
                .setIncident(Incident.newBuilder(file.getIncident()).setClosingAt(until).build()).build()));
    }

    /// The incident with its close taken back because something new came; the same incident where none was under way.
    ///
    /// @param by who or what brought the news
    IncidentFile takenBack(IncidentFile file, String by, String why) {
        if (file.getClosing() == null) {
            return file;
        }
        event(TimelineKind.REOPENED, file.getIncident(), by, "its close is taken back: " + why,
                file.getClosing().getCommandId());
        return dropped(file);
    }

    /// The incident without an ordered close.
    static IncidentFile dropped(IncidentFile file) {
        return IncidentFile.newBuilder(file).setClosing(null)
                .setIncident(Incident.newBuilder(file.getIncident()).setClosingAt(null).build()).build();
    }

    /// Carries out an order to go on with an incident that is closed, or about to be.
    void reopen(IncidentFile file, Command command) {
        if (file.getClosing() != null) {
            turn.keep(file, takenBack(file, command.getBy(), said("ordered", command.getNote())));
        } else if (file.getEscalation().getPhase() == EscalationPhase.CLOSED) {
            event(TimelineKind.NOTED, file.getIncident(), command.getBy(), said("ordered to go on with it",
                    command.getNote()), command.getCommandId());
            new Paging(turn).signal(file, file,
                    new Signal.Reopened(command.getBy(), turn.pack.pagingGrade(file.getIncident().getGrade(),
                            file.getSensitive())));
        } else {
            turn.reject(command, null,
                    "the incident is open, and no close of it is under way; there is nothing to take back");
        }
    }

    /// Closes an incident whose time to be taken back is over: boards go dark, and everybody who was told is told so.
    void takeEffect(IncidentFile file) {
        Closing closing = file.getClosing();
        event(TimelineKind.CLOSED, file.getIncident(), closing.getBy(), said("closed", closing.getNote()),
                closing.getCommandId());
        IncidentFile ended = Acts.with(dropped(file), TimelineKind.CLOSED, closing.getBy(), closing.getNote(),
                turn.now);
        IncidentFile cleared = new BoardDrafts(turn).cleared(new RegradingTurn(turn).closed(ended),
                NotifyReason.ALL_CLEAR, closing.getBy());
        IncidentFile kept = new Paging(turn).signal(file, new DutyTurn(turn).close(cleared),
                new Signal.Closed(closing.getBy()));
        new PerhapsSame(turn).forget(kept.getIncident());
    }

    private static String said(String what, @Nullable String note) {
        return note == null || note.isBlank() ? what : what + ": " + note;
    }

    private void event(TimelineKind kind, Incident incident, String by, String reason, String commandId) {
        turn.event(kind, incident.getIncidentId(), by, null, reason, new TreeMap<>(Map.of("commandId", commandId)));
    }
}
