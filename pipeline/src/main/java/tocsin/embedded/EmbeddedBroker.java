package tocsin.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Kafka broker and controller in this process, on the loopback, its data in a folder.
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final Duration START_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

    private final FileChannel lockFile;
    private final KafkaRaftServer server;
    private final int port;

    /// Starts a broker on a folder. Throws [IllegalStateException] where another process uses the folder, or where it does
    /// not start in time, with the threads as they stood.
    ///
    /// @param port its port, or 0 for a free one
    public EmbeddedBroker(Path folder, int port) {
        this.lockFile = lock(folder);
        try {
            this.port = Ports.choose(port);
            Map<String, Object> settings = settings(folder, this.port, Ports.choose(0));
            format(folder);
            this.server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
            startWithin(server);
        } catch (RuntimeException | IOException e) {
            release(lockFile);
            throw e instanceof RuntimeException runtime
                    ? runtime
                    : new IllegalStateException("the embedded broker cannot start on " + folder, e);
        }
    }

    private static FileChannel lock(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel file = FileChannel.open(folder.resolve(".embedded.lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            FileLock lock = tryLock(file);
            if (lock == null) {
                file.close();
                throw new IllegalStateException("another process runs a broker on " + folder
                        + "; end it, or choose another --data-dir");
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be written", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static Map<String, Object> settings(Path folder, int port, int controllerPort) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("log.dirs", folder.toString());
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("auto.create.topics.enable", "false");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "1000");
        // A crashed broker's session must end before its successor may register: half a minute of silence otherwise.
        settings.put("broker.session.timeout.ms", "2000");
        settings.put("broker.heartbeat.interval.ms", "500");
        // A recording's records are old, and their producers would be taken for forgotten ones.
        settings.put("producer.id.expiration.check.interval.ms", "86400000");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 * 1024 * 1024));
        settings.put("message.max.bytes", Integer.toString(3 * 1024 * 1024));
        settings.put("replica.fetch.max.bytes", Integer.toString(3 * 1024 * 1024));
        return settings;
    }

    private static void format(Path folder) throws IOException {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        try {
            new Formatter().setNodeId(1).setClusterId(Uuid.randomUuid().toString())
                    .setDirectories(List.of(folder.toString())).setMetadataLogDirectory(folder.toString())
                    .setControllerListenerName("CONTROLLER").setReleaseVersion(MetadataVersion.latestProduction())
                    .setPrintStream(new java.io.PrintStream(java.io.OutputStream.nullOutputStream(), false,
                            java.nio.charset.StandardCharsets.UTF_8))
                    .run();
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException("the folder " + folder + " cannot be formatted for a broker", e);
        } catch (Exception e) {
            throw new IllegalStateException("the folder " + folder + " cannot be formatted for a broker", e);
        }
    }

    private static void startWithin(KafkaRaftServer server) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread starter = Thread.ofPlatform().name("embedded-broker-start").daemon().start(() -> {
            try {
                server.startup();
            } catch (RuntimeException | Error e) {
                failure.set(e);
            }
        });
        try {
            if (!starter.join(START_WITHIN)) {
                logThreads();
                throw new IllegalStateException("the embedded broker did not start within " + START_WITHIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the embedded broker started", e);
        }
        if (failure.get() != null) {
            throw new IllegalStateException("the embedded broker cannot start: " + failure.get().getMessage(),
                    failure.get());
        }
    }

    private static void logThreads() {
        Thread.getAllStackTraces().forEach((thread, stack) -> LOG.error("thread {} {}", thread.getName(),
                java.util.Arrays.toString(stack)));
    }

    /// The address clients connect to.
    public String address() {
        return "127.0.0.1:" + port;
    }

    /// Stops it, or gives up after half a minute: a broker asks its controller for leave for as long as five minutes, and
    /// what it has acknowledged is safe either way.
    @Override
    public void close() {
        Thread stopper = Thread.ofPlatform().name("embedded-broker-stop").daemon().start(() -> {
            server.shutdown();
            server.awaitShutdown();
        });
        try {
            if (!stopper.join(STOP_WITHIN)) {
                logThreads();
                LOG.error("the embedded broker did not stop within {}; it is left to end with this process",
                        STOP_WITHIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        release(lockFile);
    }

    private static void release(FileChannel lockFile) {
        try {
            lockFile.close();
        } catch (IOException e) {
            LOG.debug("lock released", e);
        }
    }
}
