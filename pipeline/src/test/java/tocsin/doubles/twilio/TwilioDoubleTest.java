package tocsin.doubles.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twilio.base.Page;
import com.twilio.exception.ApiException;
import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.MessageCreator;
import com.twilio.rest.api.v2010.account.MessageReader;
import com.twilio.type.PhoneNumber;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Proves the double with Twilio's own library.
class TwilioDoubleTest {
    private static final String TO = "+8613800138000";
    private static final String FROM = "+15005550006";
    private static final String SERVICE = "MG0123456789abcdef0123456789abcdef";
    private static final Duration SOON = Duration.ofSeconds(20);

    private TwilioDouble twilio;
    private TwilioRestClient sdk;

    @BeforeEach
    void start() {
        twilio = new TwilioDouble();
        sdk = sdk(twilio.authToken(), Duration.ofSeconds(20), true);
    }

    @AfterEach
    void stop() {
        twilio.close();
    }

    /// Twilio's library, with its host's name on the request and the double at the end of the line.
    ///
    /// @param once whether what fails is left alone; by itself the library posts again
    private TwilioRestClient sdk(String token, Duration patience, boolean once) {
        HttpHost target = new HttpHost("http", "127.0.0.1", twilio.port());
        RequestConfig patient = RequestConfig.custom().setResponseTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .build();
        // Each request carries the library's own limits: they are replaced where the request is executed.
        HttpClientBuilder builder = HttpClientBuilder.create().setRoutePlanner((host, context) -> new HttpRoute(target))
                .disableAutomaticRetries().addExecInterceptorFirst("patience", (request, scope, chain) -> {
                    scope.clientContext.setRequestConfig(patient);
                    return chain.proceed(request, scope);
                });
        NetworkHttpClient http = once ? new NetworkHttpClient(builder) {
            @Override
            public Response reliableRequest(Request request) {
                return makeRequest(request);
            }
        } : new NetworkHttpClient(builder);
        return new TwilioRestClient.Builder(twilio.accountSid(), token).httpClient(http).build();
    }

    private static MessageCreator message(String to, String body) {
        return Message.creator(new PhoneNumber(to), new PhoneNumber(FROM), body);
    }

    private static List<String> bodies(Page<Message> page) {
        return page.getRecords().stream().map(Message::getBody).toList();
    }

    @Test
    void aCreateIsAnsweredWithTheWholeMessage() {
        // When
        Message message = message(TO, "青岛市李沧区重大火灾").setValidityPeriod(600).create(sdk);

        // Then
        assertTrue(message.getSid().matches("SM[0-9a-f]{32}"));
        assertEquals(Message.Status.QUEUED, message.getStatus());
        assertEquals(Message.Direction.OUTBOUND_API, message.getDirection());
        assertEquals(TO, message.getTo());
        assertEquals(FROM, message.getFrom().toString());
        assertEquals("青岛市李沧区重大火灾", message.getBody());
        assertEquals("1", message.getNumSegments());
        assertEquals("/2010-04-01/Accounts/" + twilio.accountSid() + "/Messages/" + message.getSid() + ".json",
                message.getUri());
        assertTrue(message.getSubresourceUris().containsKey("media"));
        assertTrue(Duration.between(message.getDateCreated().toInstant(), Instant.now()).abs().toMinutes() < 1);
        assertNull(message.getDateSent());
        assertNull(message.getErrorCode());
        assertEquals(List.of(new TwilioDouble.Accepted(message.getSid(), TO, "青岛市李沧区重大火灾",
                twilio.accepted().getFirst().at())), twilio.accepted());
    }

    @Test
    void aMessagingServiceAcceptsAndChoosesItsSenderLater() {
        // When
        Message message = Message.creator(new PhoneNumber(TO), SERVICE, "fire").create(sdk);

        // Then
        assertEquals(Message.Status.ACCEPTED, message.getStatus());
        assertEquals(SERVICE, message.getMessagingServiceSid());
        assertNull(message.getFrom());
        assertEquals("0", message.getNumSegments());
        Message later = Message.fetcher(message.getSid()).fetch(sdk);
        assertEquals(Message.Status.DELIVERED, later.getStatus());
        assertEquals("+15017122661", later.getFrom().toString());
        assertEquals("1", later.getNumSegments());
    }

