package tocsin.dispatch.board;

import java.util.List;
import java.util.Optional;
import tocsin.rules.directory.Board;

/// Whether a message has room on a board.
public final class BoardFit {
    private static final int PAGES = 2;
    /// From here on characters are as wide as they are high.
    private static final int WIDE = 0x1100;

    private BoardFit() {}

    /// Why a message has no room, or empty if it has.
    public static Optional<String> objection(Board board, BoardMessage message) {
        if (message.pages().size() > PAGES) {
            return Optional.of("it has " + message.pages().size() + " pages; a board shows " + PAGES);
        }
        if (message.pages().stream().allMatch(page -> page.stream().allMatch(String::isBlank))) {
            return Optional.of("it has no text");
        }
        return message.pages().stream().flatMap(page -> objection(board, page).stream()).findFirst();
    }

    private static Optional<String> objection(Board board, List<String> page) {
        if (page.size() > board.rows()) {
            return Optional.of("a page has " + page.size() + " lines; the board has " + board.rows());
        }
        int widest = page.stream().mapToInt(BoardFit::columns).max().orElse(0);
        return widest > board.columns()
                ? Optional.of("a line takes " + widest + " columns; the board has " + board.columns())
                : Optional.empty();
    }

    /// The columns a line takes.
    public static int columns(String line) {
        return line.codePoints().map(character -> character < WIDE ? 1 : 2).sum();
    }
}
