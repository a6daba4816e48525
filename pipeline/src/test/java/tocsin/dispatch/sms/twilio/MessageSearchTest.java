package tocsin.dispatch.sms.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.dispatch.Attempt;
import tocsin.dispatch.Doubt;
import tocsin.dispatch.Notifications;
import tocsin.dispatch.Reconciliation;
import tocsin.dispatch.sms.SmsMessage;
import tocsin.doubles.twilio.TwilioDouble;
import tocsin.doubles.twilio.Turn;
import tocsin.doubles.twilio.ListOrder;
import tocsin.doubles.twilio.Ending;
import tocsin.model.References;
import tocsin.model.Sha256;

/// A doubt is settled without trusting the order in which Twilio lists messages.
class MessageSearchTest {
    private static final String NUMBER = "+8653200000101";
    private static final String ACCOUNT = "AC00000000000000000000000000000001";
    private static final String TOKEN = "a secret";
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final MessageSearch.Bound SMALL = new MessageSearch.Bound(12, 3, Duration.ofSeconds(20));
    private static final Doubt DOUBT = new Doubt(NOW.minusSeconds(30), NOW.minusSeconds(10), Optional.empty());

    static final List<ListOrder> ORDERS = Stream
            .of("documented", "queued-first", "created", "oldest", "1", "2", "3").map(ListOrder::named).toList();

    private TwilioDouble twilio;
    private volatile Instant now = NOW;

    @BeforeEach
    void start() {
        twilio = new TwilioDouble(0, ACCOUNT, TOKEN).clock(() -> now);
    }

    @AfterEach
    void stop() {
        twilio.close();
    }

    private TwilioProvider provider(int port, MessageSearch.Bound bound) {
        return new TwilioProvider(new TwilioSettings(ACCOUNT, TOKEN, null, "+8653200000100",
                URI.create("http://127.0.0.1:" + port), null, 5, Duration.ofSeconds(5), Duration.ofMinutes(1)),
                () -> now, bound);
    }

    private Reconciliation find(String id, Doubt doubt, MessageSearch.Bound bound) {
        try (TwilioProvider provider = provider(twilio.port(), bound)) {
            return provider.reconcile(message(id), doubt);
        }
    }

    private Reconciliation find(String id) {
        return find(id, DOUBT, SMALL);
    }

    private void send(String id) {
        try (TwilioProvider provider = provider(twilio.port(), SMALL)) {
            assertInstanceOf(Attempt.HandedOver.class, provider.submit(message(id)));
        }
    }

    /// A message of the same words as every other, but for its code.
    private static SmsMessage message(String id) {
        String reference = References.of(Sha256.of(id));
        return new SmsMessage(Sha256.of(id), NUMBER, References.append("请核实并处置：重大火灾", reference), reference,
                "OPENED.zh", Map.of(), "", Duration.ofHours(1));
    }

    private String sid(String id) {
        return twilio.accepted().stream().filter(one -> one.body().equals(message(id).text())).findFirst()
                .orElseThrow().sid();
    }

    /// Ten messages of the last days, a queue, and messages created before and after.
    private void livelyNumber() {
        for (int n = 0; n < 5; n++) {
            twilio.history(NUMBER, NOW.minus(Duration.ofDays(1 + n)), "old " + n, message("long ago " + n).text());
        }
        send("before");
        twilio.ending(Ending.stuck());
        send("waits before");
        send("wanted, waits");
        twilio.ending(Ending.delivered());
        send("wanted");
        now = NOW.plusSeconds(5);
        send("after");
    }

    @ParameterizedTest
    @FieldSource("ORDERS")
    void whatWasAcceptedIsFoundInWhateverOrderItIsListed(ListOrder order) {
        // Given
        livelyNumber();
        twilio.listing().order(order);

        // Then
        for (String id : new String[]{"wanted", "wanted, waits", "before", "after"}) {
            assertEquals(new Reconciliation.Found(sid(id)), find(id), id);
        }
    }

    @ParameterizedTest
    @FieldSource("ORDERS")
    void whatWasNotAcceptedIsNotThereOnlyAfterEveryPageWasReadTwice(ListOrder order) {
        // Given: 15 messages, five pages
        livelyNumber();
        twilio.listing().order(order);

        // Then
        assertInstanceOf(Reconciliation.NotFound.class, find("never sent"));
        assertEquals(10, twilio.listing().asked());
    }

    @Test
    void aListOfOnePageIsReadOnce() {
        send("another");
        assertInstanceOf(Reconciliation.NotFound.class, find("never sent"));
        assertEquals(1, twilio.listing().asked());
    }

