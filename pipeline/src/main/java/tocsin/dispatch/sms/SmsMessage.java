package tocsin.dispatch.sms;

import java.time.Duration;
import java.util.Map;

/// One SMS as a provider takes it.
///
/// @param notificationId the notification it comes from
/// @param to the number, E.164
/// @param text the words, reference at the end
/// @param reference the code by which a doubt finds its message
/// @param template id of the template that gave the words, such as `OPENED.zh`
/// @param parameters what filled the template's places
/// @param signature who speaks (签名)
/// @param validity how long it is still worth delivering
public record SmsMessage(String notificationId, String to, String text, String reference, String template,
        Map<String, String> parameters, String signature, Duration validity) {
    @Override
    public String toString() {
        return "SmsMessage[" + notificationId + "]";
    }
}