    @Test
    void messagesAreListedNewestFirstPageByPage() {
        // Given
        IntStream.range(0, 7).forEach(i -> message(TO, "fire " + i).create(sdk));
        message("+8613900139000", "another").create(sdk);

        // When
        MessageReader reader = Message.reader().setTo(new PhoneNumber(TO)).setPageSize(3L);
        Page<Message> first = reader.firstPage(sdk);
        message(TO, "too late for this list").create(sdk);
        Page<Message> second = reader.nextPage(first, sdk);
        Page<Message> third = reader.nextPage(second, sdk);

        // Then
        assertEquals(List.of("fire 6", "fire 5", "fire 4"), bodies(first));
        assertEquals(List.of("fire 3", "fire 2", "fire 1"), bodies(second));
        assertEquals(List.of("fire 0"), bodies(third));
        assertTrue(second.hasNextPage() && !third.hasNextPage());
        List<String> all = new ArrayList<>();
        Message.reader().setPageSize(2L).read(sdk).forEach(each -> all.add(each.getBody()));
        assertEquals(9, all.size());
    }

    /// Sent 1, 2 and 3 at noon and each a minute later, one that waits, and one of yesterday.
    @ParameterizedTest
    @CsvSource({"documented,3 2 1 old waits", "queued-first,waits 3 2 1 old", "created,waits 3 2 1 old",
            "oldest,old 1 2 3 waits"})
    void aListHasTheOrderTheTestSays(String order, String listed) {
        // Given
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-02T12:00:00Z"));
        twilio.clock(now::get).history(TO, now.get().minus(Duration.ofDays(1)), "old");
        for (String body : List.of("1", "2", "3")) {
            message(TO, body).create(sdk);
            now.updateAndGet(before -> before.plusSeconds(60));
        }
        twilio.ending(Ending.stuck());
        message(TO, "waits").create(sdk);

        // Then
        twilio.listing().order(ListOrder.named(order));
        assertEquals(List.of(listed.split(" ")), bodies(Message.reader().setTo(TO).firstPage(sdk)));
    }

    @Test
    void aSeedIsAnOrderOfItsOwnThatPagesKeep() {
        // Given
        IntStream.range(0, 20).forEach(i -> message(TO, "fire " + i).create(sdk));
        List<String> documented = bodies(Message.reader().setTo(TO).firstPage(sdk));

        // When
        List<List<String>> orders = new ArrayList<>();
        for (long seed : new long[]{1, 1, 2}) {
            twilio.listing().order(ListOrder.seeded(seed));
            List<String> all = new ArrayList<>();
            Message.reader().setTo(TO).setPageSize(3L).read(sdk).forEach(each -> all.add(each.getBody()));
            orders.add(all);
        }

        // Then
        assertEquals(orders.get(0), orders.get(1));
        assertNotEquals(orders.get(0), orders.get(2));
        assertNotEquals(documented, orders.get(0));
        assertEquals(new TreeSet<>(documented), new TreeSet<>(orders.get(2)));
    }

    @Test
    void whatIsQueuedIsSentLaterAndIsListedMeanwhile() throws Exception {
        // Given
        twilio.queue(Duration.ofMillis(200));

        // When
        Message queued = message(TO, "fire").create(sdk);
        Message listed = Message.reader().setTo(TO).firstPage(sdk).getRecords().getFirst();
        twilio.settle(SOON);

        // Then
        assertEquals(queued.getSid(), listed.getSid());
        Message sent = Message.fetcher(queued.getSid()).fetch(sdk);
        assertEquals(Message.Status.DELIVERED, sent.getStatus());
        assertNotNull(sent.getDateSent());
    }

    @Test
    void listsCanComeLateAndFail() {
        // Given
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-02T12:00:00Z"));
        twilio.clock(now::get).listing().after(Duration.ofSeconds(10)).next(Turn.fail());
        message(TO, "fire").create(sdk);

        // Then
        MessageReader reader = Message.reader().setTo(TO);
        assertEquals(500, assertThrows(ApiException.class, () -> reader.firstPage(sdk)).getStatusCode());
        assertEquals(List.of(), bodies(reader.firstPage(sdk)));
        now.updateAndGet(before -> before.plusSeconds(10));
        assertEquals(List.of("fire"), bodies(reader.firstPage(sdk)));
        assertEquals(3, twilio.listing().asked());
    }

