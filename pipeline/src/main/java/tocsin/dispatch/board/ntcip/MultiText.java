package tocsin.dispatch.board.ntcip;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tocsin.dispatch.board.BoardFit;
import tocsin.dispatch.board.BoardMessage;
import tocsin.rules.directory.Board;

/// Messages in MULTI, the mark-up of NTCIP 1203.
final class MultiText {
    private static final String CENTRE = "[jl3]";
    private static final String NEW_LINE = "[nl]";
    private static final String NEW_PAGE = "[np]";

    private MultiText() {}

    /// Why a board cannot show this, or empty if it can: plain MULTI has the printable characters of ASCII only.
    static Optional<String> objection(Board board, BoardMessage message) {
        return message.pages().stream().flatMap(List::stream).flatMapToInt(String::codePoints)
                .filter(character -> character < ' ' || character > '~').boxed().findFirst()
                .map("plain MULTI has no U+%04X"::formatted)
                .or(() -> BoardFit.objection(board, message));
    }

    /// @param page how long each of two pages stands
    static String of(List<List<String>> pages, Duration page) {
        String time = pages.size() > 1 ? "[pt" + page.toMillis() / 100 + "o0]" : "";
        return pages.stream().map(lines -> CENTRE + lines.stream().map(MultiText::literal)
                .collect(Collectors.joining(NEW_LINE))).collect(Collectors.joining(NEW_PAGE, time, ""));
    }

    private static String literal(String line) {
        return line.replace("[", "[[").replace("]", "]]");
    }
}
