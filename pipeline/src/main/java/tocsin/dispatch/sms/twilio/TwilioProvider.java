package tocsin.dispatch.sms.twilio;

import com.twilio.base.Page;
import com.twilio.exception.ApiException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.MessageCreator;
import com.twilio.rest.api.v2010.account.MessageReader;
import com.twilio.type.PhoneNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;
import tocsin.dispatch.Attempt;
import tocsin.dispatch.Doubt;
import tocsin.dispatch.Fate;
import tocsin.dispatch.ReceiptTerms;
import tocsin.dispatch.Reconciliation;
import tocsin.dispatch.sms.SmsMessage;
import tocsin.dispatch.sms.SmsProvider;
import tocsin.v1.DeliveryReason;

/// SMS by Twilio.
public final class TwilioProvider implements SmsProvider {
    /// What Twilio takes for the longest wait; shorter than six seconds it advises against (domain.md 12.2).
    private static final Duration LONGEST_VALIDITY = Duration.ofHours(10);
    private static final Duration SHORTEST_VALIDITY = Duration.ofSeconds(6);
    private static final int LONGEST_TEXT = 1_600;
    /// After a refused login nothing is sent for so long: every try would be refused, and delay the other means.
    private static final Duration STOPS_FOR = Duration.ofMinutes(1);
    /// How far our clock and Twilio's may differ, in looking for what was received.
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(2);
    private static final Duration ASK_EVERY_WITHOUT_CALLBACKS = Duration.ofSeconds(5);
    private static final Duration ASK_EVERY_WITH_CALLBACKS = Duration.ofSeconds(30);
    private static final int UNAUTHORISED = 401;
    private static final int AUTHENTICATION = 20003;

    private final TwilioSettings settings;
    private final InstantSource clock;
    private final OnceOnlyHttpClient http;
    private final TwilioRestClient client;
    private final MessageSearch.Bound bound;
    private final MessageSearch search;
    /// Searches at a time: half of the connections stay for messages.
    private final Semaphore searches;
    private volatile Instant stoppedUntil = Instant.EPOCH;

    public TwilioProvider(TwilioSettings settings, InstantSource clock) {
        this(settings, clock, MessageSearch.Bound.USUAL);
    }

    /// @param bound how much of a list is read: of that of a message in doubt, and of what was received
    TwilioProvider(TwilioSettings settings, InstantSource clock, MessageSearch.Bound bound) {
        this.settings = settings;
        this.clock = clock;
        this.http = OnceOnlyHttpClient.of(settings);
        this.client = new TwilioRestClient.Builder(settings.accountSid(), settings.authToken()).httpClient(http)
                .build();
        this.bound = bound;
        this.search = new MessageSearch(client, bound, clock);
        this.searches = new Semaphore(Math.max(1, settings.connections() / 2));
    }

    @Override
    public String name() {
        return "twilio";
    }

    /// Waiting for a connection, connecting, and answering, each bounded by the settings' limit.
    @Override
    public Duration callLimit() {
        return settings.limit().multipliedBy(3);
    }

    @Override
    public int concurrency() {
        return settings.connections();
    }

    @Override
    public Optional<Attempt.Refused> objection(SmsMessage message) {
        if (stoppedUntil.isAfter(clock.instant())) {
            return Optional.of(new Attempt.Refused(DeliveryReason.AUTHENTICATION_FAILED,
                    "Twilio refused the account moments ago; correct channels.sms.twilio"));
        }
        return message.text().length() > LONGEST_TEXT
                ? Optional.of(new Attempt.Refused(DeliveryReason.CONTENT_REFUSED,
                        "over " + LONGEST_TEXT + " characters; shorten the template"))
                : Optional.empty();
    }

    @Override
    public Attempt submit(SmsMessage message) {
        if (message.validity().compareTo(SHORTEST_VALIDITY) < 0) {
            return new Attempt.Refused(DeliveryReason.VALIDITY_EXPIRED, "less than "
                    + SHORTEST_VALIDITY.toSeconds() + " s before it is worth nothing");
        }
        try {
            return new Attempt.HandedOver(creator(message).create(client).getSid());
        } catch (OnceOnlyHttpClient.ThrottledException e) {
            return new Attempt.Retry(DeliveryReason.THROTTLED, "Twilio 429: not processed", e.after());
        } catch (ApiException e) {
            return refused(e);
        }
    }

    private MessageCreator creator(SmsMessage message) {
        PhoneNumber to = new PhoneNumber(message.to());
        String service = settings.messagingServiceSid();
        MessageCreator creator = service != null
                ? Message.creator(to, service, message.text())
                : Message.creator(to, new PhoneNumber(String.valueOf(settings.from())), message.text());
        Duration validity = message.validity().compareTo(LONGEST_VALIDITY) > 0
                ? LONGEST_VALIDITY
                : message.validity();
        creator.setValidityPeriod((int) validity.toSeconds());
        URI callback = settings.statusCallback();
        if (callback != null) {
            creator.setStatusCallback(URI.create(callback + "?notification=" + message.notificationId()));
        }
        return creator;
    }