    @Test
    void listsKnowPartiesAndTheDateOfSendingToTheSecond() {
        // Given
        ZonedDateTime noon = ZonedDateTime.of(2026, 3, 2, 12, 0, 0, 0, ZoneOffset.UTC);
        twilio.clock(() -> noon.plusNanos(700).toInstant());
        message(TO, "sent").create(sdk);
        twilio.ending(Ending.stuck());
        message(TO, "waiting").create(sdk);
        twilio.received("+8613900139000", FROM, "收到");

        // Then
        assertEquals(List.of("sent"), bodies(Message.reader().setTo(TO).setDateSentAfter(noon).firstPage(sdk)));
        assertEquals(List.of(),
                bodies(Message.reader().setTo(TO).setDateSentAfter(noon.plusSeconds(1)).firstPage(sdk)));
        assertEquals(List.of("收到", "sent"),
                bodies(Message.reader().setDateSentBefore(noon).setDateSentAfter(noon.minusHours(1)).firstPage(sdk)));
        assertEquals(List.of("收到", "sent"), bodies(Message.reader().setDateSent(noon).firstPage(sdk)));
        assertEquals(List.of(), bodies(Message.reader().setDateSent(noon.plusDays(1)).firstPage(sdk)));
        assertEquals(List.of("sent", "waiting"), bodies(Message.reader().setFrom(FROM).firstPage(sdk)));
        assertEquals(Message.Direction.INBOUND,
                Message.reader().setTo(FROM).firstPage(sdk).getRecords().getFirst().getDirection());
    }

    @Test
    void whatIsNotThereIsNotFound() {
        var missing = assertThrows(ApiException.class,
                () -> Message.fetcher("SM0123456789abcdef0123456789abcdef").fetch(sdk));
        assertEquals(List.of(404, 20404), List.of(missing.getStatusCode(), missing.getCode()));
    }

    @Test
    void aWrongTokenIsRefused() {
        TwilioRestClient stranger = sdk("wrong", SOON, true);
        var refused = assertThrows(ApiException.class, () -> message(TO, "fire").create(stranger));
        assertEquals(List.of(401, 20003), List.of(refused.getStatusCode(), refused.getCode()));
        assertEquals(0, twilio.creates());
    }

    @ParameterizedTest
    @CsvSource({"'',+15005550006,fire,21604", "+8613800138000,'',fire,21603", "+8613800138000,+15005550006,'',21602",
            "123,+15005550006,fire,21211", "+15005550001,+15005550006,fire,21211",
            "+15005550002,+15005550006,fire,21612", "+15005550003,+15005550006,fire,21408",
            "+15005550004,+15005550006,fire,21610", "+15005550007,+15005550006,fire,21612",
            "+15005550009,+15005550006,fire,21614", "+8613800138000,+15005550001,fire,21212",
            "+8613800138000,+15005550007,fire,21606", "+8613800138000,+15005550008,fire,21611"})
    void whatTwilioRefusesIsRefusedWithItsCode(String to, String from, String body, int code) {
        var refused = assertThrows(ApiException.class,
                () -> Message.creator(new PhoneNumber(to), new PhoneNumber(from), body).create(sdk));
        assertEquals(List.of(400, code), List.of(refused.getStatusCode(), refused.getCode()));
        assertEquals("https://www.twilio.com/docs/errors/" + code, refused.getMoreInfo());
        assertEquals(List.of(), twilio.accepted());
    }

    @Test
    void lengthAndValidityHaveBounds() {
        assertEquals(21617,
                assertThrows(ApiException.class, () -> message(TO, "火".repeat(1601)).create(sdk)).getCode());
        assertEquals("24", message(TO, "火".repeat(1600)).create(sdk).getNumSegments());
        assertEquals(21624, assertThrows(ApiException.class,
                () -> message(TO, "fire").setValidityPeriod(36001).create(sdk)).getCode());
    }

