package tocsin.dispatch.board;

import java.time.Instant;
import java.util.List;

/// Who is told what a board says of itself.
@FunctionalInterface
public interface BoardReports {
    /// A board shows exactly these.
    ///
    /// @param board the board's id, as the board gave it: it may be nobody's
    /// @param notificationIds what it shows; empty when it is dark
    /// @param at when this was heard
    void shown(String board, List<String> notificationIds, Instant at);
}
