package tocsin.dispatch.board;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What boards shall show, and what they say they show.
public interface BoardContents {
    /// Whether everything that was there at the start has been read: before, what stands is not known.
    boolean isKnown();

    /// The messages that stand on this board now, the highest priority first; empty means dark.
    List<BoardMessage> standing(String board, Instant now);

    /// Whether this message of a board is what this notification takes off it.
    boolean isOf(String notificationId, tocsin.v1.Notification clearing);

    /// What this board said last, or empty if it never said anything.
    Optional<Sight> lastSeen(String board);

    /// What a board said.
    ///
    /// @param shows the notifications it showed
    /// @param at when
    record Sight(List<String> shows, Instant at) {}
}
