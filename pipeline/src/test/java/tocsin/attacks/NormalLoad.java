package tocsin.attacks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicLong;
import tocsin.desk.Reports;
import tocsin.doubles.Until;
import tocsin.wire.RecordJson;

/// Five reports and two acknowledgements a second, whatever comes of them; each is timed from when it was due.
public final class NormalLoad implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI server;
    private final String reporter;
    private final String officer;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE).build();
    private final ScheduledExecutorService ticks = Executors.newScheduledThreadPool(2);
    private final String run = Long.toString(System.nanoTime(), 36);
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Times reports = new Times();
    private final Times acknowledgements = new Times();

    /// @param reporter the key of qingdao-fire
    /// @param officer the key of a duty officer
    public NormalLoad(URI server, String reporter, String officer) {
        this.server = server;
        this.reporter = reporter;
        this.officer = officer;
    }

    /// Answers of one kind: how long they took, and those that were none.
    public static final class Times {
        private final List<Long> millis = new ArrayList<>();
        private final List<String> refused = new ArrayList<>();

        private synchronized void answered(long took, int status) {
            millis.add(took);
            if (status != 202) {
                refused.add(Integer.toString(status));
            }
        }

        private synchronized void failed(long took, String why) {
            millis.add(took);
            refused.add(why);
        }

        /// How many were asked.
        public synchronized int count() {
            return millis.size();
        }

        /// Statuses that were not 202, and failures.
        public synchronized List<String> refused() {
            return List.copyOf(refused);
        }

        /// The time that this share of all did not take longer than, in milliseconds.
        public synchronized long atMost(double share) {
            if (millis.isEmpty()) {
                return -1;
            }
            List<Long> sorted = new ArrayList<>(millis);
            Collections.sort(sorted);
            return sorted.get((int) Math.min(sorted.size() - 1L, (long) Math.ceil(share * sorted.size()) - 1));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "n=%d refused=%d p50=%d p99=%d max=%d ms%s", count(), refused().size(),
                    atMost(0.5), atMost(0.99), atMost(1),
                    refused().isEmpty() ? "" : " " + refused().stream().distinct().limit(4).toList());
        }
    }

    public Times reports() {
        return reports;
    }

    public Times acknowledgements() {
        return acknowledgements;
    }

    /// Sends one report and waits until its incident is known, for the acknowledgements to have one.
    public String incident() throws IOException, InterruptedException {
        String id = "case-" + run;
        post("/api/v1/reports", reporter, report(id));
        AtomicReference<String> incident = new AtomicReference<>("");
        Until.holds("an incident of " + id, () -> {
            incident.set(incidentOf(id));
            return !incident.get().isEmpty();
        });
        return incident.get();
    }

    /// The incident of this report; empty while it is not known.
    private String incidentOf(String id) {
        try {
            HttpResponse<String> verdict = http.send(
                    request("/api/v1/reports/" + id + "/verdict", officer).GET().build(),
                    HttpResponse.BodyHandlers.ofString());
            return verdict.statusCode() == 200
                    ? RecordJson.MAPPER.readTree(verdict.body()).path("incidentId").asText("")
                    : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Begins.
    ///
    /// @param incident what is acknowledged
    public void start(String incident) {
        ticks.scheduleAtFixedRate(() -> go(reports, "/api/v1/reports", reporter,
                report("n-" + run + "-" + numbers.incrementAndGet())), 0, 200, TimeUnit.MILLISECONDS);
        ticks.scheduleAtFixedRate(() -> go(acknowledgements, "/api/v1/incidents/" + incident + "/commands", officer,
                "{\"action\":\"ACKNOWLEDGE\"}"), 0, 500, TimeUnit.MILLISECONDS);
    }

    private static String report(String id) {
        return RecordJson.write(Reports.fire(id, Instant.now()).setIncidentRef("case-" + id).build()).toString();
    }

    private void go(Times times, String path, String key, String body) {
        long due = System.nanoTime();
        underWay.incrementAndGet();
        Thread.ofVirtual().start(() -> {
            try {
                int status = post(path, key, body);
                times.answered(since(due), status);
            } catch (IOException e) {
                times.failed(since(due), e.getClass().getSimpleName());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                underWay.decrementAndGet();
            }
        });
    }

    private static long since(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    private int post(String path, String key, String body) throws IOException, InterruptedException {
        return http.send(request(path, key).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE).header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json");
    }

    /// Asks nothing more and waits for what is under way.
    public void stop() throws InterruptedException {
        ticks.shutdownNow();
        long until = System.nanoTime() + PATIENCE.plusSeconds(5).toNanos();
        while (underWay.get() > 0 && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        http.shutdownNow();
    }
}
