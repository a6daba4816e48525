package tocsin.dispatch.sms.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.dispatch.Attempt;
import tocsin.dispatch.Channel;
import tocsin.dispatch.ChannelContract;
import tocsin.dispatch.Doubt;
import tocsin.dispatch.Fate;
import tocsin.dispatch.Notifications;
import tocsin.dispatch.Reconciliation;
import tocsin.dispatch.sms.SmsChannel;
import tocsin.doubles.twilio.ListOrder;
import tocsin.doubles.twilio.DoubleSignature;
import tocsin.doubles.twilio.Ending;
import tocsin.doubles.twilio.Turn;
import tocsin.doubles.twilio.TwilioDouble;
import tocsin.v1.DeliveryReason;
import tocsin.v1.Notification;

/// SMS through the official SDK, against a double that speaks Twilio's API.
class TwilioChannelTest extends ChannelContract {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String NUMBER = "+8653200000101";
    private static final String SERVICE = "MG00000000000000000000000000000001";
    private static final String SID = "AC00000000000000000000000000000001";

    private TwilioDouble twilio;
    private SmsChannel channel;

    private static SmsChannel channel(int port, String token) {
        return new SmsChannel(new TwilioProvider(new TwilioSettings(SID, token, SERVICE, null,
                URI.create("http://127.0.0.1:" + port), null, 20, Duration.ofSeconds(1), Duration.ofMinutes(1)),
                CLOCK), CLOCK);
    }

    @BeforeEach
    void start() {
        twilio = new TwilioDouble(0, SID, "a secret").clock(CLOCK);
        channel = channel(twilio.port(), "a secret");
    }

    @AfterEach
    void stop() {
        channel.close();
        twilio.close();
    }

    @Override
    protected Channel channel() {
        return channel;
    }

    @Override
    protected Notification.Builder message(String id) {
        return Notifications.sms(id, NUMBER, NOW);
    }

    @Override
    protected List<Received> received() {
        return twilio.accepted().stream().map(taken -> new Received(taken.to(), taken.body())).toList();
    }

    @Override
    protected void vanish() {
        twilio.close();
    }

    /// domain.md 12.3, row by row: what is refused for good is never tried again.
    @ParameterizedTest
    @CsvSource({"20429,retry,THROTTLED", "30500,retry,PROVIDER_ERROR", "30001,retry,QUEUE_OVERFLOW",
            "21611,retry,QUEUE_OVERFLOW", "20003,never,AUTHENTICATION_FAILED", "21211,never,ADDRESS_INVALID",
            "21408,never,REGION_NOT_ENABLED", "21606,never,SENDER_UNUSABLE", "21612,never,SENDER_UNUSABLE",
            "21614,never,ADDRESS_INVALID", "21608,never,CONFIGURATION", "21610,never,OPTED_OUT",
            "21617,never,CONTENT_REFUSED", "21635,never,LANDLINE", "30034,never,SENDER_NOT_REGISTERED",
            "30032,never,SENDER_NOT_REGISTERED", "30450,never,PUMPING_PROTECTION", "99999,never,CONFIGURATION"})
    void anErrorOfACreateHasItsRemedy(int code, String remedy, DeliveryReason reason) {
        // Given
        twilio.refuse(NUMBER, code);

        // When
        Attempt attempt = channel.send(message("n1").build());

        // Then
        DeliveryReason found = switch (attempt) {
            case Attempt.Retry retry -> retry.reason();
            case Attempt.Refused refused -> refused.reason();
            default -> throw new AssertionError(attempt);
        };
        assertEquals(reason, found);
        assertEquals(remedy.equals("retry"), attempt instanceof Attempt.Retry, attempt::toString);
        assertTrue(!attempt.toString().contains(NUMBER), "no number in what is kept");
    }

    @ParameterizedTest
    @CsvSource({"undelivered,30003,missed,HANDSET_UNREACHABLE", "undelivered,30008,missed,CARRIER_ERROR",
            "undelivered,30036,failed,VALIDITY_EXPIRED", "undelivered,30006,failed,LANDLINE",
            "undelivered,30004,failed,BLOCKED", "undelivered,30005,failed,HANDSET_UNKNOWN",
            "undelivered,30007,failed,CARRIER_FILTERED", "failed,30034,failed,SENDER_NOT_REGISTERED",
            "failed,21610,failed,OPTED_OUT", "canceled,0,failed,CARRIER_ERROR"})
    void aNegativeReceiptHasItsRemedy(String status, int code, String fate, DeliveryReason reason) {
        switch (TwilioProvider.fate(status, code)) {
            case Fate.Missed(DeliveryReason found, String detail) -> {
                assertEquals("missed", fate);
                assertEquals(reason, found);
            }
            case Fate.Failed(DeliveryReason found, String detail) -> {
                assertEquals("failed", fate);
                assertEquals(reason, found);
            }
            default -> throw new AssertionError(status);
        }
    }

