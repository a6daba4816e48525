package tocsin.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tocsin.fanout.BoardFanout;
import tocsin.internal.v1.BoardDraft;
import tocsin.internal.v1.BoardDraftState;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.OfficialAlert;
import tocsin.internal.v1.Statement;
import tocsin.model.Grades;
import tocsin.model.OfficialAlerts;
import tocsin.rules.BoardRule;
import tocsin.rules.BoardTemplate;
import tocsin.rules.TimelinessRule.DeskAct;
import tocsin.rules.Words;
import tocsin.rules.directory.Board;
import tocsin.v1.Confidence;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;
import tocsin.v1.Location;
import tocsin.v1.NotifyReason;
import tocsin.v1.Status;
import tocsin.v1.TimelineKind;

/// An incident's messages for display boards within a turn: proposed, approved, shown, cleared.
final class BoardDrafts {
    /// What stands for the rule where somebody proposed the message.
    private static final String OF_SOMEBODY = "PUBLISH";

    private final DeskTurn turn;
    private final BoardFanout fanout;

    BoardDrafts(DeskTurn turn) {
        this.turn = turn;
        this.fanout = new BoardFanout(turn.pack, turn.directory, turn.now);
    }

    /// Keeps this incident with what the pack's rules propose for it now: shown at once where the pack names the source,
    /// else waiting, with the pack's audiences asked.
    ///
    /// @param proven the agency whose report is the cause, if its sender has proven to be that agency
    void propose(IncidentFile file, Optional<String> proven) {
        IncidentFile proposed = proposed(file, proven);
        if (proposed.getBoardDrafts().size() != file.getBoardDrafts().size()) {
            turn.keep(file, proposed);
        }
    }

    private IncidentFile proposed(IncidentFile file, Optional<String> proven) {
        Incident incident = file.getIncident();
        IncidentFile proposed = file;
        for (BoardRule rule : turn.pack.boards().rules()) {
            boolean applies = incident.getState() != IncidentState.CLOSED
                    && incident.getConfidence() != Confidence.REFUTED && incident.getType() != null
                    && rule.types().contains(incident.getType())
                    && incident.getGrade() != null
                    && Grades.gravity(incident.getGrade()) >= Grades.gravity(rule.gradeAtLeast())
                    && (incident.getStatus() == Status.ACTUAL || incident.getStatus() == Status.EXERCISE)
                    && (file.getStatements().stream().anyMatch(Statement::getBelieved)
                            || OfficialAlerts.standing(file).stream().anyMatch(OfficialAlert::getBelieved))
                    && proposed.getBoardDrafts().stream().noneMatch(draft -> stands(draft, rule));
            List<String> boards = applies ? boards(incident, rule) : List.of();
            BoardTemplate template = turn.pack.boards().templates().get(rule.template());
            if (!boards.isEmpty() && template != null) {
                boolean named = proven.filter(rule.withoutApproval()::contains).isPresent();
                BoardDraft draft = draft(proposed, rule.provenance().id(), template.id(), boards, "desk");
                proposed = named
                        ? show(with(proposed, draft), draft, "pack:" + rule.provenance().id())
                        : ask(with(proposed, draft), draft);
            }
        }
        return proposed;
    }

    /// Whether somebody proposed this message, and no rule of the pack.
    static boolean isOfSomebody(BoardDraft draft) {
        return draft.getRule().equals(OF_SOMEBODY);
    }

    /// The incident with a message proposed by a person; another person must approve it.
    IncidentFile published(IncidentFile file, String template, List<String> boards, String by) {
        BoardDraft draft = draft(file, OF_SOMEBODY, template, boards, by);
        return ask(with(file, draft), draft);
    }

    /// The message that waits under this number; without a number the only one that waits.
    Optional<BoardDraft> waiting(IncidentFile file, @Nullable String number) {
        List<BoardDraft> waiting = file.getBoardDrafts().stream()
                .filter(draft -> draft.getState() == BoardDraftState.PROPOSED)
                .filter(draft -> number == null || number.equals(Integer.toString(draft.getNumber()))).toList();
        return waiting.size() == 1 ? Optional.of(waiting.getFirst()) : Optional.empty();
    }

    IncidentFile approved(IncidentFile file, BoardDraft draft, String by) {
        return show(file, draft, by);
    }

