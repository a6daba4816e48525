package tocsin.dispatch;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import tocsin.internal.v1.Receipt;
import tocsin.v1.DeliveryReason;
import tocsin.v1.DeliveryState;

/// Receipts as they travel, and what they say.
public final class Receipts {
    private Receipts() {}

    /// The receipt that says this of a message; empty where there is nothing to say.
    ///
    /// @param providerId the provider's own id of the message
    /// @param at when it was learned
    public static Optional<Receipt> of(String notificationId, String provider, String providerId, Fate fate,
            Instant at) {
        return switch (fate) {
            case Fate.Arrived(boolean read) -> Optional.of(new Receipt(notificationId, provider, providerId,
                    read ? DeliveryState.READ : DeliveryState.DELIVERED, null, null, at));
            case Fate.Missed(DeliveryReason reason, String detail) -> Optional
                    .of(new Receipt(notificationId, provider, providerId, DeliveryState.RETRY, reason, detail, at));
            case Fate.Failed(DeliveryReason reason, String detail) -> Optional
                    .of(new Receipt(notificationId, provider, providerId, DeliveryState.FAILED, reason, detail, at));
            case Fate.OnItsWay onItsWay -> Optional.empty();
            case Fate.Waits waits -> Optional.empty();
            case Fate.Superseded superseded -> Optional.empty();
            case Fate.NotKnown notKnown -> Optional.empty();
        };
    }

    static Fate fate(Receipt receipt) {
        DeliveryReason reason = Objects.requireNonNullElse(receipt.getReason(), DeliveryReason.UNKNOWN);
        String detail = Objects.requireNonNullElse(receipt.getDetail(), "");
        return switch (receipt.getState()) {
            case DELIVERED -> new Fate.Arrived(false);
            case READ -> new Fate.Arrived(true);
            case RETRY -> new Fate.Missed(reason, detail);
            case FAILED -> new Fate.Failed(reason, detail);
            case UNKNOWN, CLAIMED, HANDED_OVER, EXPIRED, WITHDRAWN, IN_DOUBT, HELD -> new Fate.OnItsWay();
        };
    }
}
