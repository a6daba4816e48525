package tocsin.dispatch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tocsin.internal.v1.Receipt;
import tocsin.v1.DeliveryState;
import tocsin.v1.LedgerEntry;

/// Final receipts that came before the end of their own call was written. Used by one thread.
final class EarlyReceipts {
    /// Some 500 bytes each: 5 MB. What is crowded out is asked for later.
    private static final int LIMIT = 10_000;

    private final Map<String, Receipt> receipts = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Receipt> eldest) {
            return size() > LIMIT;
        }
    };

    /// Keeps a receipt; one that says only that the message is on its way replaces none.
    void keep(Receipt receipt) {
        if (!(Receipts.fate(receipt) instanceof Fate.OnItsWay)) {
            receipts.put(receipt.getNotificationId(), receipt);
        }
    }

    /// The provider's id of a message in doubt that a receipt tells of: so it was handed over. A receipt of an earlier
    /// copy proves nothing of this one.
    Optional<String> proof(LedgerEntry doubted) {
        return Optional.ofNullable(receipts.get(doubted.getNotificationId())).map(Receipt::getProviderId)
                .filter(id -> !id.equals(doubted.getProviderId()));
    }

    /// The receipt kept for a message that was handed over just now under the id the receipt names.
    Optional<Receipt> of(LedgerEntry entry) {
        return entry.getState() == DeliveryState.HANDED_OVER && receipts.containsKey(entry.getNotificationId())
                ? Optional.ofNullable(receipts.remove(entry.getNotificationId()))
                        .filter(receipt -> receipt.getProviderId().equals(entry.getProviderId()))
                : Optional.empty();
    }
}
