package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.doubles.FreePort;
import tocsin.doubles.twilio.ListOrder;
import tocsin.doubles.twilio.Turn;
import tocsin.doubles.twilio.TwilioDouble;
import tocsin.model.Sha256;
import tocsin.v1.ChannelKind;
import tocsin.v1.Delivery;
import tocsin.v1.DeliveryReason;
import tocsin.v1.DeliveryState;
import tocsin.v1.Grade;
import tocsin.v1.Location;
import tocsin.v1.Notification;
import tocsin.wire.RecordJson;

/// `kill -9` of the sender, at random, while Twilio cuts the connection after accepting one message in twenty: nothing is
/// lost and nothing is sent twice, by Twilio's own count, and every doubt is settled by its list of messages.
///
/// Twilio keeps messages in a queue for a while, lists them in another order in each life, and everybody has been sent
/// messages before. Three crashes; `-Dtocsin.crashes=100` for more, `-Dtocsin.list-order=7` for one order alone
/// (`documented`, `queued-first`, `created`, `oldest`, or a number, which is a seed).
@Tag("crash")
class SenderCrashIT {
    private static final int CRASHES = Integer.getInteger("tocsin.crashes", 3);
    private static final List<ListOrder> ORDERS = Stream
            .of(System.getProperty("tocsin.list-order", "7,documented,queued-first,oldest,created").split(","))
            .map(ListOrder::named).toList();
    private static final int REPORTS_A_LIFE = 6;
    private static final int HISTORY = 30;
    private static final String KEY = "sender-crash-it";
    private static final String SID = "AC00000000000000000000000000000001";

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();
    private final Random random = new Random(CRASHES);
    private final int kafkaPort = FreePort.find();
    private final int registryPort = FreePort.find();
    private final int httpPort = FreePort.find();
    private int reports;

    @TempDir
    private Path folder;

    private TocsinProcess sender() throws IOException {
        return TocsinProcess.start(folder.resolve("sender.log"), "run", "--config",
                folder.resolve("tocsin.yaml").toString());
    }

    private void configure(int twilioPort) throws IOException {
        Files.writeString(folder.resolve("tocsin.yaml"), """
                kafka: {bootstrap.servers: "127.0.0.1:%d"}
                schema-registry: {url: "http://127.0.0.1:%d/apis/ccompat/v7"}
                topics: {partitions: 3, replication: 1}
                data-dir: %s
                http: {port: %d}
                pack: alert-rules/packs/qingdao
                channels:
                  sms:
                    provider: twilio
                    twilio: {account-sid: %s, auth-token: secret, from: "+8653200000100",
                      base-url: "http://127.0.0.1:%d", limit: PT1S}
                api-keys:
                  - {name: crash, role: administrator, sha256: "%s"}
                """.formatted(kafkaPort, registryPort, folder.resolve("data"), httpPort, SID, twilioPort,
                Sha256.of(KEY.getBytes(StandardCharsets.UTF_8))));
    }

    private HttpResponse<String> ask(String method, String path, String body) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .timeout(Duration.ofSeconds(12)).header("Authorization", "Bearer " + KEY)
                .method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void report() throws IOException, InterruptedException {
        int n = reports++;
        String body = RecordJson.write(Reports.fire("r" + n, Instant.now()).setIncidentRef("case-" + n)
                .setLocation(new Location(n % 3 == 0 ? "370211" : "370213", "某处", null, null, null))
                .setCasualties(Reports.tollOf(Grade.II)).build()).toString();
        assertEquals(202, ask("POST", "/api/v1/reports", body).statusCode());
    }

