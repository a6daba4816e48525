package tocsin.dispatch.board;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tocsin.dispatch.Attempt;
import tocsin.rules.directory.Board;

/// Drives one kind of display board. A board is state, not a queue: driving it twice to the same content is no harm.
///
/// Calls block, come from several threads, one at a time a board, and end within [#callLimit]. A driver never throws for
/// what a board answers: every answer is an [Attempt].
public interface BoardDriver extends AutoCloseable {
    /// The driver's name, such as `ntcip` or `mqtt`; bounded, for labels.
    String provider();

    /// The longest one call may take.
    Duration callLimit();

    /// Why this board can never show this message (its size, its characters), or empty if it can.
    Optional<Attempt.Refused> objection(Board board, BoardMessage message);

    /// Makes a board show exactly this: the messages that stand, the highest priority first; empty means dark.
    ///
    /// @return [Attempt.Delivered] where reading back proves what it shows, [Attempt.HandedOver] where the board tells
    /// later
    Attempt drive(Board board, List<BoardMessage> standing, Instant now);

    @Override
    void close();
}