    @ParameterizedTest
    @CsvSource({"a,160,1", "a,161,2", "a,306,2", "a,307,3", "€,80,1", "€,81,2", "€,152,2", "€,153,3", "火,70,1",
            "火,71,2",
            "火,134,2", "火,135,3", "🔥,35,1", "🔥,36,2", "🔥,66,2", "🔥,67,3"})
    void partsAreCountedAsCarriersDo(String unit, int times, int parts) {
        assertEquals(parts, DoubleSegments.of(unit.repeat(times)));
    }

    @Test
    void aNumberThatIsRefusedOrHasSaidStopGetsNothing() {
        // Given
        twilio.refuse("+8613900139000", 21635);
        twilio.received(TO, FROM, "stop");

        // Then
        assertEquals(21635,
                assertThrows(ApiException.class, () -> message("+8613900139000", "fire").create(sdk)).getCode());
        assertEquals(21610, assertThrows(ApiException.class, () -> message(TO, "fire").create(sdk)).getCode());
        twilio.received(TO, FROM, "START");
        message(TO, "fire").create(sdk);
        assertEquals(Map.of(TO, 1L), twilio.acceptedByTo());
    }

    @Test
    void throttlingAcceptsNothingAndMaySayWhenToComeBack() throws Exception {
        // Given
        twilio.next(Turn.throttle(), Turn.throttle(2));

        // When
        var refused = assertThrows(ApiException.class, () -> message(TO, "fire").create(sdk));
        HttpResponse<String> raw = raw();

        // Then
        assertEquals(List.of(429, 20429), List.of(refused.getStatusCode(), refused.getCode()));
        assertEquals(429, raw.statusCode());
        assertEquals("2", raw.headers().firstValue("Retry-After").orElseThrow());
        assertEquals(List.of(), twilio.accepted());
        twilio.atMost(0);
        assertEquals(20429, assertThrows(ApiException.class, () -> message(TO, "fire").create(sdk)).getCode());
    }

    private HttpResponse<String> raw() throws Exception {
        String words = twilio.accountSid() + ":" + twilio.authToken();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest
                    .newBuilder(URI.create("http://127.0.0.1:" + twilio.port() + "/2010-04-01/Accounts/"
                            + twilio.accountSid() + "/Messages.json"))
                    .header("Authorization",
                            "Basic " + Base64.getEncoder().encodeToString(words.getBytes(StandardCharsets.UTF_8)))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("To=%2B8613800138000&From=%2B15005550006&Body=fire"))
                    .build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void aLibraryLeftToItselfSendsThreeTimesWhatFailsAfterItWasAccepted() {
        twilio.next(Turn.acceptAndFail(), Turn.acceptAndFail(), Turn.acceptAndFail());
        TwilioRestClient eager = sdk(twilio.authToken(), SOON, false);
        assertEquals(500, assertThrows(ApiException.class, () -> message(TO, "fire").create(eager)).getStatusCode());
        assertEquals(Map.of("fire", 3L), twilio.acceptedByBody());
    }

    @Test
    void aFailureLeavesOpenWhetherItWasSent() {
        twilio.next(Turn.fail(), Turn.acceptAndFail(), Turn.fail(503));
        for (int status : List.of(500, 500, 503)) {
            assertEquals(status,
                    assertThrows(ApiException.class, () -> message(TO, "fire").create(sdk)).getStatusCode());
        }
        assertEquals(List.of(3L, 1), List.of(twilio.creates(), twilio.accepted().size()));
    }

    /// The library knows no code and no status: nobody answered.
    private static void assertUnanswered(Class<? extends IOException> cause, Executable call) {
        var unanswered = assertThrows(ApiException.class, call);
        assertInstanceOf(cause, unanswered.getCause());
        assertNull(unanswered.getCode());
        assertNull(unanswered.getStatusCode());
    }

    @Test
    void aCutConnectionLeavesOpenWhetherItWasSent() {
        // Given
        twilio.nextTo(TO, Turn.acceptAndCut(), Turn.cut());

        // Then
        assertUnanswered(NoHttpResponseException.class, () -> message(TO, "sent").create(sdk));
        assertUnanswered(NoHttpResponseException.class, () -> message(TO, "not sent").create(sdk));
        assertEquals(List.of("sent"), bodies(Message.reader().setTo(TO).firstPage(sdk)));
        assertEquals(2, twilio.creates());
    }

