package tocsin.dispatch;

import java.time.Duration;
import java.util.Optional;
import tocsin.v1.ChannelKind;
import tocsin.v1.Notification;

/// A means of telling people, by one provider. One more is one more package.
///
/// Calls block, come from many threads at once, and end within [#callLimit]. An implementation never throws for what
/// a provider answers: every answer is an [Attempt] or a [Fate].
public interface Channel extends AutoCloseable {
    /// The means.
    ChannelKind kind();

    /// The provider's name, such as `smtp` or `outbox`; bounded, for labels.
    String provider();

    /// Whether what is sent reaches real people: then an exercise goes only to those enrolled in it.
    boolean isLive();

    /// The longest a call may take; after twice this a claim whose caller died is in nobody's hands.
    Duration callLimit();

    /// Calls at a time: what the provider takes.
    int concurrency();

    /// Why this notification can never be sent this way, or empty if it can.
    Optional<Attempt.Refused> objection(Notification notification);

    /// Sends it.
    Attempt send(Notification notification);

    /// Whether the attempt in doubt was handed over, as far as the provider can tell.
    Reconciliation reconcile(Notification notification, Doubt doubt);

    /// When receipts are asked for, or empty for a means that has none: then handed over is the end.
    default Optional<ReceiptTerms> receipts() {
        return Optional.empty();
    }

    /// What became of a message that was handed over.
    ///
    /// @param providerId the provider's own id of it
    default Fate ask(Notification notification, String providerId) {
        return new Fate.NotKnown();
    }

    @Override
    void close();
}
