package tocsin.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of the embedded broker with its controller, from start to end.
///
/// Put together from Kafka's parts, so that a failure ends this run and not the process, and so that the end does not
/// wait minutes for a controller that is gone.
final class BrokerRun {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerRun.class);
    private static final Duration START_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

    private final BrokerThreads threads = new BrokerThreads();
    private final BrokerServer broker;
    private final ControllerServer controller;

    private BrokerRun(KafkaConfig config, Path folder, int controllerPort) throws IOException {
        MetaPropertiesEnsemble properties = new MetaPropertiesEnsemble.Loader().addLogDirs(List.of(folder.toString()))
                .addMetadataLogDir(folder.toString()).load();
        Metrics metrics = Server.initializeMetrics(config, Time.SYSTEM, properties.clusterId().orElse(""));
        SharedServer shared = new SharedServer(config, properties, Time.SYSTEM, metrics,
                CompletableFuture.completedFuture(
                        Map.of(EmbeddedBroker.NODE,
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), controllerPort))),
                List.of(), this::faultHandler, ServerSocketFactory.INSTANCE);
        this.broker = new BrokerServer(shared);
        this.controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), bootstrap(folder));
    }

    private static BootstrapMetadata bootstrap(Path folder) throws IOException {
        try {
            return new BootstrapDirectory(folder.toString()).read();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private FaultHandler faultHandler(String name, boolean fatal, Runnable action) {
        FaultHandler logging = new LoggingFaultHandler(name, action);
        return fatal ? (message, cause) -> {
            RuntimeException failure = logging.handleFault(message, cause);
            threads.end(name + ": " + message);
            return failure;
        } : logging;
    }

    /// Starts one. Throws [IllegalStateException] where it does not start in time, with the threads as they stood in the
    /// log; then nothing of it runs.
    ///
    /// @param settings the broker's settings
    static BrokerRun start(Map<String, Object> settings, Path folder, int controllerPort) throws IOException {
        BrokerThreads.guard();
        BrokerRun run = new BrokerRun(new KafkaConfig(settings), folder, controllerPort);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        // Threads that a broker starts are of the group of the thread that starts them.
        Thread starter = new Thread(run.threads, () -> {
            try {
                run.controller.startup();
                run.broker.startup();
            } catch (Throwable e) {
                failure.set(e);
            }
        }, "embedded-broker-start");
        starter.setDaemon(true);
        starter.start();
        Optional<String> why = run.awaitStart(starter, failure);
        if (why.isPresent()) {
            run.stop(Duration.ofSeconds(1));
            throw new IllegalStateException("the embedded broker " + why.get(), failure.get());
        }
        return run;
    }

    private Optional<String> awaitStart(Thread starter, AtomicReference<Throwable> failure) {
        long until = System.nanoTime() + START_WITHIN.toNanos();
        try {
            while (!starter.join(Duration.ofMillis(50))) {
                if (threads.ended().isDone()) {
                    return Optional.of("cannot start: " + threads.ended().join());
                }
                if (System.nanoTime() > until) {
                    logThreads();
                    return Optional.of("did not start within " + START_WITHIN);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("was interrupted while it started");
        }
        Throwable cause = failure.get();
        return cause == null ? Optional.empty() : Optional.of("cannot start: " + cause.getMessage());
    }

    private static void logThreads() {
        Thread.getAllStackTraces().forEach((thread, stack) -> LOG.error("thread {} {}", thread.getName(),
                Arrays.toString(stack)));
    }

    /// Done with the reason once it cannot go on by itself; never where it was stopped in order.
    CompletableFuture<String> ended() {
        return threads.ended();
    }

    /// Stops it.
    ///
    /// @param leave how long it waits for its controller to give it leave
    /// @return whether it has stopped within half a minute
    boolean stop(Duration leave) {
        Thread stopper = Thread.ofPlatform().name("embedded-broker-stop").daemon().start(() -> {
            quietly(() -> broker.shutdown(leave));
            quietly(controller::shutdown);
        });
        try {
            if (stopper.join(STOP_WITHIN)) {
                return true;
            }
            logThreads();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /// One part that cannot stop must not keep the other running.
    private static void quietly(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("a part of the embedded broker did not stop in order", e);
        }
    }
}
