package tocsin.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.schemas.RegistryClient;

/// An Apicurio registry in a child process, on the loopback, its data in a folder, speaking Confluent's protocol.
///
/// A child that outlived its parent's crash is found by the note beside its data, and used again if it answers at the
/// port that is wanted, else ended. One that is not found again ends by itself within a minute.
public final class EmbeddedRegistry implements AutoCloseable {
    private static final String PROTOCOL = "/apis/ccompat/v7";
    private static final Duration START_WITHIN = Duration.ofSeconds(90);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
    private static final Duration WORTH_RESTARTING = Duration.ofSeconds(10);
    private static final String REGISTRY_MAIN = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";
    private static final JsonMapper JSON = new JsonMapper();
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);

    private final Path program;
    private final Path folder;
    private final int port;
    private final @Nullable PairAccess access;
    private volatile ProcessHandle process;
    private volatile boolean closing;

    /// Starts a registry, or finds the one that runs on this folder.
    ///
    /// @param program the registry's program
    /// @param folder its data
    /// @param port its port, or 0 for a free one
    /// @param access who may come in; null where everybody on this machine may do everything
    public EmbeddedRegistry(Path program, Path folder, int port, @Nullable PairAccess access) {
        this.program = program;
        this.folder = folder;
        this.access = access;
        Optional<Found> found = find(folder.resolve("registry.json"), port);
        if (found.isPresent()) {
            this.process = found.get().process();
            this.port = found.get().port();
            adopt();
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
            writeNote(ProcessHandle.current());
            ProcessHandle started = launch().toHandle();
            writeNote(started);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded registry cannot be started on " + folder, e);
        }
    }

    private void adopt() {
        try {
            writeNote(process);
        } catch (IOException e) {
            throw new IllegalStateException("the note of the embedded registry in " + folder + " cannot be written: "
                    + e.getMessage(), e);
        }
    }

    /// Whole or not at all: the registry reads who its parent is.
    private void writeNote(ProcessHandle registry) throws IOException {
        long parent = ProcessHandle.current().pid();
        Path part = folder.resolve("registry.json.part");
        Files.writeString(part, JSON.createObjectNode().put("pid", registry.pid())
                .put("port", port).put("started", RegistryMain.identity(registry.pid())).put("parent", parent)
                .put("parentIdentity", RegistryMain.identity(parent)).put("users", RegistryGuard.mark(access))
                .toString());
        Files.move(part, folder.resolve("registry.json"), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
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

    /// One that asks for other passwords, or for none as in earlier releases, is ended and not used again.
    private Optional<Found> find(Path note, int wantedPort) {
        if (!Files.exists(note)) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(Files.readString(note));
            int port = json.path("port").asInt();
            // A process of another start time only inherited the number.
            Optional<ProcessHandle> old = ProcessHandle.of(json.path("pid").asLong())
                    .filter(process -> process.pid() != ProcessHandle.current().pid())
                    .filter(process -> isStill(process, json.path("started").asText()));
            if (old.isPresent() && (wantedPort == 0 || wantedPort == port)
                    && json.path("users").asText().equals(RegistryGuard.mark(access)) && answers(port)) {
                return Optional.of(new Found(old.get(), port));
            }
            old.ifPresent(EmbeddedRegistry::end);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Releases before noted the time of its start.
    private static boolean isStill(ProcessHandle process, String started) {
        return !started.isEmpty() && (RegistryMain.identity(process.pid()).equals(started)
                || process.info().startInstant().map(Object::toString).orElse("").equals(started));
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto",
                "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + folder.resolve("classes.jsa"),
                "-Xlog:cds=off", "-Xlog:cds+dynamic=off", "--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp",
                program.resolve("quarkus-run.jar") + java.io.File.pathSeparator + keeper(folder),
                RegistryMain.class.getName(), folder.resolve("registry.json").toString(), REGISTRY_MAIN));
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
        if (access != null) {
            environment.put("QUARKUS_CONFIG_LOCATIONS", RegistryGuard.write(folder, access).toUri().toString());
        }
        return builder.start();
    }

    /// The keeper's class in a file of its own, so that nothing else of this program is on the registry's class path.
    private static Path keeper(Path folder) throws IOException {
        Path jar = folder.resolve("keeper.jar");
        String name = RegistryMain.class.getName().replace('.', '/') + ".class";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream entries = new JarOutputStream(bytes);
                InputStream type = Objects
                        .requireNonNull(RegistryMain.class.getClassLoader().getResourceAsStream(name))) {
            JarEntry entry = new JarEntry(name);
            entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
            entries.putNextEntry(entry);
            type.transferTo(entries);
        }
        // Written again only if it changed: the registry's class archive knows it by its time.
        if (!Files.exists(jar) || !Arrays.equals(Files.readAllBytes(jar), bytes.toByteArray())) {
            Files.write(jar, bytes.toByteArray());
        }
        return jar;
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

    private boolean answers(int port) {
        try (RegistryClient client = new RegistryClient(url(port), access == null ? null : access.ownRegistry())) {
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