    @Test
    void aMessageOnTheLastPageIsFound() {
        // Given
        send("wanted");
        for (int n = 0; n < 11; n++) {
            send("later " + n);
        }
        twilio.listing().order(ListOrder.newestCreatedFirst());

        // Then
        assertEquals(new Reconciliation.Found(sid("wanted")), find("wanted"));
        assertEquals(4, twilio.listing().asked());
    }

    @ParameterizedTest
    @CsvSource({"documented,false", "documented,true", "queued-first,false", "queued-first,true"})
    void aMessageThatIsSentWhilePagesAreReadIsFound(String order, boolean byNumber) {
        // Given: it stands at one end of the list while it is queued, and at the other when it was sent
        twilio.ending(Ending.stuck());
        send("wanted");
        for (int n = 0; n < 4; n++) {
            send("waits " + n);
        }
        twilio.history(NUMBER, NOW.minusSeconds(100), "old 1", "old 2", "old 3", "old 4", "old 5", "old 6");
        twilio.listing().order(ListOrder.named(order)).byNumber(byNumber).before(nth -> {
            if (nth == 1) {
                twilio.finish(sid("wanted"), Ending.delivered());
                twilio.finish(sid("waits 3"), Ending.delivered());
            }
        });

        // Then
        assertEquals(new Reconciliation.Found(sid("wanted")), find("wanted"));
    }

    @Test
    void aListThatNeverStandsStillIsNotKnown() {
        // Given: something new on every page
        twilio.history(NUMBER, NOW.minusSeconds(100), "old 1", "old 2", "old 3", "old 4");
        twilio.listing().before(nth -> twilio.history(NUMBER, now, "new " + nth));

        // Then
        assertInstanceOf(Reconciliation.NotKnown.class, find("never sent"));
        assertEquals(SMALL.pages(), twilio.listing().asked());
    }

    /// 18 messages of three on a page are six pages, read twice within twelve.
    @ParameterizedTest
    @CsvSource({"18,true", "19,false"})
    void aListLongerThanTheBoundIsNotKnownAndNeverNotThere(int messages, boolean known) {
        // Given
        for (int n = 0; n < messages; n++) {
            twilio.history(NUMBER, NOW.minusSeconds(100), "old " + n);
        }

        // Then
        assertEquals(known ? Reconciliation.NotFound.class : Reconciliation.NotKnown.class,
                find("never sent").getClass());
        assertEquals(12, twilio.listing().asked());
    }