    @ParameterizedTest
    @CsvSource({"accepted", "scheduled", "queued", "sending", "sent", "partially_delivered", "a status of tomorrow"})
    void whatIsOnItsWayIsNoEnd(String status) {
        assertInstanceOf(Fate.OnItsWay.class, TwilioProvider.fate(status, null));
    }

    @Test
    void tooManyRequestsWereNotProcessedAndWaitAsLongAsTwilioAsks() {
        // Given
        twilio.next(Turn.throttle(7));

        // When
        Attempt.Retry retry = assertInstanceOf(Attempt.Retry.class, channel.send(message("n1").build()));

        // Then
        assertEquals(Optional.of(Duration.ofSeconds(7)), retry.after());
        assertEquals(List.of(), received());
    }

    @Test
    void aFailedAnswerIsADoubtAndNoSecondCall() {
        // Given: the SDK itself would repeat this create three times
        twilio.next(Turn.acceptAndFail());

        // When
        Attempt attempt = channel.send(message("n1").build());

        // Then
        assertInstanceOf(Attempt.InDoubt.class, attempt);
        assertEquals(1, received().size());
        assertEquals(1, twilio.creates());
    }

    @Test
    void aCutConnectionIsADoubtThatTheListOfMessagesSettles() {
        // Given: two like messages, and only one was accepted
        Doubt doubt = new Doubt(NOW, NOW.minusSeconds(10), Optional.empty());
        twilio.next(Turn.acceptAndCut(), Turn.cut());

        // When
        assertInstanceOf(Attempt.InDoubt.class, channel.send(message("n1").build()));
        assertInstanceOf(Attempt.InDoubt.class, channel.send(message("n2").build()));

        // Then
        assertInstanceOf(Reconciliation.Found.class, channel.reconcile(message("n1").build(), doubt));
        assertInstanceOf(Reconciliation.NotFound.class, channel.reconcile(message("n2").build(), doubt));
    }

    @Test
    void anAnswerThatNeverComesIsADoubtInBoundedTime() {
        // Given
        twilio.next(Turn.acceptAndHang());
        long began = System.nanoTime();

        // When
        assertInstanceOf(Attempt.InDoubt.class, channel.send(message("n1").build()));

        // Then
        assertTrue(Duration.ofNanos(System.nanoTime() - began).compareTo(channel.callLimit()) < 0);
    }

    @Test
    void aDoubtIsKeptWhileTwilioIsAway() {
        twilio.close();
        assertInstanceOf(Reconciliation.NotNow.class, channel.reconcile(message("n1").build(),
                new Doubt(NOW, NOW, Optional.empty())));
    }

    @Test
    void whatIsWorthNothingInAMomentIsNotSent() {
        // Given
        Notification brief = message("n1").setExpiresAt(NOW.plusSeconds(3)).build();

        // Then
        assertInstanceOf(Attempt.Refused.class, channel.send(brief));
        assertEquals(List.of(), received());
    }

