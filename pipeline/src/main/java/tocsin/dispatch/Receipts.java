package tocsin.dispatch;

import java.util.Objects;
import tocsin.internal.v1.Receipt;
import tocsin.v1.DeliveryReason;

/// Receipts as they travel, and what they say.
public final class Receipts {
    private Receipts() {}

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
