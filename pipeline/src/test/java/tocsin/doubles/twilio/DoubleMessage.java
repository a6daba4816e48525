package tocsin.doubles.twilio;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A message resource.
final class DoubleMessage {
    private static final DateTimeFormatter RFC_2822 = DateTimeFormatter
            .ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    static final String VERSION = "2010-04-01";

    /// What changes about a message.
    private record State(String status, String from, int segments, Instant updated, @Nullable Instant sent, int code) {}

    final String account;
    final String sid;
    final long number;
    final boolean inbound;
    final Create create;
    final Instant created;
    private volatile State state;

    private DoubleMessage(String account, String sid, long number, boolean inbound, Create create, Instant created,
            State state) {
        this.account = account;
        this.sid = sid;
        this.number = number;
        this.inbound = inbound;
        this.create = create;
        this.created = created;
        this.state = state;
    }

    /// Just accepted. A messaging service has not chosen a sender yet.
    static DoubleMessage outbound(String account, String sid, long number, Create create, Instant now) {
        boolean chosen = create.service().isBlank();
        return new DoubleMessage(account, sid, number, false, create, now, new State(chosen ? "queued" : "accepted",
                create.from(), chosen ? DoubleSegments.of(create.body()) : 0, now, null, 0));
    }

    static DoubleMessage inbound(String account, String sid, long number, Create create, Instant now) {
        return new DoubleMessage(account, sid, number, true, create, now,
                new State("received", create.from(), DoubleSegments.of(create.body()), now, now, 0));
    }

    String status() {
        return state.status();
    }

    String from() {
        return state.from();
    }

    /// When it was sent, to the second as the resource says it, or null while it waits.
    @Nullable
    Instant sent() {
        Instant sent = state.sent();
        return sent == null ? null : sent.truncatedTo(ChronoUnit.SECONDS);
    }

    /// Goes on to the next status. Only one thread moves a message.
    void move(String status, int code, String pool, Instant now) {
        State was = state;
        state = new State(status, was.from().isEmpty() ? pool : was.from(), DoubleSegments.of(create.body()), now,
                status.equals("sent") ? now : was.sent(), isBad(status) ? code : 0);
    }

    private static boolean isBad(String status) {
        return status.equals("undelivered") || status.equals("failed");
    }

    /// The form of a status callback.
    Map<String, String> callback(String status, int code) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("ApiVersion", VERSION);
        form.put("MessageStatus", status);
        form.put("SmsSid", sid);
        form.put("SmsStatus", status);
        form.put("To", create.to());
        form.put("From", from());
        form.put("MessageSid", sid);
        form.put("AccountSid", account);
        if (!create.service().isBlank()) {
            form.put("MessagingServiceSid", create.service());
        }
        if (isBad(status) && code != 0) {
            form.put("ErrorCode", String.valueOf(code));
        }
        return form;
    }

    /// The form of an inbound webhook.
    Map<String, String> webhook() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("MessageSid", sid);
        form.put("SmsSid", sid);
        form.put("SmsMessageSid", sid);
        form.put("AccountSid", account);
        form.put("From", create.from());
        form.put("To", create.to());
        form.put("Body", create.body());
        form.put("NumMedia", "0");
        form.put("NumSegments", String.valueOf(state.segments()));
        form.put("SmsStatus", "received");
        form.put("ApiVersion", VERSION);
        return form;
    }

    ObjectNode json() {
        State now = state;
        String uri = "/" + VERSION + "/Accounts/" + account + "/Messages/" + sid;
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("account_sid", account).put("api_version", VERSION).put("body", create.body())
                .put("date_created", RFC_2822.format(created))
                .put("date_sent", now.sent() == null ? null : RFC_2822.format(now.sent()))
                .put("date_updated", RFC_2822.format(now.updated()))
                .put("direction", inbound ? "inbound" : "outbound-api")
                .put("error_code", now.code() == 0 ? null : (Integer) now.code())
                .put("error_message", now.code() == 0 ? null : "Error " + now.code())
                .put("from", now.from().isEmpty() ? null : now.from())
                .put("messaging_service_sid", create.service().isBlank() ? null : create.service())
                .put("num_media", "0").put("num_segments", String.valueOf(now.segments())).putNull("price")
                .putNull("price_unit").put("sid", sid).put("status", now.status()).put("to", create.to())
                .put("uri", uri + ".json");
        json.putObject("subresource_uris").put("media", uri + "/Media.json").put("feedback", uri + "/Feedback.json");
        return json;
    }
}
