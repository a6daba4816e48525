package tocsin.desk;

import java.util.List;
import java.util.Map;
import tocsin.internal.v1.BoardContact;
import tocsin.internal.v1.IncidentFile;
import tocsin.model.FindingDraft;
import tocsin.rules.Provenance;
import tocsin.rules.Words;
import tocsin.rules.directory.Board;
import tocsin.v1.IncidentState;
import tocsin.v1.NotifyReason;
import tocsin.v1.Outcome;
import tocsin.v1.TimelineKind;

/// A display board that was lost or has come back, at the desk: somebody must go and look while it should show something.
final class BoardContactTurn {
    private static final Provenance DARK = new Provenance("D3", "工作要点第十条：装备运行状况", "现代化指挥调度");

    private final DeskTurn turn;

    BoardContactTurn(DeskTurn turn) {
        this.turn = turn;
    }

    void take(BoardContact contact) {
        if (contact.getLost() == turn.tells().isLost(contact.getBoard())) {
            return;
        }
        if (contact.getLost()) {
            turn.tells().lost(contact.getBoard(), contact.getSince());
            lost(contact.getBoard(), contact.getDetail());
        } else {
            turn.tells().found(contact.getBoard());
            turn.event(TimelineKind.BOARD, null, "dispatch", DARK.id(),
                    "board " + contact.getBoard() + " is in contact again", Map.of("board", contact.getBoard()));
            shows(contact.getBoard());
        }
    }

    private void shows(String boardId) {
        for (String id : turn.tells().shownOn(boardId)) {
            turn.stores.incident(id).ifPresent(file -> {
                IncidentFile informed = new BoardDrafts(turn).inContact(file, boardId);
                if (!informed.equals(file)) {
                    turn.keep(file, informed);
                }
            });
        }
    }

    private void lost(String boardId, String detail) {
        String sentence = "The board " + boardId + " is out of contact (" + detail + "); send somebody to look.";
        turn.event(TimelineKind.BOARD, null, "dispatch", DARK.id(), sentence, Map.of("board", boardId));
        Words words = new Words("显示屏" + boardId + "失去联系（" + detail + "），请派人查看。", sentence);
        turn.put(turn.finding(new FindingDraft(DARK, Outcome.BOARD_DARK, List.of(boardId), words), null, null, null));
        turn.tells().shownOn(boardId).stream().flatMap(id -> turn.stores.incident(id).stream())
                .filter(file -> file.getIncident().getState() != IncidentState.CLOSED).findFirst()
                .ifPresent(file -> page(file, boardId));
    }

    private void page(IncidentFile file, String boardId) {
        Board board = turn.directory.boards().get(boardId);
        Words name = board == null ? new Words(boardId, boardId) : board.name();
        turn.keep(file, new Paging(turn).aside(file,
                turn.pack.policy(turn.pack.verificationPolicy()).levels().getFirst(), NotifyReason.BOARD_DARK, name));
    }
}
