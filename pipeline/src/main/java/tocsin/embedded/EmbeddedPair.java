package tocsin.embedded;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The broker and the registry that Tocsin brings along, or one of them, or none.
public final class EmbeddedPair implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPair.class);

    private final @Nullable FolderLock lock;
    private final @Nullable EmbeddedBroker broker;
    private final @Nullable EmbeddedRegistry registry;

    private EmbeddedPair(@Nullable FolderLock lock, @Nullable EmbeddedBroker broker,
            @Nullable EmbeddedRegistry registry) {
        this.lock = lock;
        this.broker = broker;
        this.registry = registry;
    }

    /// What is to be started.
    ///
    /// @param broker whether a broker
    /// @param brokerPort its port, or 0 for a free one
    /// @param registry whether a registry
    /// @param registryPort its port, or 0 for a free one
    /// @param access who may come in; null for a pair that everybody on this machine may use
    public record Wanted(boolean broker, int brokerPort, boolean registry, int registryPort,
            @Nullable PairAccess access) {}

    /// Starts what is wanted, both at the same time. Throws [IllegalStateException] saying what to do where one cannot
    /// start; then neither runs.
    ///
    /// @param progress told in a line what takes time
    public static EmbeddedPair start(Wanted wanted, Path dataDir, Consumer<String> progress) {
        return start(wanted, dataDir, () -> DiskWatch.Room.AMPLE, progress);
    }

    /// The same on a disk that is watched.
    ///
    /// @param room what there is room for on the disk
    public static EmbeddedPair start(Wanted wanted, Path dataDir, Supplier<DiskWatch.Room> room,
            Consumer<String> progress) {
        // A registry that runs on the folder is used again or ended, so it must not be that of another pair that lives.
        FolderLock lock = wanted.broker() || wanted.registry()
                ? FolderLock.take(dataDir, ".pair.lock", "a broker and registry")
                : null;
        CompletableFuture<@Nullable EmbeddedRegistry> registry = CompletableFuture.supplyAsync(() -> wanted.registry()
                ? new EmbeddedRegistry(RegistryDistribution.ofUser().folder(progress), dataDir.resolve("registry"),
                        wanted.registryPort(), wanted.access())
                : null);
        EmbeddedBroker broker = null;
        try {
            broker = wanted.broker()
                    ? new EmbeddedBroker(dataDir.resolve("broker"), wanted.brokerPort(), wanted.access(), room)
                    : null;
            return new EmbeddedPair(lock, broker, registry.join());
        } catch (CompletionException | IllegalStateException e) {
            if (broker != null) {
                broker.close();
            }
            closeStarted(registry);
            if (lock != null) {
                lock.close();
            }
            throw e instanceof CompletionException && e.getCause() instanceof IllegalStateException cause ? cause : e;
        }
    }

    private static void closeStarted(CompletableFuture<@Nullable EmbeddedRegistry> registry) {
        try {
            EmbeddedRegistry started = registry.join();
            if (started != null) {
                started.close();
            }
        } catch (CompletionException e) {
            LOG.debug("the registry did not start either", e);
        }
    }

    /// The broker's address. Throws if there is none.
    public String brokerAddress() {
        if (broker == null) {
            throw new IllegalStateException("no broker was wanted");
        }
        return broker.address();
    }

    /// The registry's address. Throws if there is none.
    public String registryUrl() {
        if (registry == null) {
            throw new IllegalStateException("no registry was wanted");
        }
        return registry.url();
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
        }
        if (broker != null) {
            broker.close();
        }
        if (lock != null) {
            lock.close();
        }
    }
}
