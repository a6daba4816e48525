package tocsin.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Kafka broker and controller in this process, on the loopback, its data in a folder.
///
/// A broker that fails, because its disk is full or cannot be written, is started again at the same port as soon as there
/// is room: its clients find it again. It is stopped in order before a disk is quite full.
public final class EmbeddedBroker implements AutoCloseable {
    /// The exit code of a process that must be started again by whoever watches it.
    public static final int START_AGAIN = 75;
    static final int NODE = 1;

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    /// A broker asks its controller for leave for as long as five minutes otherwise, and what it has acknowledged is safe
    /// either way.
    private static final Duration LEAVE_IN_ORDER = Duration.ofSeconds(20);
    private static final Duration LEAVE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Path folder;
    private final Supplier<DiskWatch.Room> room;
    private final @Nullable PairAccess access;
    private final FolderLock lock;
    private final int port;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread keeper;
    private volatile BrokerRun run;

    /// Starts a broker that asks nobody for a password, on a folder whose disk nobody watches.
    ///
    /// @param port its port, or 0 for a free one
    public EmbeddedBroker(Path folder, int port) {
        this(folder, port, null, () -> DiskWatch.Room.AMPLE);
    }

    /// Starts a broker on a folder. Throws [IllegalStateException] where another process uses the folder, or where it does
    /// not start in time, with the threads as they stood.
    ///
    /// @param port its port, or 0 for a free one
    /// @param access who may come, and only to do what he may; null where everybody on this machine may do everything
    /// @param room what there is room for on the folder's disk
    public EmbeddedBroker(Path folder, int port, @Nullable PairAccess access, Supplier<DiskWatch.Room> room) {
        this.folder = folder;
        this.room = room;
        this.access = access;
        this.lock = FolderLock.take(folder, ".embedded.lock", "a broker");
        try {
            this.port = Ports.choose(port);
            format(folder);
            lookAtLogs(folder);
            this.run = startRun();
        } catch (RuntimeException | IOException e) {
            lock.close();
            throw e instanceof RuntimeException runtime
                    ? runtime
                    : new IllegalStateException("the embedded broker cannot start on " + folder + ": " + e.getMessage(),
                            e);
        }
        this.keeper = Thread.ofPlatform().name("embedded-broker-keeper").daemon().start(this::keep);
    }

    private BrokerRun startRun() throws IOException {
        int controllerPort = Ports.choose(0);
        return BrokerRun.start(settings(folder, port, controllerPort, access), folder, controllerPort);
    }

    static Map<String, Object> settings(Path folder, int port, int controllerPort,
            @Nullable PairAccess access) {
        Map<String, Object> settings = new HashMap<>();
        String listener = BrokerGuard.listener(access != null);
        if (access != null) {
            settings.putAll(BrokerGuard.settings(access));
        }
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE));
        settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", listener);
        settings.put("log.dirs", folder.toString());
        settings.put("listeners", listener + "://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", listener + "://127.0.0.1:" + port);
        settings.put("auto.create.topics.enable", "false");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        // Ours take ten seconds; whoever opens one and dies holds everybody up for no longer than a minute.
        settings.put("transaction.max.timeout.ms", "60000");
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
        // An instance has some sixty connections of its own; idle ones of strangers must not take the rest.
        settings.put("max.connections", "1000");
        settings.put("quota.window.num", "3");
        settings.put("client.quota.callback.class", StrangersShare.class.getName());
        // A record may be ahead of the clock after the clock was set back.
        settings.put("log.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 * 1024 * 1024));
        settings.put("message.max.bytes", Integer.toString(3 * 1024 * 1024));
        settings.put("replica.fetch.max.bytes", Integer.toString(3 * 1024 * 1024));
        return settings;
    }

    static void format(Path folder) {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        try {
            new Formatter().setNodeId(NODE).setClusterId(Uuid.randomUuid().toString())
                    .setDirectories(List.of(folder.toString())).setMetadataLogDirectory(folder.toString())
                    .setControllerListenerName("CONTROLLER").setReleaseVersion(MetadataVersion.latestProduction())
                    .setPrintStream(new java.io.PrintStream(java.io.OutputStream.nullOutputStream(), false,
                            java.nio.charset.StandardCharsets.UTF_8))
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("the folder " + folder + " cannot be formatted for a broker: "
                    + e.getMessage(), e);
        }
    }

    /// Has the broker look at the newest segment of every log, as it does after a crash. After a stop in order it would
    /// trust them: a log that was cut meanwhile takes nothing any more, or nobody can read on behind the cut.
    private static void lookAtLogs(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(".kafka_cleanshutdown"));
    }

    private void keep() {
        try {
            while (!closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                if (run.ended().isDone()) {
                    LOG.error("the embedded broker failed ({}); it is started again as soon as its folder {} can be"
                            + " written", run.ended().join(), folder);
                    startAgain(LEAVE_AFTER_FAILURE);
                } else if (room.get() == DiskWatch.Room.NONE) {
                    LOG.error("the embedded broker is stopped before the disk of {} is full; it is started again as"
                            + " soon as there is room", folder);
                    startAgain(LEAVE_IN_ORDER);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void startAgain(Duration leave) throws InterruptedException {
        if (!run.stop(leave)) {
            LOG.error("the embedded broker cannot be stopped; this process ends with code {} and must be started again",
                    START_AGAIN);
            Runtime.getRuntime().halt(START_AGAIN);
        }
        Duration pause = FIRST_PAUSE;
        while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            if (room.get() == DiskWatch.Room.NONE) {
                pause = FIRST_PAUSE;
                continue;
            }
            try {
                run = startRun();
                LOG.info("the embedded broker runs again at {}", address());
                return;
            } catch (IOException | RuntimeException e) {
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
                LOG.warn("the embedded broker does not start yet: {}", e.getMessage());
                LOG.debug("not started", e);
            }
        }
    }

    /// The address clients connect to; the same for as long as this lives.
    public String address() {
        return "127.0.0.1:" + port;
    }

    /// Stops it, or gives up after half a minute.
    @Override
    public void close() {
        closing.countDown();
        try {
            keeper.join(Duration.ofSeconds(60));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!run.stop(LEAVE_IN_ORDER)) {
            LOG.error("the embedded broker did not stop in time; it is left to end with this process");
        }
        lock.close();
    }
}
