package tocsin.dispatch;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import tocsin.observe.Meters;
import tocsin.rules.SmsParts;
import tocsin.v1.ChannelKind;
import tocsin.v1.Delivery;
import tocsin.v1.DeliveryReason;
import tocsin.v1.DeliveryState;
import tocsin.v1.LedgerEntry;
import tocsin.v1.Notification;

/// What a lane measures.
final class DispatchMeters {
    private final Meters meters;
    private final InstantSource clock;

    DispatchMeters(Meters meters, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
    }

    void count(Transition transition) {
        Delivery delivery = transition.delivery();
        meters.delivery(delivery.getChannel(), delivery.getState(),
                Objects.requireNonNullElse(delivery.getReason(), DeliveryReason.UNKNOWN), 1);
    }

    /// A call has ended with this step.
    void ended(Transition transition, Notification notification) {
        DeliveryState state = transition.delivery().getState();
        if (state == DeliveryState.HANDED_OVER || state == DeliveryState.DELIVERED) {
            if (notification.getChannel() == ChannelKind.SMS) {
                SmsParts parts = SmsParts.of(notification.getBody());
                meters.smsParts(parts.encoding().name().toLowerCase(Locale.ROOT), parts.parts());
            }
            notified(notification, "handed_over");
        }
    }

    /// A receipt has come for this message.
    void received(DeliveryState state, LedgerEntry handed) {
        Notification notification = handed.getNotification();
        if (notification != null && (state == DeliveryState.DELIVERED || state == DeliveryState.READ)) {
            notified(notification, "delivered");
        }
    }

    private void notified(Notification notification, String stage) {
        meters.notified(notification.getChannel(), stage,
                Duration.between(notification.getDecidedAt(), clock.instant()));
    }
}
