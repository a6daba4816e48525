package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
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
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tocsin.desk.Reports;
import tocsin.doubles.FreePort;
import tocsin.v1.Delivery;
import tocsin.v1.DeliveryReason;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Verdict;
import tocsin.wire.RecordJson;

/// `kill -9` of one instance, of the other, of everything at once: the same totals, balanced books, no mail twice, none
/// missing, and what was decided is what the inbox alone decides.
///
/// Three crashes; `-Dtocsin.crashes=20` for more.
@Tag("crash")
class CrashIT {
    private static final int CRASHES = Integer.getInteger("tocsin.crashes", 3);
    private static final int REPORTS = 20 * CRASHES;

    @TempDir
    private Path folder;

    private static IncidentReport report(int n) {
        return Reports.fire("r" + n, Instant.now()).setIncidentRef("case-" + n)
                .setLocation(new Location(n % 4 == 0 ? "370211" : "370213", "某处", null, null, null))
                .setCasualties(Reports.tollOf(Grade.II)).build();
    }

    @Test
    void nothingIsLostAndNothingComesTwiceHoweverOftenItIsKilled() throws Exception {
        // Given
        GreenMail mail = new GreenMail(
                new ServerSetup(FreePort.find(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        try (TwoInstances both = new TwoInstances(folder, """
                channels:
                  email:
                    provider: smtp
                    smtp: {host: 127.0.0.1, port: %d, security: none, from: duty@qingdao.example.org, limit: PT1S}"""
                .formatted(mail.getSmtp().getPort()))) {
            both.start();
            Thread sender = both.send(REPORTS, new Semaphore(REPORTS), CrashIT::report);

            // When
            crash(both, sender);
            sender.join(Duration.ofMinutes(5));
            assertEquals(REPORTS, both.accepted(), "every report was accepted in the end");
            JsonNode books = quietBooks(both);

            // Then
            Committed committed = both.committed();
            onceEach(committed, books);
            mails(committed, mail.getReceivedMessages());
            committed.assertDecidedByTheInboxAlone();
        } finally {
            mail.stop();
        }
    }

    private static void crash(TwoInstances both, Thread sender) throws Exception {
        Random random = new Random(CRASHES);
        for (int crash = 0; crash < CRASHES; crash++) {
            both.awaitMore(3 + random.nextInt(12), sender);
            switch (crash % 3) {
                case 0 -> both.restart(0);
                case 1 -> both.restart(1);
                default -> both.restartAll();
            }
        }
    }

    private static JsonNode quietBooks(TwoInstances both) throws Exception {
        Map<String, JsonNode> last = new HashMap<>();
        TocsinProcess.await("balanced, quiet books", Duration.ofMinutes(4), () -> {
            try {
                JsonNode books = RecordJson.MAPPER
                        .readTree(both.ask(0, TwoInstances.FIRST, "GET", "/api/v1/books", "").body());
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
        // On a machine that is busy elsewhere a mail may fail within its second; another means then tells of it.
        long asked = committed.notifications().stream().filter(one -> one.getReason() != NotifyReason.FAILED_OVER)
                .count();
        assertEquals(4 * REPORTS + 2 * withBoards, asked, () -> "for each reason: " + committed.notifications()
                .stream().collect(Collectors.groupingBy(Notification::getReason, TreeMap::new, Collectors.counting())));
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
}