    @ParameterizedTest
    @CsvSource({"9999,true", "10000,false"})
    void aSearchThatTakesTooLongIsNotKnown(long milliseconds, boolean known) {
        // Given: a page takes so long, and two readings of one page each are three of them within the time
        twilio.history(NUMBER, NOW.minusSeconds(100), "old 1", "old 2", "old 3", "old 4");
        twilio.listing().before(nth -> now = nth == 1 || nth == 2 ? now.plusMillis(milliseconds) : now);

        // Then
        assertEquals(known ? Reconciliation.NotFound.class : Reconciliation.NotKnown.class,
                find("never sent").getClass());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail", "throttle", "cut", "refuse"})
    void aLaterPageThatFailsIsNotKnown(String how) {
        // Given
        twilio.history(NUMBER, NOW.minusSeconds(100), "old 1", "old 2", "old 3", "old 4");
        twilio.listing().next(Turn.answer(), switch (how) {
            case "fail" -> Turn.fail();
            case "throttle" -> Turn.throttle();
            case "cut" -> Turn.cut();
            default -> Turn.refuse(20001);
        });

        // Then: and the next search tells
        assertInstanceOf(Reconciliation.NotKnown.class, find("never sent"));
        assertInstanceOf(Reconciliation.NotFound.class, find("never sent"));
    }

    @ParameterizedTest
    @CsvSource({"fail,true", "throttle,true", "cut,true", "refuse,false"})
    void whileTwilioIsAwayTheDoubtWaitsAndARefusedListLeavesItOpen(String how, boolean away) {
        twilio.listing().next(switch (how) {
            case "fail" -> Turn.fail();
            case "throttle" -> Turn.throttle();
            case "cut" -> Turn.cut();
            default -> Turn.refuse(20001);
        });
        assertEquals(away ? Reconciliation.NotNow.class : Reconciliation.NotKnown.class, find("never sent").getClass());
    }

    @Test
    void whatIsFoundBeforeAPageFailsIsFound() {
        // Given: it is the last of its page
        send("wanted");
        now = NOW.plusSeconds(1);
        for (int n = 0; n < 2; n++) {
            send("later " + n);
        }
        twilio.history(NUMBER, NOW.minusSeconds(100), "old 1");
        twilio.listing().next(Turn.answer(), Turn.fail());

        // Then
        assertEquals(new Reconciliation.Found(sid("wanted")), find("wanted"));
    }

    @Test
    void anEmptyPageIsNotTheEndOfTheList() {
        send("wanted");
        twilio.listing().emptyFirst(true);
        assertEquals(new Reconciliation.Found(sid("wanted")), find("wanted"));
    }

    /// Twilio may list a message some seconds after it accepted it.
    @ParameterizedTest
    @CsvSource({"9999,false", "10000,true"})
    void whatIsNotListedYetIsNotKnownUntilItMustBeListed(long milliseconds, boolean known) {
        // Given
        send("wanted");
        twilio.listing().after(Duration.ofMillis(milliseconds + 1));
        now = NOW.plusMillis(milliseconds);
        Doubt doubt = new Doubt(NOW, NOW, Optional.empty());

        // Then
        assertEquals(known ? Reconciliation.NotFound.class : Reconciliation.NotKnown.class,
                find("wanted", doubt, SMALL).getClass());
    }

    @Test
    void aPageReadTooEarlyCountsForNothingHoweverLongTheSearchTakes() {
        // Given: the message is listed after the first page was read, and the search ends long after
        send("wanted");
        twilio.history(NUMBER, NOW.minusSeconds(100), "old 1", "old 2", "old 3");
        twilio.listing().after(Duration.ofSeconds(9)).before(nth -> now = now.plusSeconds(nth == 3 ? 15 : 0));
        now = NOW.plusSeconds(4);

        // Then
        assertInstanceOf(Reconciliation.NotKnown.class,
                find("never sent", new Doubt(NOW, NOW, Optional.empty()), SMALL));
    }

    @Test
    void equalWordsAreToldApartByTheirCodeAndACodeOfLongAgoIsAnother() {
        // Given
        send("another");
        twilio.history(NUMBER, DOUBT.decidedAt().minus(Duration.ofMinutes(11)), message("wanted").text());

        // Then
        assertInstanceOf(Reconciliation.NotFound.class, find("wanted"));
        twilio.history(NUMBER, DOUBT.decidedAt().minus(Duration.ofMinutes(9)), message("wanted").text());
        assertInstanceOf(Reconciliation.Found.class, find("wanted"), "clocks differ");
    }

    @Test
    void anAttemptBeforeTheLastCountsToo() {
        // Given: accepted four minutes before the last attempt ended in doubt
        Instant decided = NOW.minus(Duration.ofMinutes(5));
        twilio.history(NUMBER, NOW.minus(Duration.ofMinutes(4)), message("wanted").text());

        // Then
        assertInstanceOf(Reconciliation.Found.class,
                find("wanted", new Doubt(decided, NOW.minusSeconds(10), Optional.empty()), SMALL));
    }

    @Test
    void aCopyThatIsKnownToHaveMissedIsNotTheOneInDoubt() {
        // Given
        twilio.ending(Ending.undelivered(30003));
        send("wanted");
        Doubt second = new Doubt(DOUBT.decidedAt(), DOUBT.at(), Optional.of(sid("wanted")));

        // Then
        assertInstanceOf(Reconciliation.NotFound.class, find("wanted", second, SMALL));
        assertEquals(new Reconciliation.Found(sid("wanted")), find("wanted"), "where nothing better is listed");
        twilio.ending(Ending.delivered());
        send("wanted");
        for (ListOrder order : ORDERS) {
            twilio.listing().order(order);
            assertEquals(new Reconciliation.Found(twilio.accepted().getLast().sid()), find("wanted"), order::toString);
        }
    }

    @Test
    void aMessageWhoseWordsTwilioHidesMayBeTheOne() {
        // Given: an account that redacts its messages
        twilio.history(NUMBER, NOW, "");

        // Then
        assertInstanceOf(Reconciliation.NotKnown.class, find("wanted"));
        twilio.history(NUMBER, NOW, message("wanted").text());
        assertInstanceOf(Reconciliation.Found.class, find("wanted"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>welcome</html>", "{}", "{\"messages\":[{\"sid\":3}],\"uri\":\"/\"}", ""})
    void anAnswerThatIsNotTwiliosIsNotKnown(String body) throws Exception {
        // Given
        HttpServer stranger = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        stranger.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        stranger.start();

        // Then
        try (TwilioProvider lost = provider(stranger.getAddress().getPort(), SMALL)) {
            assertTrue(lost.reconcile(message("wanted"), DOUBT) instanceof Reconciliation.NotKnown);
        } finally {
            stranger.stop(0);
        }
    }
}
