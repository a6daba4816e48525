package tocsin.desk;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tocsin.model.SecondPerson;
import java.util.TreeSet;
import tocsin.intake.OrderForm;
import tocsin.internal.v1.BoardDraft;
import tocsin.internal.v1.IncidentFile;
import tocsin.rules.TimelinessRule.DeskAct;
import tocsin.rules.directory.Board;
import tocsin.v1.Action;
import tocsin.v1.Command;
import tocsin.v1.IncidentState;
import tocsin.v1.TimelineKind;

/// An order about public information: propose a message for display boards (信息发布), approve it, reject it; or say that
/// a press conference (新闻发布会) was held.
final class PublishTurn {
    private final DeskTurn turn;
    private final Command command;

    PublishTurn(DeskTurn turn, Command command) {
        this.turn = turn;
        this.command = command;
    }

    void take(IncidentFile file) {
        if (command.getAction() == Action.PUBLISH && command.getArguments().containsKey(OrderForm.ACT)) {
            held(file);
        } else if (file.getIncident().getState() == IncidentState.CLOSED) {
            refuse(null, "the incident is closed; nothing about it is shown any more");
        } else if (command.getAction() == Action.PUBLISH) {
            publish(file);
        } else {
            decide(file);
        }
    }

    /// A conference can be held after the incident was closed; what is owed is owed all the same.
    private void held(IncidentFile file) {
        String note = command.getNote();
        String what = "a press conference was held (新闻发布会)";
        turn.event(TimelineKind.NOTED, command.getIncidentId(), command.getBy(), null,
                note == null ? what : what + ": " + note,
                Map.of("channel", command.getChannel(), "commandId", command.getCommandId()));
        turn.keep(file, new DutyTurn(turn).act(
                Acts.with(file, TimelineKind.NOTED, command.getBy(), note, turn.now), DeskAct.PRESS_CONFERENCE));
    }

    private void publish(IncidentFile file) {
        String template = command.getArguments().getOrDefault("template", "");
        TreeSet<String> known = new TreeSet<>(turn.pack.boards().templates().keySet());
        TreeSet<String> boards = new TreeSet<>(turn.directory.boards().values().stream()
                .filter(board -> board.desk().equals(turn.desk)).map(Board::id).toList());
        List<String> wanted = Arrays.stream(command.getArguments().getOrDefault("boards", "").split("[,\\s]+"))
                .filter(id -> !id.isEmpty()).distinct().toList();
        if (!known.contains(template)) {
            refuse("arguments.template", "\"" + template + "\" is no approved template; there are " + known);
        } else if (wanted.isEmpty() || !boards.containsAll(wanted)) {
            refuse("arguments.boards", "must name boards of this desk, with commas between them; there are " + boards);
        } else {
            turn.keep(file, new BoardDrafts(turn).published(file, template, wanted, command.getBy()));
        }
    }

    private void decide(IncidentFile file) {
        BoardDrafts drafts = new BoardDrafts(turn);
        Optional<BoardDraft> waiting = drafts.waiting(file, command.getArguments().get("message"));
        // What a rule of the pack proposed needs one person's word.
        Optional<SecondPerson.Objection> notTwo = waiting.filter(BoardDrafts::isOfSomebody)
                .flatMap(draft -> SecondPerson.objection(draft.getProposedBy(), command.getBy(),
                        turn.directory.officials()::containsKey));
        if (waiting.isEmpty()) {
            refuse("arguments.message", "names no message that waits for approval; give its number if several wait");
        } else if (command.getAction() == Action.REJECT) {
            turn.keep(file, drafts.rejected(file, waiting.get(), command.getBy()));
        } else if (notTwo.isPresent()) {
            refuse(null, notTwo.get() == SecondPerson.Objection.SAME_PERSON
                    ? "who proposed a message may not approve it; a second person must"
                    : notTwo.get().inWords(waiting.get().getProposedBy(), command.getBy()));
        } else {
            turn.keep(file, drafts.approved(file, waiting.get(), command.getBy()));
        }
    }

    private void refuse(@org.jspecify.annotations.Nullable String field, String detail) {
        turn.reject(command, field, detail);
    }
}
