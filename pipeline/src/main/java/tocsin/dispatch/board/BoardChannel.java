package tocsin.dispatch.board;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tocsin.dispatch.Attempt;
import tocsin.dispatch.Channel;
import tocsin.dispatch.Doubt;
import tocsin.dispatch.Fate;
import tocsin.dispatch.ReceiptTerms;
import tocsin.dispatch.Reconciliation;
import tocsin.rules.directory.Board;
import tocsin.rules.directory.Directory;
import tocsin.v1.ChannelKind;
import tocsin.v1.DeliveryReason;
import tocsin.v1.Notification;

/// Display boards. A web board asks for its content itself; any other has a driver.
public final class BoardChannel implements Channel {
    /// A board that shows nothing of what it was sent for so long is dark: somebody must look.
    private static final ReceiptTerms TERMS = new ReceiptTerms(Duration.ofSeconds(5), Duration.ofSeconds(30));
    private static final String WEB = "web";

    private final Map<String, BoardDriver> drivers;
    private final boolean servesWeb;
    private final Supplier<Directory> directory;
    private final BoardContents contents;
    private final InstantSource clock;

    /// @param drivers drivers by name
    /// @param servesWeb whether web boards are served here
    public BoardChannel(Map<String, BoardDriver> drivers, boolean servesWeb, Supplier<Directory> directory,
            BoardContents contents, InstantSource clock) {
        this.drivers = Map.copyOf(drivers);
        this.servesWeb = servesWeb;
        this.directory = directory;
        this.contents = contents;
        this.clock = clock;
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.BOARD;
    }

    @Override
    public String provider() {
        return "board";
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public Duration callLimit() {
        return drivers.values().stream().map(BoardDriver::callLimit).max(Comparator.naturalOrder())
                .orElse(Duration.ofSeconds(1));
    }

    @Override
    public int concurrency() {
        return 32;
    }

    @Override
    public Optional<Attempt.Refused> objection(Notification notification) {
        Board board = directory.get().boards().get(notification.getAddress());
        if (board == null) {
            return refused(DeliveryReason.ADDRESS_INVALID, "is no board of the directory");
        }
        if (BoardPlan.clears(notification)) {
            return Optional.empty();
        }
        BoardMessage message = BoardPlan.message(notification);
        Optional<String> room = BoardFit.objection(board, message);
        if (room.isPresent()) {
            return refused(DeliveryReason.NOT_DISPLAYABLE, room.get() + "; shorten the template");
        }
        if (board.provider().equals(WEB)) {
            return servesWeb ? Optional.empty() : noDriver(board);
        }
        BoardDriver driver = drivers.get(board.provider());
        return driver == null ? noDriver(board) : driver.objection(board, message);
    }

    private static Optional<Attempt.Refused> noDriver(Board board) {
        return refused(DeliveryReason.NO_SUCH_CHANNEL,
                "channels.board.providers does not name " + board.provider() + "; add it");
    }

    private static Optional<Attempt.Refused> refused(DeliveryReason reason, String detail) {
        return Optional.of(new Attempt.Refused(reason, detail));
    }

    @Override
    public Attempt send(Notification notification) {
        Board board = directory.get().boards().get(notification.getAddress());
        BoardDriver driver = board == null ? null : drivers.get(board.provider());
        if (board == null || driver == null) {
            return new Attempt.HandedOver(notification.getNotificationId());
        }
        if (!contents.isKnown()) {
            return new Attempt.Retry(DeliveryReason.BOARD_FAULT, "what else the board shows is not known yet",
                    Optional.of(Duration.ofSeconds(1)));
        }
        Instant now = clock.instant();
        List<BoardMessage> standing = new ArrayList<>(contents.standing(board.id(), now));
        if (BoardPlan.clears(notification)) {
            // What is being taken off still stands in the contents, for they follow what was handed over.
            standing.removeIf(message -> contents.isOf(message.notificationId(), notification));
        } else {
            standing.removeIf(message -> message.notificationId().equals(notification.getNotificationId()));
            standing.add(BoardPlan.message(notification));
            standing.sort(Comparator.comparingInt(BoardMessage::priority).reversed());
        }
        return driver.drive(board, standing, now);
    }

    /// A board is state: what may not have been set is set again.
    @Override
    public Reconciliation reconcile(Notification notification, Doubt doubt) {
        return new Reconciliation.NotFound();
    }

    @Override
    public Optional<ReceiptTerms> receipts() {
        return Optional.of(TERMS);
    }

    @Override
    public Fate ask(Notification notification, String providerId) {
        if (!contents.isKnown()) {
            return new Fate.NotKnown();
        }
        Instant now = clock.instant();
        List<BoardMessage> standing = contents.standing(notification.getAddress(), now);
        Optional<BoardContents.Sight> seen = contents.lastSeen(notification.getAddress())
                .filter(sight -> sight.at().isAfter(notification.getDecidedAt()));
        if (seen.isPresent() && isAsWished(notification, seen.get())) {
            return new Fate.Arrived(false);
        }
        if (BoardPlan.clears(notification)) {
            return new Fate.OnItsWay();
        }
        List<String> ids = standing.stream().map(BoardMessage::notificationId).toList();
        if (!ids.contains(notification.getNotificationId())) {
            return new Fate.Superseded();
        }
        return ids.getFirst().equals(notification.getNotificationId()) ? new Fate.OnItsWay() : new Fate.Waits();
    }

    private boolean isAsWished(Notification notification, BoardContents.Sight seen) {
        return BoardPlan.clears(notification)
                ? seen.shows().stream().noneMatch(shown -> contents.isOf(shown, notification))
                : seen.shows().contains(notification.getNotificationId());
    }

    @Override
    public void close() {
        drivers.values().forEach(BoardDriver::close);
    }
}