    private Attempt refused(ApiException failure) {
        Integer status = failure.getStatusCode();
        if (status == null) {
            return isBeforeSending(failure)
                    ? new Attempt.Retry(DeliveryReason.CONNECTION_FAILED, "Twilio cannot be reached", Optional.empty())
                    : new Attempt.InDoubt(DeliveryReason.TIMED_OUT,
                            "the connection ended without an answer; it is not known whether it was accepted");
        }
        int code = Objects.requireNonNullElse(failure.getCode(), 0);
        if (status >= 500) {
            return new Attempt.InDoubt(DeliveryReason.PROVIDER_ERROR, "Twilio answered " + status);
        }
        if (status == UNAUTHORISED || code == AUTHENTICATION) {
            stoppedUntil = clock.instant().plus(STOPS_FOR);
            return TwilioErrors.attempt(AUTHENTICATION);
        }
        // Whatever names no code of Twilio's was not said by Twilio: a proxy on the way, another server at its address.
        return code == 0
                ? new Attempt.Retry(DeliveryReason.PROVIDER_ERROR, "HTTP " + status + " that is not Twilio's",
                        Optional.empty())
                : TwilioErrors.attempt(code);
    }

    /// Whether the request cannot have reached anybody.
    private static boolean isBeforeSending(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException || cause instanceof ConnectTimeoutException
                    || cause instanceof ConnectionRequestTimeoutException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Reconciliation reconcile(SmsMessage message, Doubt doubt) {
        searches.acquireUninterruptibly();
        try {
            return search.find(message, doubt);
        } finally {
            searches.release();
        }
    }

    /// An SMS somebody sent.
    ///
    /// @param sid Twilio's id of it
    public record Received(String sid, String from, String text, Instant at) {}

    /// What was read of the SMS received.
    ///
    /// @param received the oldest first, to the second, each once; at most what one search reads
    /// @param complete whether that is all of them; false where there were too many, or a later page failed
    public record Inbox(List<Received> received, boolean complete) {}

    /// The SMS received since a time, in whatever order Twilio lists them. Throws what the SDK throws where Twilio
    /// cannot be asked.
    public Inbox received(Instant since) {
        MessageReader reader = Message.reader().setDateSentAfter(since.minus(CLOCKS_DIFFER).atZone(ZoneOffset.UTC))
                .setPageSize((long) bound.pageSize());
        if (settings.from() != null) {
            reader.setTo(new PhoneNumber(settings.from()));
        }
        Map<String, Received> received = new HashMap<>();
        Page<Message> page = reader.firstPage(client);
        add(page, since, received);
        boolean complete = true;
        for (int pages = 1; complete && page.hasNextPage(); pages++) {
            complete = pages < bound.pages();
            if (complete) {
                try {
                    page = reader.nextPage(page, client);
                    add(page, since, received);
                } catch (ApiException | OnceOnlyHttpClient.ThrottledException e) {
                    complete = false;
                }
            }
        }
        return new Inbox(received.values().stream()
                .sorted(Comparator.comparing(Received::at).thenComparing(Received::sid)).toList(), complete);
    }

    private static void add(Page<Message> page, Instant since, Map<String, Received> received) {
        for (Message message : page.getRecords()) {
            if (message.getDirection() == Message.Direction.INBOUND && message.getFrom() != null) {
                Instant at = message.getDateCreated() == null ? since : message.getDateCreated().toInstant();
                received.put(message.getSid(), new Received(message.getSid(), message.getFrom().toString(),
                        Objects.requireNonNullElse(message.getBody(), ""), at));
            }
        }
    }

    /// With callbacks Twilio is asked only about what they have been silent on.
    @Override
    public Optional<ReceiptTerms> receipts() {
        return Optional.of(new ReceiptTerms(
                settings.statusCallback() == null ? ASK_EVERY_WITHOUT_CALLBACKS : ASK_EVERY_WITH_CALLBACKS,
                settings.receiptWithin()));
    }

    @Override
    public Fate ask(String providerId) {
        try {
            Message message = Message.fetcher(providerId).fetch(client);
            return fate(String.valueOf(message.getStatus()), message.getErrorCode());
        } catch (ApiException | OnceOnlyHttpClient.ThrottledException e) {
            return new Fate.NotKnown();
        }
    }

    /// What a status of Twilio's and its error code mean.
    ///
    /// @param code the error code, or null
    public static Fate fate(String status, @Nullable Integer code) {
        return switch (status) {
            case "delivered" -> new Fate.Arrived(false);
            case "read" -> new Fate.Arrived(true);
            case "undelivered", "failed", "canceled" -> TwilioErrors.fate(code == null ? 0 : code);
            default -> new Fate.OnItsWay();
        };
    }

    @Override
    public void close() {
        try {
            http.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
