package tocsin.dispatch.sms;

import java.time.Duration;
import java.util.Optional;
import tocsin.dispatch.Attempt;
import tocsin.dispatch.Doubt;
import tocsin.dispatch.Fate;
import tocsin.dispatch.ReceiptTerms;
import tocsin.dispatch.Reconciliation;

/// Somebody who carries SMS. The promises are those of [tocsin.dispatch.Channel].
public interface SmsProvider extends AutoCloseable {
    /// The provider's name; bounded, for labels.
    String name();

    /// The longest a call may take.
    Duration callLimit();

    /// Calls at a time.
    int concurrency();

    /// Why nothing can be sent this way now or ever, or empty if it can.
    Optional<Attempt.Refused> objection(SmsMessage message);

    /// Hands it over.
    Attempt submit(SmsMessage message);

    /// Whether the attempt in doubt was handed over.
    Reconciliation reconcile(SmsMessage message, Doubt doubt);

    /// When receipts are asked for, or empty if this provider gives none.
    Optional<ReceiptTerms> receipts();

    /// What became of a message.
    Fate ask(String providerId);

    @Override
    void close();
}
