package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tocsin.desk.Reports;
import tocsin.v1.Delivery;
import tocsin.v1.DeliveryReason;
import tocsin.v1.Grade;
import tocsin.v1.Location;
import tocsin.v1.Notification;
import tocsin.v1.Verdict;
import tocsin.wire.RecordJson;

/// `kill -9` of one instance, of the other, of everything at once: the same totals, balanced books, no mail twice, none
/// missing, and what was decided is what the inbox alone decides.
///
/// Five crashes; `-Dtocsin.crashes=20` for more.
class CrashIT {
    private static final int CRASHES = Integer.getInteger("tocsin.crashes", 5);
    private static final int REPORTS = 20 * CRASHES;
    private static final String KEY = "crash-it";

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();
    private final Map<String, Instant> accepted = new ConcurrentHashMap<>();
    private final AtomicBoolean allSent = new AtomicBoolean();

    @TempDir
    private Path folder;
    private int kafkaPort;
    private int registryPort;
    private final int[] httpPorts = new int[2];
    private TocsinProcess broker;
    private final TocsinProcess[] instances = new TocsinProcess[2];

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void startBroker() throws IOException {
        broker = TocsinProcess.start(folder.resolve("broker.log"), "broker", "--data-dir",
                folder.resolve("broker").toString(),
                "--kafka-port", "" + kafkaPort, "--registry-port", "" + registryPort);
    }

    private void startInstance(int i) throws IOException {
        instances[i] = TocsinProcess.start(folder.resolve("instance-" + i + ".log"), "run", "--config",
                folder.resolve("tocsin-" + i + ".yaml").toString());
    }

    private void configure(int i, int smtpPort) throws IOException {
        Files.writeString(folder.resolve("tocsin-" + i + ".yaml"), """
                kafka: {bootstrap.servers: "127.0.0.1:%d"}
                schema-registry: {url: "http://127.0.0.1:%d/apis/ccompat/v7"}
                topics: {partitions: 3, replication: 1}
                data-dir: %s
                http: {port: %d}
                pack: alert-rules/packs/qingdao
                channels:
                  email:
                    provider: smtp
                    smtp: {host: 127.0.0.1, port: %d, security: none, from: duty@qingdao.example.org, limit: PT1S}
                intake: {signing-secret: the-same-in-every-instance}
                api-keys:
                  - {name: crash, role: administrator, sha256: "%s"}
                """.formatted(kafkaPort, registryPort, folder.resolve("data-" + i), httpPorts[i], smtpPort,
                tocsin.model.Sha256.of(KEY.getBytes(StandardCharsets.UTF_8))));
    }

