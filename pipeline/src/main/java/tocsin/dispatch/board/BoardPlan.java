package tocsin.dispatch.board;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;

/// What a board shall show, from the notifications it was sent: pure, time passed in.
///
/// Of one incident and template the newest stands, until it expires or is cleared. The higher priority wins; of equals
/// the newer.
public final class BoardPlan {
    private BoardPlan() {}

    /// The messages that stand, the highest priority first.
    ///
    /// @param sent what the board was sent, in the order it was decided
    public static List<BoardMessage> standing(List<Notification> sent, Instant now) {
        Map<String, Notification> newest = new LinkedHashMap<>();
        for (Notification notification : sent) {
            String subject = notification.getIncidentId() + " " + notification.getTemplate();
            newest.remove(subject);
            if (!clears(notification)) {
                newest.put(subject, notification);
            }
        }
        return newest.values().stream().filter(notification -> notification.getExpiresAt().isAfter(now))
                .sorted(Comparator.comparingInt(BoardPlan::priority).thenComparing(Notification::getDecidedAt)
                        .reversed())
                .map(BoardPlan::message).toList();
    }

    /// Whether this notification takes something off a board.
    public static boolean clears(Notification notification) {
        return notification.getReason() == NotifyReason.ALL_CLEAR
                || notification.getReason() == NotifyReason.RETRACTED;
    }

    private static int priority(Notification notification) {
        return Objects.requireNonNullElse(notification.getPriority(), 1);
    }

    /// The notification as a board takes it: pages are a blank line apart.
    public static BoardMessage message(Notification notification) {
        return new BoardMessage(notification.getNotificationId(),
                Arrays.stream(notification.getBody().split("\n\n", -1))
                        .map(page -> List.of(page.split("\n", -1))).toList(),
                priority(notification), notification.getExpiresAt());
    }
}
