package tocsin.dispatch.board;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tocsin.rules.Words;
import tocsin.rules.directory.Board;

/// Boards and messages for tests.
public final class Boards {
    public static final Instant NOW = Instant.parse("2026-03-02T06:00:00Z");

    private Boards() {}

    /// Three lines of eighteen characters.
    public static Board board(String provider, @Nullable String address, String... languages) {
        return new Board("east-3", new Words("东三号", "East 3"), "qingdao", "370213", 36.16, 120.43, provider, address,
                Set.of(languages), 3, 18, false, true);
    }

    /// One page that stands for an hour.
    public static BoardMessage message(String id, int priority, String... lines) {
        return new BoardMessage(id, List.of(List.of(lines)), priority, NOW.plusSeconds(3600));
    }
}