    private HttpResponse<String> ask(int i, String method, String path, String body)
            throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPorts[i] + path))
                .timeout(Duration.ofSeconds(12)).header("Authorization", "Bearer " + KEY)
                .method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /// Sends every report until it is accepted, as an agency would: again after every error, to whoever answers.
    private void sendAll() {
        Random random = new Random(1);
        for (int n = 0; n < REPORTS; n++) {
            Instant now = Instant.now();
            String body = RecordJson.write(Reports.fire("r" + n, now).setIncidentRef("case-" + n)
                    .setLocation(new Location(n % 4 == 0 ? "370211" : "370213", "某处", null, null, null))
                    .setCasualties(Reports.tollOf(Grade.II)).build()).toString();
            while (!accepted.containsKey("r" + n)) {
                try {
                    if (ask(random.nextInt(2), "POST", "/api/v1/reports", body).statusCode() == 202) {
                        accepted.put("r" + n, now);
                    }
                } catch (IOException e) {
                    assertTrue(e.getMessage() == null || !e.getMessage().isBlank());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
        allSent.set(true);
    }

    @Test
    void nothingIsLostAndNothingComesTwiceHoweverOftenItIsKilled() throws Exception {
        // Given
        kafkaPort = freePort();
        registryPort = freePort();
        httpPorts[0] = freePort();
        httpPorts[1] = freePort();
        GreenMail mail = new GreenMail(new ServerSetup(freePort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        try {
            configure(0, mail.getSmtp().getPort());
            configure(1, mail.getSmtp().getPort());
            startBroker();
            broker.awaitLine("schema-registry url");
            startInstance(0);
            startInstance(1);
            instances[0].awaitReady("http://127.0.0.1:" + httpPorts[0] + "/health/ready");
            instances[1].awaitReady("http://127.0.0.1:" + httpPorts[1] + "/health/ready");
            Thread sender = Thread.ofPlatform().start(this::sendAll);

            // When
            crash();
            sender.join(Duration.ofMinutes(5));
            assertTrue(allSent.get(), "every report was accepted in the end");
            JsonNode books = quietBooks();

            // Then
            Committed committed = new Committed("127.0.0.1:" + kafkaPort,
                    "http://127.0.0.1:" + registryPort + "/apis/ccompat/v7", folder.resolve("reader"));
            onceEach(committed, books);
            mails(committed, mail.getReceivedMessages());
            committed.assertDecidedByTheInboxAlone();
        } finally {
            mail.stop();
            for (TocsinProcess process : new TocsinProcess[]{instances[0], instances[1], broker}) {
                if (process != null) {
                    process.kill();
                }
            }
            endRegistry();
        }
    }

    private void crash() throws Exception {
        Random random = new Random(CRASHES);
        for (int crash = 0; crash < CRASHES; crash++) {
            int before = accepted.size();
            int some = 3 + random.nextInt(12);
            TocsinProcess.await("reports on their way", Duration.ofMinutes(3),
                    () -> accepted.size() >= before + some || allSent.get());
            switch (crash % 3) {
                case 0 -> restart(0);
                case 1 -> restart(1);
                default -> {
                    broker.kill();
                    instances[0].kill();
                    instances[1].kill();
                    startBroker();
                    startInstance(0);
                    startInstance(1);
                }
            }
        }
    }

    private void restart(int i) throws Exception {
        instances[i].kill();
        startInstance(i);
    }

    private JsonNode quietBooks() throws Exception {
        Map<String, JsonNode> last = new HashMap<>();
        TocsinProcess.await("balanced, quiet books", Duration.ofMinutes(4), () -> {
            try {
                JsonNode books = RecordJson.MAPPER.readTree(ask(0, "GET", "/api/v1/books", "").body());
                last.put("books", books);
                return books.path("balanced").asBoolean() && books.path("reports").path("verdicts").asInt() == REPORTS
                        && books.path("reports").path("underWay").asInt() == 0
                        && books.path("notifications").path("pending").asInt() == 0;
            } catch (IOException e) {
                return false;
            }
        });
        return last.get("books");
    }

    private static void onceEach(Committed committed, JsonNode books) {
        Map<String, Integer> verdicts = new TreeMap<>();
        for (Verdict verdict : committed.verdicts()) {
            verdicts.merge(verdict.getReportId(), 1, Integer::sum);
        }
        assertEquals(REPORTS, verdicts.size(), "a verdict for every report");
        assertTrue(verdicts.values().stream().allMatch(times -> times == 1), "and one only");
        Set<String> ids = new HashSet<>();
        for (Notification notification : committed.notifications()) {
            assertTrue(ids.add(notification.getNotificationId()), "written twice: " + notification);
        }
        // Two people by two means; and where a public board stands, the leader is asked by two means to approve.
        int withBoards = REPORTS - (REPORTS + 3) / 4;
        assertEquals(4 * REPORTS + 2 * withBoards, ids.size());
        assertEquals(REPORTS, committed.incidentIds().size());
        System.out.println("crashes=" + CRASHES + " books=" + books);
    }

    /// No mail is missing, and one came twice only where a doubt was written down: at grade II a copy beats silence.
    private static void mails(Committed committed, MimeMessage[] messages) throws Exception {
        Set<String> doubted = new HashSet<>();
        for (Delivery delivery : committed.deliveries()) {
            if (delivery.getReason() == DeliveryReason.SENT_AGAIN_IN_DOUBT) {
                doubted.add(delivery.getNotificationId());
            }
        }
        Map<String, Integer> arrived = new HashMap<>();
        for (MimeMessage message : messages) {
            String id = message.getMessageID();
            arrived.merge(id.substring(1, id.indexOf('@')), 1, Integer::sum);
        }
        List<String> twice = new ArrayList<>();
        for (Notification notification : committed.notifications()) {
            if (notification.getChannel() == tocsin.v1.ChannelKind.EMAIL) {
                int times = arrived.getOrDefault(notification.getNotificationId(), 0);
                assertTrue(times >= 1, "missing: " + notification);
                if (times > 1) {
                    twice.add(notification.getNotificationId());
                }
            }
        }
        System.out.println("mails=" + messages.length + " doubts=" + doubted.size() + " twice=" + twice.size());
        assertTrue(doubted.containsAll(twice), "twice without a doubt: " + twice);
    }

    private void endRegistry() throws IOException {
        Path note = folder.resolve("broker/registry/registry.json");
        if (Files.exists(note)) {
            ProcessHandle.of(RecordJson.MAPPER.readTree(Files.readString(note)).path("pid").asLong())
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