    IncidentFile rejected(IncidentFile file, BoardDraft draft, String by) {
        event(TimelineKind.REJECTED, file, by, "message " + draft.getNumber() + " for boards " + draft.getBoards()
                + " was not approved", draft);
        return with(file, draft.getNumber(),
                waits -> BoardDraft.newBuilder(waits).setState(BoardDraftState.REJECTED).setDecidedBy(by).build());
    }

    /// The incident with every board it was shown on made dark, and nothing waiting.
    IncidentFile cleared(IncidentFile file, NotifyReason reason, String by) {
        IncidentFile cleared = file;
        for (BoardDraft draft : file.getBoardDrafts()) {
            switch (draft.getState()) {
                case PROPOSED -> cleared = rejected(cleared, draft, by);
                case SHOWN -> cleared = dark(cleared, draft, reason, by);
                case REJECTED, CLEARED, UNKNOWN -> {
                }
            }
        }
        return cleared;
    }

    /// The incident without what its grade does not bear any more: what a rule of the pack proposed from a graver grade on is
    /// taken off its boards, or not waited for.
    IncidentFile fitting(IncidentFile file) {
        IncidentFile fitting = file;
        for (BoardDraft draft : file.getBoardDrafts()) {
            boolean bears = turn.pack.boards().rules().stream()
                    .filter(rule -> rule.provenance().id().equals(draft.getRule()))
                    .allMatch(rule -> Grades.gravity(file.getIncident().getGrade()) >= Grades
                            .gravity(rule.gradeAtLeast()));
            if (!bears && draft.getState() == BoardDraftState.SHOWN) {
                fitting = dark(fitting, draft, NotifyReason.ALL_CLEAR, "desk");
            } else if (!bears && draft.getState() == BoardDraftState.PROPOSED) {
                fitting = rejected(fitting, draft, "desk");
            }
        }
        return fitting;
    }

    /// The incident, which is kept, with what stands on boards shown until the end of its alerts, where that has moved.
    IncidentFile prolonged(IncidentFile file) {
        IncidentFile prolonged = file;
        for (BoardDraft draft : file.getBoardDrafts()) {
            BoardTemplate template = turn.pack.boards().templates().get(draft.getTemplate());
            boolean shown = OfficialAlerts.isAlone(file) && draft.getState() == BoardDraftState.SHOWN
                    && draft.getUntil() != null && draft.getUntil().isAfter(turn.now);
            if (shown && template != null
                    && !OfficialAlerts.noLater(turn.now.plus(template.shownFor()), file).equals(draft.getUntil())) {
                // Of one incident and template a board shows the newest, so the old message needs no taking off.
                IncidentFile replaced = with(prolonged, draft.getNumber(), old -> BoardDraft.newBuilder(old)
                        .setState(BoardDraftState.CLEARED).setUntil(null).build());
                BoardDraft again = draft(replaced, draft.getRule(), draft.getTemplate(), draft.getBoards(),
                        draft.getProposedBy());
                prolonged = show(with(replaced, again), again,
                        Objects.requireNonNullElse(draft.getDecidedBy(), "desk"));
            }
        }
        return prolonged.equals(file) ? file : turn.keep(file, prolonged);
    }

    private IncidentFile dark(IncidentFile file, BoardDraft draft, NotifyReason reason, String by) {
        for (String id : draft.getBoards()) {
            Board board = turn.directory.boards().get(id);
            if (board != null) {
                turn.put(fanout.clear(draft.getTemplate(), draft.getNumber(), file, board, reason));
            }
            turn.tells().cleared(id, file.getIncident().getIncidentId());
        }
        event(TimelineKind.BOARD, file, by, "boards " + draft.getBoards() + " go dark: " + reason, draft);
        return with(file, draft.getNumber(), shown -> BoardDraft.newBuilder(shown).setState(BoardDraftState.CLEARED)
                .setDecidedBy(by).setUntil(null).build());
    }

