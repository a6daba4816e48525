package tocsin.api;

import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tocsin.dispatch.Fate;
import tocsin.dispatch.Receipts;
import tocsin.dispatch.sms.twilio.TwilioProvider;
import tocsin.dispatch.sms.twilio.TwilioSignature;
import tocsin.readmodel.ReadModel;
import tocsin.v1.Notification;
import tocsin.wire.Topics;

/// What Twilio tells: an SMS has come, or what became of one that was sent. Whatever it did not sign is refused.
final class TwilioWebhooks {
    private final TwilioSignature signature;
    private final Topics topics;
    private final Publisher publisher;
    private final ReadModel model;
    private final RepliesIn replies;
    private final InstantSource clock;

    TwilioWebhooks(TwilioSignature signature, Topics topics, Publisher publisher, ReadModel model, RepliesIn replies,
            InstantSource clock) {
        this.signature = signature;
        this.topics = topics;
        this.publisher = publisher;
        this.model = model;
        this.replies = replies;
        this.clock = clock;
    }

    private Map<String, String> signed(Context request) {
        Map<String, String> form = new HashMap<>();
        request.formParamMap().forEach((name, values) -> form.put(name, values.isEmpty() ? "" : values.getFirst()));
        String query = request.queryString();
        String path = request.path() + (query == null ? "" : "?" + query);
        if (!signature.isTrue(path, form, String.valueOf(request.header("X-Twilio-Signature")))) {
            throw new ApiException(403, "not Twilio's",
                    "the signature does not fit; http.public-url must be the address Twilio calls");
        }
        return form;
    }

    void sms(Context request) {
        Map<String, String> form = signed(request);
        replies.take(form.getOrDefault("MessageSid", ""), form.getOrDefault("From", ""),
                form.getOrDefault("Body", ""), clock.instant());
        // The desk answers, if it answers at all, by a message of its own.
        request.contentType("text/xml").result("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>");
    }

    void status(Context request) {
        Map<String, String> form = signed(request);
        Optional<ReadModel.Sent> sent = model.sent(String.valueOf(request.queryParam("notification")));
        if (sent.isEmpty()) {
            throw new ApiException(404, "no such notification", "it is not known here, or not yet");
        }
        String code = form.getOrDefault("ErrorCode", "");
        Fate fate = TwilioProvider.fate(form.getOrDefault("MessageStatus", ""),
                code.matches("[0-9]{1,6}") ? Integer.valueOf(code) : null);
        Notification notification = sent.get().notification();
        Receipts.of(notification.getNotificationId(), "twilio", form.getOrDefault("MessageSid", ""), fate,
                clock.instant())
                .ifPresent(receipt -> publisher.note(topics.receipts, notification.getRecipient(), receipt));
        request.status(204);
    }
}
