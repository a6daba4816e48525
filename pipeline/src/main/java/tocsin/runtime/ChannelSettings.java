package tocsin.runtime;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tocsin.dispatch.board.mqtt.MqttSettings;
import tocsin.dispatch.board.ntcip.NtcipSettings;
import tocsin.dispatch.email.SmtpSettings;
import tocsin.dispatch.sms.http.GatewayMapping;
import tocsin.dispatch.sms.twilio.TwilioSettings;

/// How messages leave.
///
/// @param twilio SMS by Twilio, or null
/// @param gateway SMS by another gateway, or null; without either SMS go to the outbox
/// @param smtp mail by SMTP, or null for the outbox
/// @param boards what drives display boards: `web`, `ntcip`, `mqtt`
/// @param ntcip how NTCIP boards are reached, or null
/// @param mqtt how MQTT boards are reached, or null
/// @param publicUrl the address this deployment is reached at from outside, or null
public record ChannelSettings(@Nullable TwilioSettings twilio, @Nullable GatewayMapping gateway,
        @Nullable SmtpSettings smtp, Set<String> boards, @Nullable NtcipSettings ntcip, @Nullable MqttSettings mqtt,
        @Nullable URI publicUrl) {
    /// Everything to the outbox, and boards on the web: what needs no account.
    public static final ChannelSettings OUTBOX = new ChannelSettings(null, null, null, Set.of("web"), null, null, null);
}