    private IncidentFile show(IncidentFile file, BoardDraft draft, String by) {
        BoardTemplate template = turn.pack.boards().templates().get(draft.getTemplate());
        if (template == null) {
            return rejected(file, draft, "desk");
        }
        for (String id : draft.getBoards()) {
            Board board = turn.directory.boards().get(id);
            if (board != null) {
                turn.put(fanout.show(template, draft.getNumber(), file, board));
                turn.tells().shown(id, file.getIncident().getIncidentId());
            }
        }
        event(TimelineKind.APPROVED, file, by, "message " + draft.getNumber() + " (" + draft.getTemplate()
                + ") is shown on boards " + draft.getBoards(), draft);
        IncidentFile shown = with(file, draft.getNumber(), waits -> BoardDraft.newBuilder(waits)
                .setState(BoardDraftState.SHOWN).setDecidedBy(by)
                .setUntil(OfficialAlerts.noLater(turn.now.plus(template.shownFor()), file)).build());
        return draft.getBoards().stream().anyMatch(id -> informs(id, file))
                ? new DutyTurn(turn).act(shown, DeskAct.PUBLISH)
                : shown;
    }

    /// The incident after a board that shows something about it came into contact again: only now does the public see it.
    IncidentFile inContact(IncidentFile file, String board) {
        return file.getBoardDrafts().stream().anyMatch(draft -> draft.getState() == BoardDraftState.SHOWN
                && draft.getBoards().contains(board)) && informs(board, file)
                        ? new DutyTurn(turn).act(file, DeskAct.PUBLISH)
                        : file;
    }

    /// Whether what is shown on this board informs the public: a board that people see and that is in contact. In an
    /// exercise every board does.
    private boolean informs(String id, IncidentFile file) {
        Board board = turn.directory.boards().get(id);
        return board != null && !turn.tells().isLost(id)
                && (board.open() || file.getIncident().getStatus() == Status.EXERCISE);
    }

    private IncidentFile ask(IncidentFile file, BoardDraft draft) {
        event(TimelineKind.PROPOSED, file, draft.getProposedBy(), "message " + draft.getNumber() + " ("
                + draft.getTemplate() + ") for boards " + draft.getBoards() + " waits for approval", draft);
        return new Paging(turn).aside(file, turn.pack.boards().ask(), NotifyReason.APPROVAL, new Words("", ""));
    }

    private BoardDraft draft(IncidentFile file, String rule, String template, List<String> boards, String by) {
        return new BoardDraft(file.getBoardDrafts().size() + 1, rule, template, boards, BoardDraftState.PROPOSED, by,
                null, null);
    }

    /// A rule proposes again only when what it proposed before was shown and has run out.
    private boolean stands(BoardDraft draft, BoardRule rule) {
        boolean ranOut = draft.getState() == BoardDraftState.SHOWN && draft.getUntil() != null
                && !draft.getUntil().isAfter(turn.now);
        return draft.getRule().equals(rule.provenance().id()) && !ranOut;
    }

    private List<String> boards(Incident incident, BoardRule rule) {
        Location location = incident.getLocation();
        String area = location == null || location.getAreaCode() == null ? "" : location.getAreaCode();
        String county = area.substring(0, Math.min(6, area.length()));
        boolean exercise = incident.getStatus() == Status.EXERCISE;
        return turn.directory.boards().values().stream().filter(board -> board.desk().equals(turn.desk))
                .filter(board -> exercise ? board.enrolled() : board.open())
                .filter(board -> !rule.nearOnly() || board.area().startsWith(county)).map(Board::id).toList();
    }

    private static IncidentFile with(IncidentFile file, BoardDraft draft) {
        List<BoardDraft> drafts = new ArrayList<>(file.getBoardDrafts());
        drafts.add(draft);
        return IncidentFile.newBuilder(file).setBoardDrafts(drafts).build();
    }

    private static IncidentFile with(IncidentFile file, int number, UnaryOperator<BoardDraft> change) {
        return IncidentFile.newBuilder(file).setBoardDrafts(file.getBoardDrafts().stream()
                .map(draft -> draft.getNumber() == number ? change.apply(draft) : draft).collect(Collectors.toList()))
                .build();
    }

    private void event(TimelineKind kind, IncidentFile file, String actor, String reason, BoardDraft draft) {
        turn.event(kind, file.getIncident().getIncidentId(), actor, draft.getRule(), reason,
                Map.of("message", Integer.toString(draft.getNumber()), "template", draft.getTemplate(), "boards",
                        String.join(" ", draft.getBoards())));
    }
}
