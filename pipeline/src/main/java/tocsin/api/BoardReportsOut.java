package tocsin.api;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import tocsin.dispatch.Fate;
import tocsin.dispatch.Receipts;
import tocsin.dispatch.board.BoardReports;
import tocsin.internal.v1.BoardReport;
import tocsin.readmodel.ReadModel;
import tocsin.v1.ChannelKind;
import tocsin.v1.DeliveryState;
import tocsin.wire.Topics;

/// Writes what boards say to its topic, and a receipt for each notification that is now seen for the first time.
public final class BoardReportsOut implements BoardReports {
    private final Topics topics;
    private final Publisher publisher;
    private final ReadModel model;

    public BoardReportsOut(Topics topics, Publisher publisher, ReadModel model) {
        this.topics = topics;
        this.publisher = publisher;
        this.model = model;
    }

    @Override
    public void shown(String board, List<String> notificationIds, Instant at) {
        publisher.note(topics.boardReports, board, new BoardReport(board, List.copyOf(notificationIds), at));
        for (String id : Set.copyOf(notificationIds)) {
            model.sent(id).filter(sent -> sent.notification().getChannel() == ChannelKind.BOARD
                    && sent.notification().getRecipient().equals(board)).filter(BoardReportsOut::isNews)
                    .flatMap(sent -> Receipts.of(id, "board", id, new Fate.Arrived(false), at))
                    .ifPresent(receipt -> publisher.note(topics.receipts, board, receipt));
        }
    }

    private static boolean isNews(ReadModel.Sent sent) {
        return sent.delivery().filter(delivery -> delivery.getState() == DeliveryState.DELIVERED).isEmpty();
    }
}