    @Test
    void aClientThatWaitsInVainGivesUp() {
        twilio.next(Turn.acceptAndHang(), Turn.hang(), Turn.answer().after(Duration.ofMinutes(4)));
        TwilioRestClient hasty = sdk(twilio.authToken(), Duration.ofMillis(100), true);
        for (int i = 0; i < 3; i++) {
            assertUnanswered(SocketTimeoutException.class, () -> message(TO, "fire").create(hasty));
        }
        assertEquals(List.of("fire", "fire"), bodies(Message.reader().setTo(TO).firstPage(sdk)));
    }

    @Test
    void badLuckIsTheSameForTheSameSeedAndNothingIsLostOrTwice() throws Exception {
        // Given
        Turn.Policy policy = Turn.Policy.seeded(7, new Turn.Odds(0.2, Turn.throttle()),
                new Turn.Odds(0.1, Turn.acceptAndCut()), new Turn.Odds(0.1, Turn.fail()));
        twilio.policy(policy);

        // When: each is sent until it is listed
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String to = "+86138" + (10_000_000 + i);
                sent.add(callers.submit(() -> {
                    while (Message.reader().setTo(to).firstPage(sdk).getRecords().isEmpty()) {
                        try {
                            message(to, "fire").create(sdk);
                        } catch (ApiException _) {
                            // Listed or not: that is what counts.
                        }
                    }
                }));
            }
            for (Future<?> each : sent) {
                each.get();
            }
        }

        // Then
        assertEquals(200, twilio.acceptedByTo().size());
        assertEquals(200, twilio.accepted().size());
        long creates = IntStream.range(0, 200).mapToLong(i -> {
            int attempt = 1;
            while (!policy.of(new Create("+86138" + (10_000_000 + i), FROM, "", "fire", "", null, attempt)).accepts()) {
                attempt++;
            }
            return attempt;
        }).sum();
        assertEquals(creates, twilio.creates());
        assertTrue(creates > 220 && creates < 400, () -> creates + " creates");
    }

    @Test
    void callbacksFollowInOrderAndSignedForThePublicAddress() throws Exception {
        try (WebhookProbe program = new WebhookProbe(twilio.authToken(),
                "https://alerts.example.test/hooks?key=a%20b")) {
            // Given
            twilio.publicAt("https://alerts.example.test", program.base());
            twilio.ending("+8613900139000", Ending.undelivered(30003)).ending("+8613700137000", Ending.failed(30007));

            // When
            for (String to : List.of(TO, "+8613900139000", "+8613700137000")) {
                message(to, "fire").setStatusCallback(program.published()).create(sdk);
                twilio.settle(SOON);
            }
            Message.creator(new PhoneNumber(TO), SERVICE, "fire").setStatusCallback(program.published()).create(sdk);
            twilio.settle(SOON);

            // Then
            assertEquals(List.of("sent", "delivered", "sent", "undelivered 30003", "failed 30007", "queued", "sent",
                    "delivered"), program.statuses());
            assertTrue(program.calls().stream().allMatch(WebhookProbe.Call::signed));
            assertEquals(twilio.accepted().getFirst().sid(), program.calls().getFirst().form().get("MessageSid"));
            assertEquals(twilio.accountSid(), program.calls().getFirst().form().get("AccountSid"));
            assertEquals(TO, program.calls().getFirst().form().get("To"));
            assertEquals(8, twilio.callbacks().stream().filter(callback -> callback.answer() == 200).count());
            Message failed = Message.fetcher(twilio.accepted().get(2).sid()).fetch(sdk);
            assertEquals(Message.Status.FAILED, failed.getStatus());
            assertEquals(30007, failed.getErrorCode());
        }
    }

    @Test
    void callbacksGetLostRepeatThemselvesAndOvertakeOneAnother() throws Exception {
        try (WebhookProbe program = new WebhookProbe(twilio.authToken(), "")) {
            MessageCreator creator = message(TO, "fire").setStatusCallback(program.base() + "/hooks");
            twilio.callbacks(CallbackPolicy.lost());
            creator.create(sdk);
            twilio.settle(SOON);
            assertEquals(List.of(), program.statuses());

            twilio.callbacks(CallbackPolicy.repeated(2));
            creator.create(sdk);
            twilio.settle(SOON);
            assertEquals(List.of("sent", "sent", "delivered", "delivered"), program.statuses());

            twilio.callbacks(CallbackPolicy.reversed());
            creator.create(sdk);
            twilio.settle(SOON);
            assertEquals(List.of("delivered", "sent"), program.statuses().subList(4, 6));

            twilio.callbacks(CallbackPolicy.inOrder()).ending(Ending.none()).callbacksFirst(true);
            Message open = creator.create(sdk);
            assertEquals("sent", program.statuses().get(6), "before the create was answered");
            twilio.finish(open.getSid(), Ending.delivered()).settle(SOON);
            assertEquals("delivered", program.statuses().get(7));
        }
    }

    @Test
    void theLuckOfCallbacksHangsOnTheSeed() {
        CallbackPolicy policy = CallbackPolicy.seeded(3, 0.2, 0.3, 0.2);
        List<List<String>> plans = IntStream.range(0, 200).mapToObj(i -> policy.plan(
                new Create("+86138" + (10_000_000 + i), FROM, "", "fire", "", null, 1), List.of("sent", "delivered")))
                .toList();
        assertTrue(plans.contains(List.of("sent", "delivered")) && plans.contains(List.of("delivered", "sent"))
                && plans.contains(List.of("sent")) && plans.stream().anyMatch(plan -> plan.size() > 3));
        assertEquals(plans.getFirst(), policy.plan(new Create("+8613810000000", FROM, "", "fire", "", null, 1),
                List.of("sent", "delivered")));
    }

    @Test
    void aTextReachesTheProgramSignedAndIsListed() throws Exception {
        try (WebhookProbe program = new WebhookProbe(twilio.authToken(), "https://alerts.example.test/inbound")) {
            twilio.publicAt("https://alerts.example.test/", program.base() + "/");

            // When
            TwilioDouble.Answer answer = twilio.inbound(program.published(), TO, FROM, "1 收到");

            // Then
            assertEquals(new TwilioDouble.Answer(200, "<Response/>"), answer);
            WebhookProbe.Call call = program.calls().getFirst();
            assertTrue(call.signed());
            assertEquals(List.of(TO, FROM, "1 收到", "0"), List.of(call.form().get("From"), call.form().get("To"),
                    call.form().get("Body"), call.form().get("NumMedia")));
            assertEquals(List.of("1 收到"), bodies(Message.reader().setFrom(TO).firstPage(sdk)));
            assertEquals(List.of(), twilio.accepted());

            // And: forged
            twilio.post(program.published(), call.form(), "Zm9yZ2Vk");
            twilio.post(program.published(), call.form(), "");
            assertEquals(List.of(true, false, false), program.calls().stream().map(WebhookProbe.Call::signed).toList());
        }
    }

    @Test
    void aProgramThatIsNotThereIsNoAnswer() {
        String nowhere = "http://127.0.0.1:" + freed();
        assertEquals(new TwilioDouble.Answer(0, ""), twilio.inbound(nowhere, TO, FROM, "1"));
    }

    private static int freed() {
        try (TwilioDouble gone = new TwilioDouble()) {
            return gone.port();
        }
    }

    @Test
    void signaturesAreTwilios() {
        String url = "https://mycompany.com/myapp.php?foo=1&bar=2";
        Map<String, String> form = Map.of("Digits", "1234", "CallSid", "CA1234567890ABCDE", "To", "+18005551212",
                "Caller", "+14158675309", "From", "+14158675309");
        assertEquals("RSOYDt4T1cUTdK1PDd93/VVr8B8=", DoubleSignature.of("12345", url, form));
        assertEquals("a9nBmqA0ju/hNViExpshrM61xv4=", DoubleSignature.of("12345", url + "&bodySHA256="
                + "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620", Map.of()));
        assertNotEquals("RSOYDt4T1cUTdK1PDd93/VVr8B8=", DoubleSignature.of("12346", url, form));
    }
}
