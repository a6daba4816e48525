package tocsin.dispatch.sms.twilio;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How SMS leave by Twilio.
///
/// @param accountSid the account
/// @param authToken its secret
/// @param messagingServiceSid the messaging service that chooses the sender, or null
/// @param from the sender's number, or null where a messaging service is given
/// @param baseUrl another address for the API, scheme, host and port only; or null
/// @param statusCallback where Twilio tells what became of a message, or null: then it is asked
/// @param connections calls at a time
/// @param limit the longest one step of a call (connecting, answering) may take
/// @param receiptWithin how long a handset may stay silent before another means is tried
public record TwilioSettings(String accountSid, String authToken, @Nullable String messagingServiceSid,
        @Nullable String from, @Nullable URI baseUrl, @Nullable URI statusCallback, int connections, Duration limit,
        Duration receiptWithin) {
    @Override
    public String toString() {
        return "TwilioSettings[" + accountSid + ", baseUrl=" + baseUrl + "]";
    }
}
