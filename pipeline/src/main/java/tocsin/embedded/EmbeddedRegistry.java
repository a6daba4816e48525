package tocsin.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.schemas.RegistryClient;

/// An Apicurio registry in a child process, on the loopback, its data in a folder, speaking Confluent's protocol.
///
/// A child that outlived its parent's crash is found by the note beside its data, and used again if it answers at the
/// port that is wanted, else ended.
public final class EmbeddedRegistry implements AutoCloseable {
    private static final String PROTOCOL = "/apis/ccompat/v7";
    private static final Duration START_WITHIN = Duration.ofSeconds(90);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
    private static final Duration WORTH_RESTARTING = Duration.ofSeconds(10);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);

    private final Path program;
    private final Path folder;
    private final int port;
    private volatile ProcessHandle process;
    private volatile boolean closing;

    /// Starts a registry, or finds the one that runs on this folder.
    ///
    /// @param program the registry's program
    /// @param folder its data
    /// @param port its port, or 0 for a free one
    public EmbeddedRegistry(Path program, Path folder, int port) {
        this.program = program;
        this.folder = folder;
        Optional<Found> found = find(folder.resolve("registry.json"), port);
        if (found.isPresent()) {
            this.process = found.get().process();
            this.port = found.get().port();
            watch();
            return;
        }
        this.port = Ports.choose(port);
        this.process = start();
        try {
            waitUntilItAnswers(folder);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        watch();
    }

    private ProcessHandle start() {
        try {
            Files.createDirectories(folder);
            ProcessHandle started = launch(program, folder, port).toHandle();
            Files.writeString(folder.resolve("registry.json"), JSON.createObjectNode().put("pid", started.pid())
                    .put("port", port).put("started", started(started)).toString());
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded registry cannot be started on " + folder, e);
        }
    }

    /// Starts the registry again if it ends by itself.
    private void watch() {
        Instant began = Instant.now();
        CompletableFuture<Void> ended = process.onExit().thenAccept(gone -> {
            if (closing) {
                return;
            }
            if (Duration.between(began, Instant.now()).compareTo(WORTH_RESTARTING) < 0) {
                LOG.error("the embedded registry ended soon after it started; see {}", folder.resolve("registry.log"));
                return;
            }
            LOG.warn("the embedded registry ended; it is started again");
            process = start();
            watch();
        });
        ended.exceptionally(failure -> {
            LOG.error("the embedded registry cannot be started again", failure);
            return null;
        });
    }

    private record Found(ProcessHandle process, int port) {}

    private static Optional<Found> find(Path note, int wantedPort) {
        if (!Files.exists(note)) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(Files.readString(note));
            int port = json.path("port").asInt();
            // A process of another start time only inherited the number.
            Optional<ProcessHandle> old = ProcessHandle.of(json.path("pid").asLong())
                    .filter(process -> started(process).equals(json.path("started").asText()));
            if (old.isPresent() && (wantedPort == 0 || wantedPort == port) && answers(port)) {
                return Optional.of(new Found(old.get(), port));
            }
            old.ifPresent(EmbeddedRegistry::end);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String started(ProcessHandle process) {
        return process.info().startInstant().map(Object::toString).orElse("");
    }

    private static Process launch(Path program, Path folder, int port) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto",
                "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + folder.resolve("classes.jsa"),
                "-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-jar", program.resolve("quarkus-run.jar").toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(folder.resolve("registry.log").toFile()));
        Map<String, String> environment = builder.environment();
        environment.put("APICURIO_DATASOURCE_URL", "jdbc:h2:file:" + folder.resolve("schemas").toAbsolutePath());
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_PORT", "0");
        environment.put("QUARKUS_LOG_LEVEL", "WARN");
        environment.put("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "false");
        return builder.start();
    }

    private void waitUntilItAnswers(Path folder) {
        long until = System.nanoTime() + START_WITHIN.toNanos();
        while (!answers(port)) {
            boolean late = System.nanoTime() > until;
            if (late || hasEndedWithin(Duration.ofMillis(100))) {
                throw new IllegalStateException(
                        "the embedded registry " + (late ? "did not answer within " + START_WITHIN
                                : "ended") + "; see " + folder.resolve("registry.log"));
            }
        }
    }

    private boolean hasEndedWithin(Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the registry started", e);
        }
    }

    private static boolean answers(int port) {
        try (RegistryClient client = new RegistryClient(url(port), null)) {
            client.subjects();
            return true;
        } catch (SerializationException e) {
            return false;
        }
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port + PROTOCOL;
    }

    /// The address clients of Confluent's protocol use.
    public String url() {
        return url(port);
    }

    @Override
    public void close() {
        closing = true;
        end(process);
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // Its data are locked until it is gone.
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
