package tocsin.runtime;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tocsin.dispatch.AnswerLink;
import tocsin.dispatch.Channel;
import tocsin.dispatch.Channels;
import tocsin.dispatch.board.BoardChannel;
import tocsin.dispatch.board.BoardContents;
import tocsin.dispatch.board.BoardDriver;
import tocsin.dispatch.board.BoardReports;
import tocsin.dispatch.board.SerialDriver;
import tocsin.dispatch.board.mqtt.MqttDriver;
import tocsin.dispatch.board.mqtt.MqttSettings;
import tocsin.dispatch.board.ntcip.NtcipDriver;
import tocsin.dispatch.email.SmtpChannel;
import tocsin.dispatch.outbox.OutboxChannel;
import tocsin.dispatch.sms.SmsChannel;
import tocsin.dispatch.sms.http.HttpGateway;
import tocsin.dispatch.sms.twilio.TwilioProvider;
import tocsin.dispatch.sms.twilio.TwilioSettings;
import tocsin.dispatch.sms.twilio.TwilioSignature;
import tocsin.rules.directory.Directory;
import tocsin.v1.ChannelKind;

/// The means of telling people, as the settings want them.
final class Outlets {
    private static final Duration WITHOUT_WEBHOOKS = Duration.ofSeconds(5);
    private static final Duration WITH_WEBHOOKS = Duration.ofMinutes(1);

    private final ChannelSettings settings;
    private final Channels channels;
    private final Map<String, BoardDriver> drivers = new HashMap<>();
    private @Nullable TwilioProvider twilio;

    /// @param outbox where messages are written that have no provider
    /// @param reports hears what boards say they show
    /// @param instanceId this instance's name
    /// @param secret the intakes' secret
    Outlets(ChannelSettings settings, Path outbox, Supplier<Directory> directory, BoardContents contents,
            BoardReports reports, String instanceId, InstantSource clock, byte[] secret) {
        this.settings = settings;
        if (settings.boards().contains("ntcip") && settings.ntcip() != null) {
            drivers.put("ntcip", new SerialDriver(new NtcipDriver(settings.ntcip())));
        }
        if (settings.boards().contains("mqtt") && settings.mqtt() != null) {
            MqttSettings mqtt = settings.mqtt();
            drivers.put("mqtt", new SerialDriver(new MqttDriver(
                    mqtt.clientId().isBlank() ? mqtt.named("tocsin-" + instanceId) : mqtt, reports, clock)));
        }
        List<Channel> all = new ArrayList<>();
        all.add(sms(outbox, clock));
        all.add(settings.smtp() == null
                ? new OutboxChannel(ChannelKind.EMAIL, outbox, clock)
                : new SmtpChannel(settings.smtp(), new AnswerLink(settings.publicUrl(), secret)));
        all.add(new BoardChannel(drivers, settings.boards().contains("web"), directory, contents, clock));
        this.channels = new Channels(all);
    }

    private Channel sms(Path outbox, InstantSource clock) {
        if (settings.twilio() != null) {
            twilio = new TwilioProvider(settings.twilio(), clock);
            return new SmsChannel(twilio, clock);
        }
        return settings.gateway() != null
                ? new SmsChannel(new HttpGateway(settings.gateway()), clock)
                : new OutboxChannel(ChannelKind.SMS, outbox, clock);
    }

    Channels channels() {
        return channels;
    }

    /// The boards' drivers, by name.
    Map<String, BoardDriver> drivers() {
        return Map.copyOf(drivers);
    }

    Optional<TwilioProvider> twilio() {
        return Optional.ofNullable(twilio);
    }

    /// How often answers are fetched from Twilio.
    Duration asksForRepliesEvery() {
        return settings.publicUrl() == null ? WITHOUT_WEBHOOKS : WITH_WEBHOOKS;
    }

    /// What tells Twilio's own calls, where it can call us.
    Optional<TwilioSignature> twilioSignature() {
        TwilioSettings account = settings.twilio();
        URI publicUrl = settings.publicUrl();
        return account == null || publicUrl == null
                ? Optional.empty()
                : Optional.of(new TwilioSignature(account.authToken(), publicUrl));
    }
}