    @Test
    void aRefusedAccountStopsTheChannelInsteadOfTryingEveryMessage() {
        try (SmsChannel wrong = channel(twilio.port(), "another secret")) {
            // When
            Attempt.Refused refused = assertInstanceOf(Attempt.Refused.class, wrong.send(message("n1").build()));

            // Then
            assertEquals(DeliveryReason.AUTHENTICATION_FAILED, refused.reason());
            assertTrue(wrong.objection(message("n2").build()).isPresent());
            assertTrue(!refused.detail().contains("another secret"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>no such page</html>", "{\"title\":\"no such page\",\"status\":404}"})
    void anAnswerThatIsNotTwiliosRefusesNothing(String body) throws Exception {
        // Given: another server at Twilio's address
        HttpServer stranger = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        stranger.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(404, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        stranger.start();

        // Then
        try (SmsChannel lost = channel(stranger.getAddress().getPort(), "a secret")) {
            Attempt attempt = lost.send(message("n1").build());
            assertTrue(attempt instanceof Attempt.Retry || attempt instanceof Attempt.InDoubt, attempt::toString);
        } finally {
            stranger.stop(0);
        }
    }

    @Test
    void whatBecameOfAMessageIsAsked() {
        // Given
        twilio.ending(NUMBER, Ending.undelivered(30003));
        Attempt.HandedOver handed = assertInstanceOf(Attempt.HandedOver.class, channel.send(message("n1").build()));

        // Then
        assertInstanceOf(Fate.Missed.class, channel.ask(message("n1").build(), handed.providerId()));
    }

    private TwilioProvider provider(MessageSearch.Bound bound) {
        return new TwilioProvider(new TwilioSettings(SID, "a secret", SERVICE, null,
                URI.create("http://127.0.0.1:" + twilio.port()), null, 5, Duration.ofSeconds(2),
                Duration.ofMinutes(1)), CLOCK, bound);
    }

    private static List<String> texts(TwilioProvider.Inbox inbox) {
        return inbox.received().stream().map(TwilioProvider.Received::text).sorted().toList();
    }

    @ParameterizedTest
    @CsvSource({"documented,false", "queued-first,false", "oldest,false", "5,false", "documented,true"})
    void whatPeopleSentIsFetchedInWhateverOrderItIsListed(String order, boolean emptyFirst) {
        // Given
        Instant before = NOW.minusSeconds(5);
        for (int n = 0; n < 8; n++) {
            twilio.received(NUMBER, "+15005550006", "１" + n);
            twilio.history(NUMBER, NOW, "ours " + n);
        }
        twilio.listing().order(ListOrder.named(order)).emptyFirst(emptyFirst);

        // When
        try (TwilioProvider provider = provider(new MessageSearch.Bound(7, 3, Duration.ofSeconds(9)))) {
            TwilioProvider.Inbox inbox = provider.received(before);

            // Then
            assertEquals(List.of("１0", "１1", "１2", "１3", "１4", "１5", "１6", "１7"), texts(inbox));
            assertEquals(NUMBER, inbox.received().getFirst().from());
            assertTrue(inbox.complete());
        }
    }

    @Test
    void moreThanCanBeFetchedAndAPageThatFailedAreSaidToBeMissing() {
        // Given
        Instant before = NOW.minusSeconds(5);
        for (int n = 0; n < 7; n++) {
            twilio.received(NUMBER, "+15005550006", "1 " + n);
        }

        // Then
        try (TwilioProvider provider = provider(new MessageSearch.Bound(2, 3, Duration.ofSeconds(9)))) {
            TwilioProvider.Inbox most = provider.received(before);
            assertEquals(6, most.received().size());
            assertTrue(!most.complete());
            twilio.listing().next(Turn.answer(), Turn.fail());
            TwilioProvider.Inbox first = provider.received(before);
            assertEquals(3, first.received().size());
            assertTrue(!first.complete());
        }
    }

    @Test
    void whatTwilioSignedForAnotherPortIsRefused() {
        // Given
        Map<String, String> form = Map.of("MessageSid", "SM1", "From", NUMBER);
        String elsewhere = DoubleSignature.of("12345", "https://alerts.example.gov:8443/webhooks/twilio/sms", form);
        String here = DoubleSignature.of("12345", "https://alerts.example.gov/webhooks/twilio/sms", form);
        TwilioSignature ours = new TwilioSignature("12345", URI.create("https://alerts.example.gov/"));

        // Then
        assertTrue(ours.isTrue("/webhooks/twilio/sms", form, here));
        assertTrue(!ours.isTrue("/webhooks/twilio/sms", form, elsewhere));
    }

    @ParameterizedTest
    @CsvSource({"https://mycompany.com,/myapp.php?foo=1&bar=2,RSOYDt4T1cUTdK1PDd93/VVr8B8=,true",
            "https://mycompany.com,/myapp.php?foo=1&bar=2,NOTRSOYDt4T1cUTdK1PDd93/VVr8B8=,false",
            "https://mycompany.com,/myapp.php?foo=1,RSOYDt4T1cUTdK1PDd93/VVr8B8=,false",
            "https://elsewhere.com,/myapp.php?foo=1&bar=2,RSOYDt4T1cUTdK1PDd93/VVr8B8=,false"})
    void onlyWhatTwilioSignedForOurAddressIsTrue(String publicUrl, String path, String signature, boolean isTrue) {
        assertEquals(isTrue, new TwilioSignature("12345", URI.create(publicUrl)).isTrue(path,
                Map.of("Digits", "1234", "CallSid", "CA1234567890ABCDE", "To", "+18005551212", "Caller",
                        "+14158675309", "From", "+14158675309"),
                signature));
    }
}
