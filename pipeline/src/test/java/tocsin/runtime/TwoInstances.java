package tocsin.runtime;

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
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import tocsin.doubles.FreePort;
import tocsin.model.Sha256;
import tocsin.wire.RecordJson;
import tocsin.v1.IncidentReport;

/// A broker with its registry and two instances of Tocsin, each a process of its own, to be killed without warning.
final class TwoInstances implements AutoCloseable {
    /// The people who hold a key: an administrator, and a second person who may approve.
    static final String FIRST = "first-person";
    static final String SECOND = "second-person";

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();
    private final Map<String, Instant> accepted = new ConcurrentHashMap<>();
    private final Path folder;
    private final int kafkaPort;
    private final int registryPort;
    private final int[] httpPorts;
    private final TocsinProcess[] instances = new TocsinProcess[2];
    private TocsinProcess broker;

    /// @param channels the channels of both, as in the configuration
    TwoInstances(Path folder, String channels) throws IOException {
        this.folder = folder;
        this.kafkaPort = FreePort.find();
        this.registryPort = FreePort.find();
        this.httpPorts = new int[]{FreePort.find(), FreePort.find()};
        for (int i = 0; i < 2; i++) {
            Files.writeString(folder.resolve("tocsin-" + i + ".yaml"), """
                    kafka: {bootstrap.servers: "127.0.0.1:%d"}
                    schema-registry: {url: "http://127.0.0.1:%d/apis/ccompat/v7"}
                    topics: {partitions: 3, replication: 1}
                    data-dir: %s
                    http: {port: %d}
                    pack: alert-rules/packs/qingdao
                    %s
                    intake: {signing-secret: the-same-in-every-instance}
                    api-keys:
                      - {name: %s, role: administrator, person: duty-wang, sha256: "%s"}
                      - {name: %s, role: approver, person: leader-zhao, sha256: "%s"}
                    """.formatted(kafkaPort, registryPort, folder.resolve("data-" + i), httpPorts[i], channels, FIRST,
                    hash(FIRST), SECOND, hash(SECOND)));
        }
    }

    private static String hash(String key) {
        return Sha256.of(key.getBytes(StandardCharsets.UTF_8));
    }

    /// Starts everything, and waits until both instances are ready.
    void start() throws IOException, InterruptedException {
        startBroker();
        broker.awaitLine("schema-registry url");
        startInstance(0);
        startInstance(1);
        awaitReady(0);
        awaitReady(1);
    }

    void awaitReady(int i) throws IOException, InterruptedException {
        instances[i].awaitReady("http://127.0.0.1:" + httpPorts[i] + "/health/ready");
    }

    private void startBroker() throws IOException {
        broker = TocsinProcess.start(folder.resolve("broker.log"), "broker", "--open", "--data-dir",
                folder.resolve("broker").toString(), "--kafka-port", "" + kafkaPort, "--registry-port",
                "" + registryPort);
    }

    private void startInstance(int i) throws IOException {
        instances[i] = TocsinProcess.start(folder.resolve("instance-" + i + ".log"), "run", "--config",
                folder.resolve("tocsin-" + i + ".yaml").toString());
    }

    /// Kills one instance and starts it again at once.
    void restart(int i) throws IOException, InterruptedException {
        instances[i].kill();
        startInstance(i);
    }

    /// Kills everything at once and starts it again.
    void restartAll() throws IOException, InterruptedException {
        broker.kill();
        instances[0].kill();
        instances[1].kill();
        startBroker();
        startInstance(0);
        startInstance(1);
    }

    /// Asks an instance in somebody's name.
    HttpResponse<String> ask(int i, String person, String method, String path, String body)
            throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPorts[i] + path))
                .timeout(Duration.ofSeconds(12)).header("Authorization", "Bearer " + person)
                .method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /// Begins to send reports, each until it is accepted, as an agency would: again after every error, to whoever answers.
    ///
    /// @param may how many may be sent; the sender waits while it has none
    /// @param report the report of a number
    Thread send(int reports, Semaphore may, Function<Integer, IncidentReport> report) {
        return Thread.ofPlatform().start(() -> {
            Random random = new Random(1);
            for (int n = 0; n < reports; n++) {
                may.acquireUninterruptibly();
                IncidentReport next = report.apply(n);
                String body = RecordJson.write(next).toString();
                while (!accepted.containsKey(next.getReportId())) {
                    try {
                        if (ask(random.nextInt(2), FIRST, "POST", "/api/v1/reports", body).statusCode() == 202) {
                            accepted.put(next.getReportId(), Instant.now());
                        }
                    } catch (IOException e) {
                        // It is away: the agency sends again.
                        continue;
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return;
                    }
                }
            }
        });
    }

    /// How many reports have been accepted.
    int accepted() {
        return accepted.size();
    }

    /// Waits until this many more reports have been accepted, or the sender is done.
    void awaitMore(int reports, Thread sender) throws IOException, InterruptedException {
        int before = accepted();
        TocsinProcess.await("reports on their way", Duration.ofMinutes(3),
                () -> accepted() >= before + reports || !sender.isAlive());
    }

    /// Everything committed.
    Committed committed() {
        return new Committed("127.0.0.1:" + kafkaPort, "http://127.0.0.1:" + registryPort + "/apis/ccompat/v7",
                folder.resolve("reader"));
    }

    @Override
    public void close() throws IOException {
        for (TocsinProcess process : new TocsinProcess[]{instances[0], instances[1], broker}) {
            if (process != null) {
                process.end();
            }
        }
        Path note = folder.resolve("broker/registry/registry.json");
        if (Files.exists(note)) {
            ProcessHandle.of(RecordJson.MAPPER.readTree(Files.readString(note)).path("pid").asLong())
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
