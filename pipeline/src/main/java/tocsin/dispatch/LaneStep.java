package tocsin.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tocsin.rules.directory.Board;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;
import tocsin.v1.ChannelKind;
import tocsin.v1.DeliveryReason;
import tocsin.v1.DeliveryState;
import tocsin.v1.LedgerEntry;
import tocsin.v1.Notification;
import tocsin.v1.Status;

/// What to do with one entry whose time has come.
sealed interface LaneStep {
    /// End it without a call.
    record End(Transition transition) implements LaneStep {}

    /// Claim it, then send it.
    record Send(Transition claim, Channel channel, Notification notification) implements LaneStep {}

    /// Ask the provider what it knows of the earlier attempt.
    record Reconcile(LedgerEntry entry, Channel channel, Notification notification) implements LaneStep {}

    /// Decides.
    static LaneStep decide(LedgerEntry entry, Notification notification, Optional<Channel> found, Directory directory,
            Instant now) {
        if (found.isEmpty()) {
            return new End(LedgerRules.end(entry, DeliveryState.FAILED, DeliveryReason.NO_SUCH_CHANNEL, "",
                    "no provider is configured for " + notification.getChannel(), now));
        }
        Channel channel = found.get();
        if (entry.getState() == DeliveryState.IN_DOUBT) {
            return new Reconcile(entry, channel, notification);
        }
        if (!notification.getExpiresAt().isAfter(now)) {
            return new End(LedgerRules.end(entry, DeliveryState.EXPIRED, DeliveryReason.PAST_EXPIRY, channel.provider(),
                    "not sent within " + Duration.between(notification.getDecidedAt(), notification.getExpiresAt()),
                    now));
        }
        if (channel.isLive() && !mayLeave(notification, directory)) {
            return new End(LedgerRules.end(entry, DeliveryState.HELD, DeliveryReason.NOT_ENROLLED_IN_EXERCISE,
                    channel.provider(),
                    "status " + notification.getStatus() + " does not leave through live credentials",
                    now));
        }
        return channel.objection(notification)
                .<LaneStep>map(refused -> new End(LedgerRules.end(entry, DeliveryState.FAILED, refused.reason(),
                        channel.provider(), refused.detail(), now)))
                .orElseGet(() -> new Send(LedgerRules.claim(entry, channel.provider(), now), channel, notification));
    }

    private static boolean mayLeave(Notification notification, Directory directory) {
        return switch (notification.getStatus()) {
            case ACTUAL -> true;
            case EXERCISE -> isEnrolled(notification, directory);
            case TEST, SYSTEM, UNKNOWN -> false;
        };
    }

    private static boolean isEnrolled(Notification notification, Directory directory) {
        if (notification.getChannel() == ChannelKind.BOARD) {
            Board board = directory.boards().get(notification.getRecipient());
            return board != null && board.enrolled();
        }
        Official official = directory.officials().get(notification.getRecipient());
        return official != null && official.enrolled();
    }
}
