package tocsin.attacks;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import tocsin.desk.Reports;
import tocsin.wire.RecordJson;

/// One way to try to keep everybody else out, by many clients at a time, each again and again.
public enum Attack {
    /// Nobody attacks.
    NONE(0),
    /// Sign-ins of 5 MiB without their last byte.
    HELD_BACK(160),
    /// A list of 200,000 empty objects.
    EMPTY_OBJECTS(4),
    /// A text of a million digits for a decimal number.
    DIGITS(3),
    /// A webhook's body, a byte a second, without a key.
    WEBHOOK_70(70),
    WEBHOOK_500(500),
    /// Connections on which nothing is said.
    IDLE_2000(2_000),
    /// Listeners with one key that read nothing.
    LISTENERS(300),
    /// Headers, a byte a second.
    SLOW_HEADERS(500),
    /// Lists of valid reports of one agency, 5 MiB each, as fast as they are taken.
    FLOOD(4);

    private static final int MEBIBYTE = 1024 * 1024;

    private final int clients;

    Attack(int clients) {
        this.clients = clients;
    }

    /// What an attack is given.
    ///
    /// @param server whom it attacks
    /// @param key the key of one agency, shibei-fire
    /// @param reader a key that may read everything
    public record Target(URI server, String key, String reader) {}

    /// An attack under way. What its clients were answered is counted.
    public final class Running implements AutoCloseable {
        private final Target target;
        private final ConcurrentMap<String, Integer> answers = new ConcurrentHashMap<>();
        private volatile boolean over;

        private Running(Target target) {
            this.target = target;
            for (int i = 0; i < clients; i++) {
                int client = i;
                Thread.ofVirtual().name("attacker-" + i).start(() -> attack(client));
            }
        }

        private void attack(int client) {
            while (!over) {
                try {
                    if (client > 0) {
                        // Not all in one moment: the attacker has one core.
                        TimeUnit.MILLISECONDS.sleep(client % 100);
                    }
                    once();
                } catch (IOException e) {
                    count(e.getClass().getSimpleName());
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        private void count(String answer) {
            answers.merge(answer, 1, Integer::sum);
        }

        /// What was answered, and how often.
        public Map<String, Integer> answers() {
            return new TreeMap<>(answers);
        }

        private void once() throws IOException, InterruptedException {
            try (Wire wire = new Wire(target.server(), Duration.ofSeconds(60))) {
                switch (Attack.this) {
                    case NONE -> over = true;
                    case HELD_BACK -> {
                        wire.send(head("/session", "", 5 * MEBIBYTE));
                        byte[] part = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
                        for (int sent = 0; sent < 5 * MEBIBYTE - part.length; sent += part.length) {
                            wire.send(part);
                        }
                        wire.send("x".repeat(part.length - 1));
                        answer(wire);
                    }
                    case EMPTY_OBJECTS -> post(wire, "[" + "{},".repeat(199_999) + "{}]");
                    case DIGITS -> post(wire, RecordJson.write(Reports.fire("digits", Instant.now()).build())
                            .put("agencyId", "shibei-fire").put("lossCny", "7".repeat(1_000_000)).toString());
                    case WEBHOOK_70, WEBHOOK_500 -> {
                        wire.send("POST /webhooks/twilio/sms HTTP/1.1\r\nHost: x\r\n"
                                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 10000\r\n\r\n");
                        trickle(wire);
                    }
                    case IDLE_2000 -> count(wire.read() < 0 ? "closed" : "answered");
                    case LISTENERS -> {
                        wire.send("GET /api/v1/stream HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n"
                                + "Authorization: Bearer " + target.reader() + "\r\n\r\n");
                        listen(wire);
                    }
                    case SLOW_HEADERS -> {
                        wire.send("GET /health/live HTTP/1.1\r\nHost: x\r\nX-Slow: ");
                        trickle(wire);
                    }
                    case FLOOD -> post(wire, flood());
                }
            }
        }

        private String head(String path, String key, long length) {
            return "POST " + path + " HTTP/1.1\r\nHost: x\r\n"
                    + (key.isEmpty() ? "" : "Authorization: Bearer " + key + "\r\n")
                    + "Content-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n";
        }

        private void post(Wire wire, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            wire.send(head("/api/v1/reports", target.key(), bytes.length)).send(bytes);
            answer(wire);
        }

        private void answer(Wire wire) throws IOException {
            String head = wire.headers();
            count(head.length() > 12 ? head.substring(9, 12) : "closed");
        }

        private void trickle(Wire wire) throws IOException, InterruptedException {
            while (!over && wire.available() == 0) {
                TimeUnit.SECONDS.sleep(1);
                wire.send("x");
            }
            if (!over) {
                answer(wire);
            }
        }

        private void listen(Wire wire) throws IOException, InterruptedException {
            String head = wire.headers();
            count(head.length() > 12 ? head.substring(9, 12) : "closed");
            while (!over && head.startsWith("HTTP/1.1 200")) {
                TimeUnit.SECONDS.sleep(1);
            }
        }

        private String flood() {
            StringBuilder all = new StringBuilder("[");
            String salt = Long.toString(System.nanoTime(), 36);
            String one = RecordJson.write(Reports.fire("ID", Instant.now()).setAgencyId("shibei-fire")
                    .setIncidentRef("flood").build()).toString();
            for (int i = 0; all.length() < 4_700_000 / 2; i++) {
                all.append(i == 0 ? "" : ",").append(one.replace("\"ID\"", "\"f-" + salt + "-" + i + "\""));
            }
            return all.append("]").toString();
        }

        @Override
        public void close() {
            over = true;
        }
    }

    /// Begins.
    public Running start(Target target) {
        return new Running(target);
    }

    /// The attack of this name, however it is written.
    static Attack named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
