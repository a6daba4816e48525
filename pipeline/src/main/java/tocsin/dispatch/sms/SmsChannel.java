package tocsin.dispatch.sms;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import tocsin.dispatch.Attempt;
import tocsin.dispatch.Channel;
import tocsin.dispatch.Doubt;
import tocsin.dispatch.Fate;
import tocsin.dispatch.ReceiptTerms;
import tocsin.dispatch.Reconciliation;
import tocsin.v1.ChannelKind;
import tocsin.v1.DeliveryReason;
import tocsin.v1.Notification;

/// SMS by one provider.
public final class SmsChannel implements Channel {
    private final SmsProvider provider;
    private final InstantSource clock;

    public SmsChannel(SmsProvider provider, InstantSource clock) {
        this.provider = provider;
        this.clock = clock;
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.SMS;
    }

    @Override
    public String provider() {
        return provider.name();
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public Duration callLimit() {
        return provider.callLimit();
    }

    @Override
    public int concurrency() {
        return provider.concurrency();
    }

    @Override
    public Optional<Attempt.Refused> objection(Notification notification) {
        if (!notification.getAddress().matches("\\+[0-9]{7,15}")) {
            return Optional.of(new Attempt.Refused(DeliveryReason.ADDRESS_INVALID,
                    "is no number such as +8653200000000; correct it in the directory"));
        }
        return provider.objection(message(notification));
    }

    @Override
    public Attempt send(Notification notification) {
        return provider.submit(message(notification));
    }

    @Override
    public Reconciliation reconcile(Notification notification, Doubt doubt) {
        return provider.reconcile(message(notification), doubt);
    }

    @Override
    public Optional<ReceiptTerms> receipts() {
        return provider.receipts();
    }

    @Override
    public Fate ask(Notification notification, String providerId) {
        return provider.ask(providerId);
    }

    private SmsMessage message(Notification notification) {
        return new SmsMessage(notification.getNotificationId(), notification.getAddress(), notification.getBody(),
                Objects.requireNonNullElse(notification.getReference(), ""),
                Objects.requireNonNullElse(notification.getTemplate(), ""), notification.getParameters(),
                notification.getParameters().getOrDefault("issuer", ""),
                Duration.between(clock.instant(), notification.getExpiresAt()));
    }

    @Override
    public void close() {
        provider.close();
    }
}
