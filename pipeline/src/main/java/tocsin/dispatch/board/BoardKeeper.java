package tocsin.dispatch.board;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.dispatch.Attempt;
import tocsin.internal.v1.BoardContact;
import tocsin.observe.Meters;
import tocsin.rules.directory.Board;
import tocsin.rules.directory.Directory;

/// Keeps every board at what it shall show: drives devices again when a message runs out or a board was switched off and
/// on, and tells the desk of a board that was lost.
///
/// Every instance keeps every board: a board is state, and setting it twice is no harm.
public final class BoardKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(BoardKeeper.class);
    /// How often [#look] is to be called.
    public static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    /// How often a device that shows the right thing is looked at all the same.
    private static final Duration DRIVE_EVERY = Duration.ofSeconds(30);
    /// A board that has spoken before and is silent for so long is lost; boards speak every five seconds.
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /// How often the desk is told how a board is, changed or not: what was told while the broker was away is lost.
    private static final Duration TELL_EVERY = Duration.ofMinutes(2);

    private final Map<String, BoardDriver> drivers;
    private final Supplier<Directory> directory;
    private final BoardContents contents;
    private final BiConsumer<Board, BoardContact> onContact;
    private final Meters meters;
    private final InstantSource clock;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final Instant startedAt;

    /// What is known of one board.
    private record Kept(List<String> wanted, Instant drivenAt, boolean lost, Instant since, Instant toldAt) {}

    /// @param onContact told when a board was lost or has come back
    public BoardKeeper(Map<String, BoardDriver> drivers, Supplier<Directory> directory, BoardContents contents,
            BiConsumer<Board, BoardContact> onContact, Meters meters, InstantSource clock) {
        this.drivers = Map.copyOf(drivers);
        this.directory = directory;
        this.contents = contents;
        this.onContact = onContact;
        this.meters = meters;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /// Looks at every board, each on a thread of its own: one that does not answer must not keep the others waiting.
    public void look() {
        if (!contents.isKnown()) {
            return;
        }
        try (ExecutorService keepers = Executors.newVirtualThreadPerTaskExecutor()) {
            directory.get().boards().values().forEach(board -> keepers.execute(() -> keep(board)));
        }
    }

    private void keep(Board board) {
        try {
            Instant now = clock.instant();
            List<BoardMessage> standing = contents.standing(board.id(), now);
            BoardDriver driver = drivers.get(board.provider());
            Optional<String> trouble = driver == null ? silence(board, now) : drive(board, driver, standing, now);
            Kept before = known(board);
            Instant since = before.lost() == trouble.isPresent() ? before.since() : now;
            boolean tells = before.lost() != trouble.isPresent() || before.toldAt().plus(TELL_EVERY).isBefore(now);
            if (tells) {
                onContact.accept(board, new BoardContact(board.id(), trouble.isPresent(), since, trouble.orElse("")));
            }
            kept.put(board.id(), new Kept(ids(standing), isDue(before, standing, now) ? now : before.drivenAt(),
                    trouble.isPresent(), since, tells ? now : before.toldAt()));
            meters.board(board.id(), trouble.isPresent() ? "lost" : standing.isEmpty() ? "dark" : "shows");
        } catch (RuntimeException e) {
            LOG.error("board cannot be kept: board={}", board.id(), e);
        }
    }

    /// Why a board that speaks for itself is thought lost.
    private Optional<String> silence(Board board, Instant now) {
        return contents.lastSeen(board.id()).map(BoardContents.Sight::at)
                .map(seen -> seen.isAfter(startedAt) ? seen : startedAt)
                .filter(seen -> seen.plus(SILENCE).isBefore(now))
                .map(seen -> "it has said nothing for " + Duration.between(seen, now).toSeconds() + " s");
    }

    private Optional<String> drive(Board board, BoardDriver driver, List<BoardMessage> standing, Instant now) {
        if (!isDue(known(board), standing, now)) {
            return Optional.empty();
        }
        return switch (driver.drive(board, standing, now)) {
            case Attempt.HandedOver handed -> Optional.empty();
            case Attempt.Delivered delivered -> Optional.empty();
            case Attempt.Retry(var reason, String detail, var after) -> Optional.of(reason + ": " + detail);
            case Attempt.Refused(var reason, String detail) -> Optional.of(reason + ": " + detail);
            case Attempt.InDoubt(var reason, String detail) -> Optional.of(reason + ": " + detail);
        };
    }

    private Kept known(Board board) {
        return kept.getOrDefault(board.id(), new Kept(List.of(), Instant.EPOCH, false, startedAt, startedAt));
    }

    private static boolean isDue(Kept before, List<BoardMessage> standing, Instant now) {
        return !before.wanted().equals(ids(standing)) || before.lost()
                || !before.drivenAt().plus(DRIVE_EVERY).isAfter(now);
    }

    private static List<String> ids(List<BoardMessage> standing) {
        return standing.stream().map(BoardMessage::notificationId).toList();
    }
}