    @Test
    void nothingIsLostAndNothingIsSentTwice() throws Exception {
        try (TwilioDouble twilio = new TwilioDouble(0, SID, "secret")) {
            // Given
            twilio.policy(Turn.Policy.seeded(CRASHES, new Turn.Odds(0.05, Turn.acceptAndCut()),
                    new Turn.Odds(0.02, Turn.throttle()), new Turn.Odds(0.02, Turn.fail()),
                    new Turn.Odds(0.91, Turn.answer().after(Duration.ofMillis(30)))));
            twilio.queue(Duration.ofSeconds(3));
            new FixedPacks().activeDirectory().officials().values().stream()
                    .flatMap(official -> official.address(ChannelKind.SMS).stream()).forEach(number -> {
                        for (int n = 0; n < HISTORY; n++) {
                            twilio.history(number, Instant.now().minus(Duration.ofHours(1 + n)), "before " + n);
                        }
                    });
            configure(twilio.port());
            TocsinProcess broker = TocsinProcess.start(folder.resolve("broker.log"), "broker", "--open", "--data-dir",
                    folder.resolve("broker").toString(), "--kafka-port", "" + kafkaPort, "--registry-port",
                    "" + registryPort);
            TocsinProcess sender = null;
            try {
                broker.awaitLine("schema-registry url");

                // When
                for (int crash = 0; crash < CRASHES; crash++) {
                    twilio.listing().order(ORDERS.get(crash % ORDERS.size()));
                    sender = sender();
                    live(sender, twilio);
                    sender.kill();
                }
                sender = sender();
                sender.awaitReady("http://127.0.0.1:" + httpPort + "/health/ready");
                JsonNode books = quiet();

                // Then
                Committed committed = new Committed("127.0.0.1:" + kafkaPort,
                        "http://127.0.0.1:" + registryPort + "/apis/ccompat/v7", folder.resolve("reader"));
                onceEach(committed, twilio, books);
            } finally {
                if (sender != null) {
                    sender.kill();
                }
                broker.kill();
                endRegistry();
            }
        }
    }

    /// One life: some reports go in, and the end comes somewhere in the middle of their SMS.
    private void live(TocsinProcess sender, TwilioDouble twilio) throws Exception {
        sender.awaitReady("http://127.0.0.1:" + httpPort + "/health/ready");
        for (int i = 0; i < REPORTS_A_LIFE; i++) {
            report();
        }
        long before = twilio.creates();
        int some = 1 + random.nextInt(2 * REPORTS_A_LIFE);
        TocsinProcess.await("SMS on their way", Duration.ofMinutes(2), () -> twilio.creates() >= before + some);
    }

    /// Everything is acknowledged, so that no further step comes due, and everything sent has its end.
    private JsonNode quiet() throws Exception {
        TocsinProcess.await("every report judged", Duration.ofMinutes(3), () -> RecordJson.MAPPER
                .readTree(ask("GET", "/api/v1/books", "").body()).path("reports").path("verdicts").asInt() == reports);
        Map<String, JsonNode> last = new HashMap<>();
        TocsinProcess.await("quiet books", Duration.ofMinutes(6), () -> {
            for (JsonNode open : RecordJson.MAPPER.readTree(ask("GET", "/api/v1/incidents?status=OPEN", "").body())) {
                ask("POST", "/api/v1/incidents/" + open.path("incidentId").asText() + "/commands",
                        "{\"action\":\"ACKNOWLEDGE\",\"commandId\":\"ack-" + open.path("incidentId").asText()
                                + "-" + open.path("revision").asText() + "\"}");
            }
            JsonNode books = RecordJson.MAPPER.readTree(ask("GET", "/api/v1/books", "").body());
            last.put("books", books);
            return books.path("balanced").asBoolean() && books.path("reports").path("underWay").asInt() == 0
                    && books.path("notifications").path("pending").asInt() == 0;
        });
        return last.get("books");
    }

    private static void onceEach(Committed committed, TwilioDouble twilio, JsonNode books) throws Exception {
        Set<String> written = committed.notifications().stream().filter(one -> one.getChannel() == ChannelKind.SMS)
                .map(Notification::getBody).collect(Collectors.toCollection(TreeSet::new));
        Map<String, Long> accepted = twilio.acceptedByBody();
        long doubts = committed.deliveries().stream().filter(one -> one.getState() == DeliveryState.IN_DOUBT)
                .map(Delivery::getNotificationId).distinct().count();
        long settled = committed.deliveries().stream()
                .filter(one -> one.getReason() == DeliveryReason.AWAITING_RECEIPT && one.getDetail() != null).count();
        System.out.println("crashes=" + CRASHES + " orders=" + ORDERS + " twice="
                + accepted.values().stream().filter(times -> times > 1).count() + " sms=" + written.size()
                + " accepted=" + accepted.size()
                + " creates="
                + twilio.creates() + " doubts=" + doubts + " found with the provider=" + settled + " books=" + books);
        assertEquals(written, new TreeSet<>(accepted.keySet()), "nothing lost, nothing invented");
        assertTrue(accepted.values().stream().allMatch(times -> times == 1), () -> "twice: " + accepted.entrySet()
                .stream().filter(sms -> sms.getValue() > 1).map(Map.Entry::getKey).toList());
    }

    private void endRegistry() throws IOException {
        Path note = folder.resolve("broker/registry/registry.json");
        if (Files.exists(note)) {
            ProcessHandle.of(RecordJson.MAPPER.readTree(Files.readString(note)).path("pid").asLong())
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
